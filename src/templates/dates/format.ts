import { templateError } from '../errors.ts';
import {
  type CalendarDate,
  type ClockTime,
  daysInMonth,
  isLeapYear,
  type Moment,
  wallClockMs,
} from './moment.ts';
import { MONTHS, MONTHS_AP, NAMED_FORMATS, WEEKDAYS } from './names.ts';
import { isSummerTime, zoneNameAt } from './zone.ts';

const DAY_MS = 86_400_000;
const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };

/** What each letter of a format that needs a time of day stands for. */
const TIME_LETTERS: Readonly<Record<string, (time: ClockTime) => string>> = {
  a: ({ hour }) => (hour > 11 ? 'p.m.' : 'a.m.'),
  A: ({ hour }) => (hour > 11 ? 'PM' : 'AM'),
  f: shortTime,
  g: ({ hour }) => String(hour % 12 || 12),
  G: ({ hour }) => String(hour),
  h: ({ hour }) => twoDigits(hour % 12 || 12),
  H: ({ hour }) => twoDigits(hour),
  i: ({ minute }) => twoDigits(minute),
  P: proseTime,
  s: ({ second }) => twoDigits(second),
  u: ({ microsecond }) => String(microsecond).padStart(6, '0'),
};

const DATE_LETTERS: Readonly<Record<string, (date: CalendarDate) => string>> = {
  b: ({ month }) => MONTHS[month - 1]!.slice(0, 3).toLowerCase(),
  d: ({ day }) => twoDigits(day),
  D: (date) => WEEKDAYS[weekday(date)]!.slice(0, 3),
  E: ({ month }) => MONTHS[month - 1]!,
  F: ({ month }) => MONTHS[month - 1]!,
  j: ({ day }) => String(day),
  l: (date) => WEEKDAYS[weekday(date)]!,
  L: ({ year }) => (isLeapYear(year) ? 'True' : 'False'),
  m: ({ month }) => twoDigits(month),
  M: ({ month }) => MONTHS[month - 1]!.slice(0, 3),
  n: ({ month }) => String(month),
  N: ({ month }) => MONTHS_AP[month - 1]!,
  o: (date) => String(isoWeek(date).year),
  S: ({ day }) => ordinalSuffix(day),
  t: ({ year, month }) => String(daysInMonth(year, month)),
  w: (date) => String(weekday(date)),
  W: (date) => String(isoWeek(date).week),
  y: ({ year }) => twoDigits(year % 100),
  Y: ({ year }) => String(year).padStart(4, '0'),
  z: (date) => String(dayOfYear(date)),
};

/** Letters that tell about the zone; empty for a moment without one. */
const ZONE_LETTERS: Readonly<Record<string, (moment: Moment) => string>> = {
  e: zoneName,
  I: ({ zone }) => (zone === undefined ? '' : isSummerTime(zone.name, zone.instantMs) ? '1' : '0'),
  O: ({ zone }) => (zone === undefined ? '' : offsetText(zone.offsetMinutes, '')),
  T: zoneName,
  Z: ({ zone }) => (zone === undefined ? '' : String(zone.offsetMinutes * 60)),
};

/** A letter that stands for a part of the date: one with no backslash right before it. */
const LETTER = /(?<!\\)([aAbcdDeEfFgGhHiIjlLmMnNoOPrsStTuUwWyYzZ])/;

/**
 * A date, with its time where it has one, in the letters of PHP's `date()` as Django extends
 * them. A format may be given by name (`SHORT_DATE_FORMAT`).
 *
 * @throws templates.filter.invalid when a date alone is asked for its time
 */
export function formatDate(moment: Moment, format: string): string {
  return fill(format, (letter) => dateLetter(moment, letter));
}

/** A time of day; undefined when the format asks for more than a time has. */
export function formatTime(moment: Moment, format: string): string | undefined {
  let isComplete = true;
  const text = fill(format, (letter) => {
    const part = timeLetter(moment, letter);
    if (part === undefined) isComplete = false;
    return part ?? '';
  });
  return isComplete ? text : undefined;
}

function fill(format: string, part: (letter: string) => string): string {
  const letters = Object.hasOwn(NAMED_FORMATS, format) ? NAMED_FORMATS[format]! : format;
  const pieces = letters.split(LETTER);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? part(piece) : piece.replace(/\\(.)/g, '$1')))
    .join('');
}

