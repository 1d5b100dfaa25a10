import { interpolate, type Locale } from '../../i18n/index.ts';
import { formatDate } from '../dates/format.ts';
import { daysBetween, momentOf } from '../dates/moment.ts';
import { naturalTime } from '../dates/natural-time.ts';
import { valueFilter } from '../filters/define.ts';
import { floatFormat } from '../filters/numbers.ts';
import { libraryOf } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { isDecimal, plainNumber, toExactInteger, toInteger } from '../runtime/number.ts';
import { textOf } from '../runtime/text.ts';
import { SafeString } from '../safe-string.ts';

const SMALL_NUMBERS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** Names of powers of ten, for `intword`. */
const LARGE_NUMBERS: readonly (readonly [exponent: number, name: string])[] = [
  [6, 'million'],
  [9, 'billion'],
  [12, 'trillion'],
  [15, 'quadrillion'],
  [18, 'quintillion'],
  [21, 'sextillion'],
  [24, 'septillion'],
  [27, 'octillion'],
  [30, 'nonillion'],
  [33, 'decillion'],
  [100, 'googol'],
];

/** `3` as `three`; numbers beyond nine stay digits. */
function apNumber(value: unknown, _argument: unknown, { locale }: FilterScope): unknown {
  const number = toExactInteger(value);
  if (number === undefined) return value;
  const word = SMALL_NUMBERS[Number(number) - 1];
  return word === undefined ? number : locale.gettext(word);
}

/** `4500` as `4,500`, in the format of the language; decimals and texts of digits too. */
function intComma(value: unknown, isLocalized: unknown, { locale }: FilterScope): unknown {
  if (isLocalized !== false) {
    if (typeof value === 'number') return locale.number(plainNumber(value), true);
    if (isDecimal(value)) return locale.number(textOf(value), true);
    const number = toExactInteger(value);
    if (number !== undefined) return locale.number(String(number), true);
  }
  return textOf(value).replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(?:\d{3})+$)/g, ','));
}

/** `1200000` as `1.2 million`; smaller numbers stay as they are. */
function intWord(value: unknown, _argument: unknown, { locale }: FilterScope): unknown {
  const number = toInteger(value);
  if (number === undefined) return value;
  const size = Math.abs(number);
  if (size < 1_000_000) return number;
  const found = LARGE_NUMBERS.find(([exponent]) => size < 10 ** exponent * 1000);
  if (found === undefined) return number;
  const [exponent, name] = found;
  const shown = number / 10 ** exponent;
  const message = locale.ngettext(`%(value)s ${name}`, `%(value)s ${name}`, awayFromOne(shown));
  return interpolate(message, { value: floatFormat(shown, 1, locale) });
}

/** Only 1 itself takes the singular: 1.1 counts as 2, 0.9 as 0. */
function awayFromOne(value: number): number {
  const rest = value - 1;
  return Math.abs((rest < 0 ? Math.floor(rest) : Math.ceil(rest)) + 1);
}

/** `3` as `3rd`. */
function ordinal(value: unknown, _argument: unknown, { locale }: FilterScope): unknown {
  const number = toExactInteger(value);
  if (number === undefined) return value;
  if (number < 0) return String(number);
  const lastTwo = Number(BigInt(number) % 100n);
  return new SafeString(ordinalForm(lastTwo, locale).replace('{}', () => String(number)));
}

function ordinalForm(lastTwo: number, locale: Locale): string {
  if ([11, 12, 13].includes(lastTwo)) return locale.pgettext('ordinal 11, 12, 13', '{}th');
  const last = lastTwo % 10;
  return locale.pgettext(`ordinal ${last}`, `{}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`);
}

const NEAR_DAYS: Readonly<Record<string, string>> = {
  '-1': 'yesterday',
  '0': 'today',
  '1': 'tomorrow',
};

/** `today`, `tomorrow`, `yesterday`, else the date in a format. */
function naturalDay(value: unknown, format: unknown, scope: FilterScope): unknown {
  const { locale, timeZone } = scope;
  const moment = momentOf(value, timeZone);
  if (moment?.date === undefined) return value;
  const today = momentOf(scope.now(), timeZone)!;
  const near = NEAR_DAYS[String(daysBetween(today.date!, moment.date))];
  if (near !== undefined) return locale.gettext(near);
  const day = { ...moment, time: undefined, zone: undefined };
  return formatDate(day, textOf(format) || 'DATE_FORMAT', locale);
}

/** `{% load humanize %}`: numbers and dates in a friendlier form. */
export const humanizeLibrary = libraryOf({}, [
  valueFilter('apnumber', apNumber, { isSafe: true }),
  valueFilter('intcomma', intComma, { argument: 'optional', isSafe: true }),
  valueFilter('intword', intWord),
  valueFilter('naturalday', naturalDay, { argument: 'optional' }),
  valueFilter('naturaltime', (value, _argument, scope) => naturalTime(value, scope)),
  valueFilter('ordinal', ordinal, { isSafe: true }),
]);
