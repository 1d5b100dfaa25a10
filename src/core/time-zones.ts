import { BoundedMap } from './bounded-map.ts';

/** Formatters kept; making one takes longer than a thousand uses. */
const MAX_ZONES = 50;
const formats = new BoundedMap<string, Intl.DateTimeFormat>(MAX_ZONES);

/** A stored instant, UTC, as the local time of a zone; both are `YYYY-MM-DD HH:MM:SS.mmm`. */
export function toZone(text: string, zone: string): string {
  const instant = Date.parse(`${text.replace(' ', 'T')}Z`);
  return textOf(instant + offsetAt(instant, zone));
}

/**
 * A zone's local time as the stored instant. Of the two instants of an hour that comes twice it is
 * the earlier one; a time that the zone leaps over counts from before the leap.
 */
export function fromZone(text: string, zone: string): string {
  const local = Date.parse(`${text.replace(' ', 'T')}Z`);
  const before = offsetAt(local - 86_400_000, zone);
  const after = offsetAt(local + 86_400_000, zone);
  const candidates = [local - before, local - after];
  const fitting = candidates.filter((instant) => instant + offsetAt(instant, zone) === local);
  return textOf(fitting.length > 0 ? Math.min(...fitting) : local - before);
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(instant);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(
    read('year'),
    read('month') - 1,
    read('day'),
    read('hour'),
    read('minute'),
    read('second'),
  );
  const whole = Math.floor(instant / 1_000) * 1_000;
  return local - whole;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-u-hc-h23', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  return format;
}

function textOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, -1);
}