function dateLetter(moment: Moment, letter: string): string {
  const { date, time } = moment;
  if (date === undefined) return '';
  if (letter in DATE_LETTERS) return DATE_LETTERS[letter]!(date);
  if (letter === 'c') return isoText(moment);
  if (letter === 'U') return String(Math.floor(epochMs(moment) / 1000));
  if (letter === 'r') return mailDate(date, time ?? MIDNIGHT, moment);
  if (letter === 'I') return ZONE_LETTERS.I!(moment);
  if (time === undefined) throw needsTime(letter);
  return letter in TIME_LETTERS ? TIME_LETTERS[letter]!(time) : ZONE_LETTERS[letter]!(moment);
}

function timeLetter(moment: Moment, letter: string): string | undefined {
  if (moment.time === undefined) return undefined;
  if (letter in TIME_LETTERS) return TIME_LETTERS[letter]!(moment.time);
  if (letter === 'c' && moment.date === undefined) return isoClock(moment.time);
  return letter !== 'I' && letter in ZONE_LETTERS ? ZONE_LETTERS[letter]!(moment) : undefined;
}

function needsTime(letter: string): Error {
  return templateError(
    'templates.filter.invalid',
    `A date without a time can't be formatted with "${letter}", which stands for a part of the time.`,
  );
}

function shortTime({ hour, minute }: ClockTime): string {
  return `${hour % 12 || 12}${minute === 0 ? '' : `:${twoDigits(minute)}`}`;
}

function proseTime(time: ClockTime): string {
  if (time.minute === 0 && time.hour === 0) return 'midnight';
  if (time.minute === 0 && time.hour === 12) return 'noon';
  return `${shortTime(time)} ${TIME_LETTERS.a!(time)}`;
}

function zoneName({ zone }: Moment): string {
  return zone === undefined ? '' : zoneNameAt(zone.name, zone.instantMs);
}

function offsetText(offsetMinutes: number, separator: string): string {
  const absolute = Math.abs(offsetMinutes);
  const sign = offsetMinutes < 0 ? '-' : '+';
  return sign + twoDigits(Math.floor(absolute / 60)) + separator + twoDigits(absolute % 60);
}

function isoText(moment: Moment): string {
  const { date, time, zone } = moment;
  const day = `${DATE_LETTERS.Y!(date!)}-${twoDigits(date!.month)}-${twoDigits(date!.day)}`;
  if (time === undefined) return day;
  return `${day}T${isoClock(time)}${zone === undefined ? '' : offsetText(zone.offsetMinutes, ':')}`;
}

function isoClock(time: ClockTime): string {
  const fraction = time.microsecond === 0 ? '' : `.${TIME_LETTERS.u!(time)}`;
  return clockText(time) + fraction;
}

function clockText({ hour, minute, second }: ClockTime): string {
  return [hour, minute, second].map(twoDigits).join(':');
}

/** RFC 5322. A moment without a zone counts as UTC. */
function mailDate(date: CalendarDate, time: ClockTime, { zone }: Moment): string {
  const day = `${DATE_LETTERS.D!(date)}, ${twoDigits(date.day)} ${DATE_LETTERS.M!(date)}`;
  const offset = zone === undefined ? '+0000' : offsetText(zone.offsetMinutes, '');
  return `${day} ${DATE_LETTERS.Y!(date)} ${clockText(time)} ${offset}`;
}

function epochMs({ date, time, zone }: Moment): number {
  return zone === undefined ? wallClockMs(date!, time) : zone.instantMs;
}

function weekday(date: CalendarDate): number {
  return new Date(wallClockMs(date, undefined)).getUTCDay();
}

/** 1 for the first of January. */
function dayOfYear(date: CalendarDate): number {
  const newYear = wallClockMs({ year: date.year, month: 1, day: 1 }, undefined);
  return (wallClockMs(date, undefined) - newYear) / DAY_MS + 1;
}

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(date: CalendarDate): { year: number; week: number } {
  const fromMonday = (weekday(date) + 6) % 7;
  const thursday = new Date(wallClockMs(date, undefined) + (3 - fromMonday) * DAY_MS);
  const year = thursday.getUTCFullYear();
  const days = (thursday.getTime() - wallClockMs({ year, month: 1, day: 1 }, undefined)) / DAY_MS;
  return { year, week: Math.floor(days / 7) + 1 };
}

function ordinalSuffix(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
