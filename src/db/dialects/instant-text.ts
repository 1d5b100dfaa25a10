/** Of the year, before the first of each month from 1 on, in a year of 365 days. */
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;

/** Days from the first of January of the year 0 to that of 1970. */
const DAYS_TO_1970 = 719_528;

const MS_PER_DAY = 86_400_000;

const ZERO = 48;
const MINUS = 45;
const POINT = 46;
const COLON = 58;

/** No part of an instant, whatever it is multiplied with: as a whole number, unlike NaN. */
const INVALID = -1_000_000;

/**
 * Milliseconds since 1970 of `1998-06-12 20:15:00`, in UTC, with or without digits after a point,
 * of which three count. NaN where the text is of any other form: JavaScript's own parser knows
 * more of them, but takes 2.5 times as long and needs two new texts first, which was a sixth of
 * reading rows with an instant each (bench: `orm-sqlite`). Everything is a whole number of 32
 * bits up to the last line, which is what makes it fast.
 *
 * @param end - where the instant ends in the text.
 */
export function instantMs(text: string, end: number): number {
  if (text.charCodeAt(4) !== MINUS || text.charCodeAt(7) !== MINUS) return Number.NaN;
  if (text.charCodeAt(13) !== COLON || text.charCodeAt(16) !== COLON) return Number.NaN;
  const days = daysSince1970(
    (twoDigits(text, 0) * 100 + twoDigits(text, 2)) | 0,
    twoDigits(text, 5),
    twoDigits(text, 8),
  );
  const seconds = secondsOfDay(twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17));
  const milliseconds = end === 19 ? 0 : fraction(text, end);
  if (days === INVALID || seconds === INVALID || milliseconds === INVALID) return Number.NaN;
  return days * MS_PER_DAY + seconds * 1000 + milliseconds;
}

function daysSince1970(year: number, month: number, day: number): number {
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return INVALID;
  const leapYears = month > 2 ? year : year - 1;
  const leapDays = (leapYears >> 2) - ((leapYears / 100) | 0) + ((leapYears / 400) | 0);
  return (365 * year + leapDays + DAYS_BEFORE_MONTH[month]! + day - DAYS_TO_1970) | 0;
}

function secondsOfDay(hour: number, minute: number, second: number): number {
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return INVALID;
  }
  return ((hour * 60 + minute) * 60 + second) | 0;
}

/** Milliseconds of `.123456` from character 19 on; what is finer is cut off, as `Date` does. */
function fraction(text: string, end: number): number {
  if (text.charCodeAt(19) !== POINT || end < 21) return INVALID;
  let milliseconds = 0;
  for (let at = 20; at < end; at++) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit >>> 0 > 9) return INVALID;
    if (at < 23) milliseconds = (milliseconds * 10 + digit) | 0;
  }
  if (end >= 23) return milliseconds;
  return end === 22 ? milliseconds * 10 : milliseconds * 100;
}

function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  // As whole numbers without a sign, what lies before "0" lies far behind "9" too; so does NaN.
  return tens >>> 0 > 9 || ones >>> 0 > 9 ? INVALID : (tens * 10 + ones) | 0;
}
