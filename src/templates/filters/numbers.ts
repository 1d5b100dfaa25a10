import { interpolate, type Locale, UNTRANSLATED } from '../../i18n/index.ts';
import type { Filter } from '../library.ts';
import { itemCount } from '../runtime/item-count.ts';
import { isNumeric, plainInteger, toExactInteger, toFloat, toInteger } from '../runtime/number.ts';
import { textOf } from '../runtime/text.ts';
import { isText, SafeString, unmarked } from '../safe-string.ts';
import { isWhole, parseExact, toOnePlace, toPlaces } from './decimal-text.ts';
import { fail, valueFilter } from './define.ts';

export const numberFilters: readonly Filter[] = [
  valueFilter('add', add, { argument: 'required' }),
  valueFilter('divisibleby', isDivisible, { argument: 'required' }),
  valueFilter('filesizeformat', (value, _argument, { locale }) => fileSize(value, locale), {
    isSafe: true,
  }),
  valueFilter(
    'floatformat',
    (value, places, { locale }) => floatFormat(value, places ?? -1, locale),
    {
      argument: 'optional',
      isSafe: true,
    },
  ),
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
function fileSize(value: unknown, locale: Locale): string {
  const bytes = toInteger(value) ?? 0;
  const size = Math.abs(bytes);
  const text = size < 1024 ? byteCount(size, locale) : unitCount(size, locale);
  return `${bytes < 0 ? '-' : ''}${text}`.replaceAll(' ', '\u00a0');
}

function byteCount(size: number, locale: Locale): string {
  return interpolate(locale.ngettext('%(size)d byte', '%(size)d bytes', size), { size });
}

function unitCount(size: number, locale: Locale): string {
  let unit = 0;
  while (unit < SIZE_UNITS.length - 1 && size >= 1024 ** (unit + 2)) unit++;
  const number = locale.number(toOnePlace(size / 1024 ** (unit + 1)));
  return locale.gettext(`%s ${SIZE_UNITS[unit]}`).replace('%s', () => number);
}

/** Numbers with more digits are returned as they are, and so are all when more places are asked. */
const MAX_DIGITS = 200;
const MAX_PLACES = 1000;

/** Rounds to `argument` places; negative places only where there is a fraction; `g` groups. */
export function floatFormat(value: unknown, argument: unknown, locale: Locale): unknown {
  const { places, isGrouped, isLocalized } = readPlaces(argument);
  const input = textOf(unmarked(value));
  const float = toFloat(value);
  const number = parseExact(input) ?? parseExact(float === undefined ? '' : String(float));
  if (number === undefined) return isInfinite(input, float) ? input : '';
  if (places === undefined || Math.abs(places) > MAX_PLACES) return input;
  if (number.length + Math.abs(number.exponent) > MAX_DIGITS) return input;
  const shown = isWhole(number) && places <= 0 ? 0 : Math.abs(places);
  const text = toPlaces(number, shown);
  const format = isLocalized ? locale : UNTRANSLATED;
  return new SafeString(isGrouped ? format.number(text, true) : format.number(text));
}

function isInfinite(input: string, float: number | undefined): boolean {
  return float !== undefined && !Number.isFinite(float) && input !== '';
}

interface Places {
  readonly places: number | undefined;
  readonly isGrouped: boolean;
  readonly isLocalized: boolean;
}

/** `2`, `"-3"`, `"2g"` with grouped digits, `"2u"` without regard to the language. */
function readPlaces(argument: unknown): Places {
  if (!isText(argument)) {
    return { places: toInteger(argument), isGrouped: false, isLocalized: true };
  }
  const text = String(argument);
  const flags = /(?:gu|ug|g|u)$/.exec(text)?.[0] ?? '';
  const digits = text.slice(0, text.length - flags.length);
  const places = flags !== '' && digits === '' ? -1 : toInteger(digits);
  return { places, isGrouped: flags.includes('g'), isLocalized: !flags.includes('u') };
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
