import { type DateWords, type Formats, type Locale, UNTRANSLATED } from '../../i18n/index.ts';
import { templateError } from '../errors.ts';
import {
  type CalendarDate,
  type ClockTime,
  daysInMonth,
  isLeapYear,
  type Moment,
  wallClockMs,
} from './moment.ts';
import { isSummerTime, zoneNameAt } from './zone.ts';

const DAY_MS = 86_400_000;
const MIDNIGHT: ClockTime = { hour: 0, minute: 0, second: 0, microsecond: 0 };

/** What each letter of a format that needs a time of day stands for. */
const TIME_LETTERS: Readonly<Record<string, (time: ClockTime, words: DateWords) => string>> = {
  a: ({ hour }, words) => (hour > 11 ? words.pm : words.am),
  A: ({ hour }, words) => (hour > 11 ? words.upperPm : words.upperAm),
  f: shortTime,
  g: ({ hour }) => String(hour % 12 || 12),
  G: ({ hour }) => String(hour),
  h: ({ hour }) => twoDigits(hour % 12 || 12),
  H: ({ hour }) => twoDigits(hour),
  i: ({ minute }) => twoDigits(minute),
  P: proseTime,
  s: ({ second }) => twoDigits(second),
  u: microseconds,
};

const DATE_LETTERS: Readonly<Record<string, (date: CalendarDate, words: DateWords) => string>> = {
  b: ({ month }, { shortMonths }) => shortMonths[month - 1]!,
  d: ({ day }) => twoDigits(day),
  D: (date, { shortWeekdays }) => shortWeekdays[weekday(date)]!,
  E: ({ month }, { monthsInDates }) => monthsInDates[month - 1]!,
  F: ({ month }, { months }) => months[month - 1]!,
  j: ({ day }) => String(day),
  l: (date, { weekdays }) => weekdays[weekday(date)]!,
  L: ({ year }) => (isLeapYear(year) ? 'True' : 'False'),
  m: ({ month }) => twoDigits(month),
  M: ({ month }, { shortMonths }) => capitalized(shortMonths[month - 1]!),
  n: ({ month }) => String(month),
  N: ({ month }, { apMonths }) => apMonths[month - 1]!,
  o: (date) => String(isoWeek(date).year),
  S: ({ day }) => ordinalSuffix(day),
  t: ({ year, month }) => String(daysInMonth(year, month)),
  w: (date) => String(weekday(date)),
  W: (date) => String(isoWeek(date).week),
  y: ({ year }) => twoDigits(year % 100),
  Y: fullYear,
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
export function formatDate(moment: Moment, format: string, locale: Locale = UNTRANSLATED): string {
  return fill(format, locale, (letter) => dateLetter(moment, letter, locale.dateWords));
}

/** A time of day; undefined when the format asks for more than a time has. */
export function formatTime(moment: Moment, format: string, locale: Locale): string | undefined {
  let isComplete = true;
  const text = fill(format, locale, (letter) => {
    const part = timeLetter(moment, letter, locale.dateWords);
    if (part === undefined) isComplete = false;
    return part ?? '';
  });
  return isComplete ? text : undefined;
}

function fill(format: string, { formats }: Locale, part: (letter: string) => string): string {
  const isName = format.endsWith('_FORMAT') && Object.hasOwn(formats, format);
  const letters = isName ? String(formats[format as keyof Formats]) : format;
  const pieces = letters.split(LETTER);
  return pieces
    .map((piece, index) => (index % 2 === 1 ? part(piece) : piece.replace(/\\(.)/g, '$1')))
    .join('');
}

function dateLetter(moment: Moment, letter: string, words: DateWords): string {
  const { date, time } = moment;
  if (date === undefined) return '';
  if (letter in DATE_LETTERS) return DATE_LETTERS[letter]!(date, words);
  if (letter === 'c') return isoText(moment);
  if (letter === 'U') return String(Math.floor(epochMs(moment) / 1000));
  if (letter === 'r') return mailDate(date, time ?? MIDNIGHT, moment);
  if (letter === 'I') return ZONE_LETTERS.I!(moment);
  if (time === undefined) throw needsTime(letter);
  return letter in TIME_LETTERS
    ? TIME_LETTERS[letter]!(time, words)
    : ZONE_LETTERS[letter]!(moment);
}

function timeLetter(moment: Moment, letter: string, words: DateWords): string | undefined {
  if (moment.time === undefined) return undefined;
  if (letter in TIME_LETTERS) return TIME_LETTERS[letter]!(moment.time, words);
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

function proseTime(time: ClockTime, words: DateWords): string {
  if (time.minute === 0 && time.hour === 0) return words.midnight;
  if (time.minute === 0 && time.hour === 12) return words.noon;
  return `${shortTime(time)} ${TIME_LETTERS.a!(time, words)}`;
}

/** Python's `title` of a word. */
function capitalized(text: string): string {
  return text.replace(/\p{L}+/gu, (word) => word[0]!.toUpperCase() + word.slice(1).toLowerCase());
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
  const day = `${fullYear(date!)}-${twoDigits(date!.month)}-${twoDigits(date!.day)}`;
  if (time === undefined) return day;
  return `${day}T${isoClock(time)}${zone === undefined ? '' : offsetText(zone.offsetMinutes, ':')}`;
}

function isoClock(time: ClockTime): string {
  const fraction = time.microsecond === 0 ? '' : `.${microseconds(time)}`;
  return clockText(time) + fraction;
}

function clockText({ hour, minute, second }: ClockTime): string {
  return [hour, minute, second].map(twoDigits).join(':');
}

/** RFC 5322, in English in every language. A moment without a zone counts as UTC. */
function mailDate(date: CalendarDate, time: ClockTime, { zone }: Moment): string {
  const { dateWords: english } = UNTRANSLATED;
  const day = `${DATE_LETTERS.D!(date, english)}, ${twoDigits(date.day)} ${DATE_LETTERS.M!(date, english)}`;
  const offset = zone === undefined ? '+0000' : offsetText(zone.offsetMinutes, '');
  return `${day} ${fullYear(date)} ${clockText(time)} ${offset}`;
}

function fullYear({ year }: CalendarDate): string {
  return String(year).padStart(4, '0');
}

function microseconds({ microsecond }: ClockTime): string {
  return String(microsecond).padStart(6, '0');
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
