const DAY = 86_400_000_000;

/** Microseconds since midnight of `HH:MM[:SS[.ffffff]]`. */
export function timeOfDay(text: string): number {
  const [hours, minutes, seconds = '0'] = text.split(':');
  const [whole, fraction = ''] = seconds.split('.');
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(whole);
  return wholeSeconds * 1_000_000 + Number(fraction.slice(0, 6).padEnd(6, '0'));
}

/** A time of day moved by microseconds, around midnight if need be. */
export function shiftTime(text: string, microseconds: number): string {
  const moved = (((timeOfDay(text) + microseconds) % DAY) + DAY) % DAY;
  const seconds = Math.floor(moved / 1_000_000);
  const digits = (value: number, count = 2) => String(value).padStart(count, '0');
  const clock = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = moved % 1_000_000;
  const rest = fraction === 0 ? '' : `.${digits(fraction, 6).replace(/0+$/, '')}`;
  return `${clock.map((part) => digits(part)).join(':')}${rest}`;
}
