import type { Formats } from './formats.ts';

/** Puts a language's separators into a number in plain notation: `-1234.5` → `-1.234,5`. */
export function separateNumber(plain: string, formats: Formats, isGrouped: boolean): string {
  return plain.replace(NUMBER, (_all, whole: string, fraction: string | undefined) => {
    const grouped = isGrouped ? groupDigits(whole, formats) : whole;
    return grouped + (fraction === undefined ? '' : formats.DECIMAL_SEPARATOR + fraction);
  });
}

/** The digits before an exponent; of `inf` and `nan` there is nothing to change. */
const NUMBER = /(?<=^-?)(\d+)(?:\.(\d+))?/;

/** Groups from the right; the last size given, or the one before a 0, counts for the rest. */
function groupDigits(digits: string, { NUMBER_GROUPING, THOUSAND_SEPARATOR }: Formats): string {
  const sizes = typeof NUMBER_GROUPING === 'number' ? [NUMBER_GROUPING] : NUMBER_GROUPING;
  const groups: string[] = [];
  let size = sizes[0] ?? 0;
  if (size <= 0) return digits;
  let end = digits.length;
  for (let index = 1; end > size; index++) {
    groups.unshift(digits.slice(end - size, end));
    end -= size;
    size = sizes[index] || size;
  }
  return [digits.slice(0, end), ...groups].join(THOUSAND_SEPARATOR);
}
