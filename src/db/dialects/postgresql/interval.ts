/** Microseconds of the units that PostgreSQL writes intervals in; months as Django counts them. */
const UNITS: Readonly<Record<string, number>> = {
  year: 365 * 86_400_000_000,
  mon: 30 * 86_400_000_000,
  day: 86_400_000_000,
};

/**
 * The microseconds of an interval as sessions under `IntervalStyle = postgres` write it:
 * `1 year 2 mons -3 days +04:05:06.789`.
 */
export function parseInterval(text: string): number {
  let microseconds = 0;
  for (const [, count, unit] of text.matchAll(/([+-]?\d+) (year|mon|day)s?/g)) {
    microseconds += Number(count) * UNITS[unit!]!;
  }
  const clock = /([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d+))?/.exec(text);
  if (clock === null) return microseconds;
  const [, sign, hours, minutes, seconds, fraction = ''] = clock;
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  const time = wholeSeconds * 1_000_000 + Number(fraction.padEnd(6, '0'));
  return microseconds + (sign === '-' ? -time : time);
}
