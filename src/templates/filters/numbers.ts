import type { Filter } from '../library.ts';
import { itemCount } from '../runtime/item-count.ts';
import { isNumeric, plainInteger, toExactInteger, toFloat, toInteger } from '../runtime/number.ts';
import { textOf } from '../runtime/text.ts';
import { isText, SafeString, unmarked } from '../safe-string.ts';
import { groupThousands, isWhole, parseExact, toOnePlace, toPlaces } from './decimal-text.ts';
import { fail, valueFilter } from './define.ts';

export const numberFilters: readonly Filter[] = [
  valueFilter('add', add, { argument: 'required' }),
  valueFilter('divisibleby', isDivisible, { argument: 'required' }),
  valueFilter('filesizeformat', (value) => fileSize(value).replaceAll(' ', '\u00a0'), {
    isSafe: true,
  }),
  valueFilter('floatformat', (value, places) => floatFormat(value, places ?? -1), {
    argument: 'optional',
    isSafe: true,
  }),
  valueFilter('get_digit', getDigit, { argument: 'required' }),
  valueFilter('pluralize', pluralize, { argument: 'optional' }),
];

/** Adds whole numbers, else texts or lists; empty when neither works. */
function add(value: unknown, argument: unknown): unknown {
  const [a, b] = [toExactInteger(value), toExactInteger(argument)];
  if (a !== undefined && b !== undefined) return plainInteger(BigInt(a) + BigInt(b));
  if (typeof value === 'number' && typeof argument === 'number') return value + argument;
  if (isText(value) && isText(argument)) {
    const text = String(value) + String(argument);
    const isSafe = value instanceof SafeString && argument instanceof SafeString;
    return isSafe ? new SafeString(text) : text;
  }
  return Array.isArray(value) && Array.isArray(argument) ? [...value, ...argument] : '';
}

function isDivisible(value: unknown, argument: unknown): boolean {
  const [number, divisor] = [toExactInteger(value), toExactInteger(argument)];
  if (number === undefined) fail('divisibleby', 'a whole number', value);
  if (divisor === undefined) fail('divisibleby', 'a whole number', argument);
  return Number(divisor) !== 0 && BigInt(number) % BigInt(divisor) === 0n;
}

const SIZE_UNITS = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `13 KB`, `4.1 MB`, `102 bytes`. */
function fileSize(value: unknown): string {
  const bytes = toInteger(value);
  if (bytes === undefined) return '0 bytes';
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? '-' : '';
  if (size < 1024) return `${sign}${size} ${size === 1 ? 'byte' : 'bytes'}`;
  let unit = 0;
  while (unit < SIZE_UNITS.length - 1 && size >= 1024 ** (unit + 2)) unit++;
  return `${sign}${toOnePlace(size / 1024 ** (unit + 1))} ${SIZE_UNITS[unit]}`;
}

/** Numbers with more digits are returned as they are, and so are all when more places are asked. */
const MAX_DIGITS = 200;
const MAX_PLACES = 1000;

/** Rounds to `argument` places; negative places only where there is a fraction; `g` groups. */
export function floatFormat(value: unknown, argument: unknown): unknown {
  const { places, isGrouped } = readPlaces(argument);
  const input = textOf(unmarked(value));
  const float = toFloat(value);
  const number = parseExact(input) ?? parseExact(float === undefined ? '' : String(float));
  if (number === undefined) return isInfinite(input, float) ? input : '';
  if (places === undefined || Math.abs(places) > MAX_PLACES) return input;
  if (number.length + Math.abs(number.exponent) > MAX_DIGITS) return input;
  const shown = isWhole(number) && places <= 0 ? 0 : Math.abs(places);
  const text = toPlaces(number, shown);
  return new SafeString(isGrouped ? groupThousands(text) : text);
}

function isInfinite(input: string, float: number | undefined): boolean {
  return float !== undefined && !Number.isFinite(float) && input !== '';
}

/** `2`, `"-3"`, `"2g"` with commas between thousands, `"2u"` without regard to the language. */
function readPlaces(argument: unknown): { places: number | undefined; isGrouped: boolean } {
  if (!isText(argument)) return { places: toInteger(argument), isGrouped: false };
  const text = String(argument);
  const flags = /(?:gu|ug|g|u)$/.exec(text)?.[0] ?? '';
  const digits = text.slice(0, text.length - flags.length);
  const places = flags !== '' && digits === '' ? -1 : toInteger(digits);
  return { places, isGrouped: flags === 'g' };
}

/** The digit at a place from the right, counted from 1. */
function getDigit(value: unknown, argument: unknown): unknown {
  const [place, number] = [toInteger(argument), toExactInteger(value)];
  if (place === undefined) return value;
  if (!isNumeric(value) && !isText(value)) fail('get_digit', 'a number', value);
  if (number === undefined) return value;
  if (place < 1) return number;
  const digit = String(number).at(-place);
  return digit === undefined ? 0 : (toInteger(digit) ?? value);
}

/** The suffix for one, or for any other number; lists count their items. */
function pluralize(value: unknown, argument: unknown): string {
  const suffixes = textOf(argument ?? 's').split(',');
  if (suffixes.length > 2) return '';
  const [singular, plural] =
    suffixes.length === 1 ? ['', suffixes[0]!] : (suffixes as [string, string]);
  const number = isNumeric(value) || isText(value) ? toFloat(value) : itemCount(value);
  if (number === undefined) return '';
  return number === 1 ? singular : plural;
}
