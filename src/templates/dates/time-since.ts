import { interpolate, type Locale } from '../../i18n/index.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { daysInMonth, type Moment, momentOf, wallClockMs } from './moment.ts';

/** Seconds of the units below a month. */
const CHUNKS = [604_800, 86_400, 3_600, 60] as const;
const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const;

/**
 * `4 days, 6 hours`: the two largest adjoining units between two dates, `0 minutes` when the
 * later one comes first, empty for what is no date. Hard spaces keep number and unit together.
 *
 * @param base - the date to measure from, the current time when it is undefined.
 * @param unit - a number of years, months, … in words.
 */
export function timeSince(
  value: unknown,
  base: unknown,
  scope: FilterScope,
  direction: 'since' | 'until',
  unit: UnitText = (count, name) => scopedUnit(scope.locale, count, name),
): string {
  const moment = momentOf(value, 'UTC');
  const isBaseGiven = base !== undefined && base !== null && base !== '';
  const other = momentOf(isBaseGiven ? base : scope.now(), 'UTC');
  if (moment?.date === undefined || other?.date === undefined) return '';
  const [a, b] = sameClock(moment, other, scope.timeZone);
  const counts = direction === 'since' ? between(a, b) : between(b, a);
  return largestTwo(counts, scope.locale, unit);
}

/** Instants are compared in UTC; a date without zone is met by the other's local time. */
function sameClock(a: Moment, b: Moment, timeZone: string): [number, number] {
  if (a.zone !== undefined && b.zone !== undefined) return [a.zone.instantMs, b.zone.instantMs];
  return [localClock(a, timeZone), localClock(b, timeZone)];
}

function localClock(moment: Moment, timeZone: string): number {
  const { date, time, zone } = moment;
  if (zone === undefined) return wallClockMs(date!, time);
  const local = momentOf(new Date(zone.instantMs), timeZone)!;
  return wallClockMs(local.date!, local.time);
}

/** How many of each unit lie between two times; nothing when the later one comes first. */
function between(startMs: number, endMs: number): readonly number[] {
  if (Math.floor((endMs - startMs) / 1000) <= 0) return [];
  const months = wholeMonths(new Date(startMs), new Date(endMs));
  const counts = [Math.floor(months / 12), months % 12];
  let seconds = Math.floor((endMs - addMonths(new Date(startMs), months)) / 1000);
  for (const chunk of CHUNKS) {
    counts.push(Math.floor(seconds / chunk));
    seconds %= chunk;
  }
  return counts;
}

function largestTwo(counts: readonly number[], locale: Locale, unit: UnitText): string {
  const first = counts.findIndex((count) => count !== 0);
  if (first === -1) return hard(unit(0, 'minute'));
  const shown = [first, first + 1].filter((index) => (counts[index] ?? 0) !== 0);
  const parts = shown.map((index) => hard(unit(counts[index]!, UNITS[index]!)));
  return parts.join(locale.gettext(', '));
}

/** A number of years, months, … in words. */
export type UnitText = (count: number, unit: string) => string;

function scopedUnit(locale: Locale, count: number, unit: string): string {
  const message = locale.ngettext(`%(num)d ${unit}`, `%(num)d ${unit}s`, count);
  return interpolate(message, { num: count });
}

function hard(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

function wholeMonths(start: Date, end: Date): number {
  const months =
    (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth();
  const isShort =
    start.getUTCDate() > end.getUTCDate() ||
    (start.getUTCDate() === end.getUTCDate() && timeOfDay(start) > timeOfDay(end));
  return isShort ? months - 1 : months;
}

function timeOfDay(date: Date): number {
  return ((date.getTime() % 86_400_000) + 86_400_000) % 86_400_000;
}

/** The same day `months` later, or the last of that month; February counts as 28 days. */
function addMonths(start: Date, months: number): number {
  if (months === 0) return start.getTime();
  const month = start.getUTCMonth() + months;
  const year = start.getUTCFullYear() + Math.floor(month / 12);
  const monthOfYear = (month % 12) + 1;
  const lastDay = monthOfYear === 2 ? 28 : daysInMonth(year, monthOfYear);
  const day = Math.min(start.getUTCDate(), lastDay);
  const time = {
    hour: start.getUTCHours(),
    minute: start.getUTCMinutes(),
    second: start.getUTCSeconds(),
    microsecond: 0,
  };
  return wallClockMs({ year, month: monthOfYear, day }, time);
}
