import { unmarked } from '../safe-string.ts';
import { offsetMinutesAt } from './zone.ts';
import { ZonedDate } from './zoned-date.ts';

/**
 * A date, a time or both, taken apart for formatting. A date alone has no `time`, a time alone
 * no `date`; only a moment with a zone is an instant.
 */
export interface Moment {
  readonly date: CalendarDate | undefined;
  readonly time: ClockTime | undefined;
  readonly zone: MomentZone | undefined;
}

export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
}

export interface MomentZone {
  /** IANA name. */
  readonly name: string;
  /** Minutes east of UTC. */
  readonly offsetMinutes: number;
  /** The instant, in milliseconds since 1970. */
  readonly instantMs: number;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?$/;
const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?$/;

/**
 * Reads a `Date` in a time zone, or an ISO text: `1975-06-20`, `20:15:00`,
 * `1975-06-20T20:15:00+02:00`. Undefined for anything else.
 */
export function momentOf(value: unknown, timeZone: string): Moment | undefined {
  if (value instanceof Date) {
    const zone = value instanceof ZonedDate ? value.timeZone : timeZone;
    return Number.isNaN(value.getTime()) ? undefined : zonedMoment(value.getTime(), zone, 0);
  }
  const text = unmarked(value);
  return typeof text === 'string' ? textMoment(text, timeZone) : undefined;
}

/** @param microsecond - digits behind the millisecond, which a `Date` can't hold. */
function zonedMoment(instantMs: number, timeZone: string, microsecond: number): Moment {
  const offsetMinutes = offsetMinutesAt(timeZone, instantMs);
  const local = new Date(instantMs + offsetMinutes * 60_000);
  return {
    date: {
      year: local.getUTCFullYear(),
      month: local.getUTCMonth() + 1,
      day: local.getUTCDate(),
    },
    time: {
      hour: local.getUTCHours(),
      minute: local.getUTCMinutes(),
      second: local.getUTCSeconds(),
      microsecond: local.getUTCMilliseconds() * 1000 + microsecond,
    },
    zone: { name: timeZone, offsetMinutes, instantMs },
  };
}

function textMoment(text: string, timeZone: string): Moment | undefined {
  const date = parseDate(text);
  if (date !== undefined) return { date, time: undefined, zone: undefined };
  const time = parseTime(text);
  if (time !== undefined) return { date: undefined, time, zone: undefined };
  const [, dateText, timeText, offset] = DATE_TIME.exec(text) ?? [];
  if (dateText === undefined) return undefined;
  const parts = { date: parseDate(dateText), time: parseTime(timeText!) };
  if (parts.date === undefined || parts.time === undefined) return undefined;
  if (offset === undefined) return { ...parts, zone: undefined };
  const instantMs = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(instantMs)
    ? undefined
    : zonedMoment(instantMs, timeZone, parts.time.microsecond % 1000);
}

function parseDate(text: string): CalendarDate | undefined {
  const match = DATE.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isReal ? { year, month, day } : undefined;
}

function parseTime(text: string): ClockTime | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hour, minute, second] = match.slice(1, 4).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
  ];
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  return { hour, minute, second, microsecond: Number((match[4] ?? '').padEnd(6, '0')) };
}

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Milliseconds since 1970 of a date and time as if they were UTC. */
export function wallClockMs(date: CalendarDate, time: ClockTime | undefined): number {
  const { hour = 0, minute = 0, second = 0, microsecond = 0 } = time ?? {};
  const utc = new Date(0);
  utc.setUTCFullYear(date.year, date.month - 1, date.day);
  utc.setUTCHours(hour, minute, second, Math.floor(microsecond / 1000));
  return utc.getTime();
}

/** Whole days from one date to another; negative when the other comes first. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (wallClockMs(to, undefined) - wallClockMs(from, undefined)) / 86_400_000;
}
