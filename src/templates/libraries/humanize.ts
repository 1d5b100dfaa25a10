import { formatDate } from '../dates/format.ts';
import { daysBetween, momentOf } from '../dates/moment.ts';
import { naturalTime } from '../dates/natural-time.ts';
import { groupThousands } from '../filters/decimal-text.ts';
import { valueFilter } from '../filters/define.ts';
import { floatFormat } from '../filters/numbers.ts';
import { libraryOf } from '../library.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { isDecimal, shownNumber, toExactInteger, toInteger } from '../runtime/number.ts';
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
function apNumber(value: unknown): unknown {
  const number = toExactInteger(value);
  if (number === undefined) return value;
  return SMALL_NUMBERS[Number(number) - 1] ?? number;
}

/** `4500` as `4,500`, decimals and texts of digits too. */
function intComma(value: unknown, isLocalized: unknown): unknown {
  if (typeof value === 'number' && isLocalized !== false) return groupThousands(shownNumber(value));
  const isRead = !isDecimal(value) && isLocalized !== false;
  const number = isRead ? toExactInteger(value) : undefined;
  if (number !== undefined) return groupThousands(String(number));
  return textOf(value).replace(/^-?\d+/, groupThousands);
}

/** `1200000` as `1.2 million`; smaller numbers stay as they are. */
function intWord(value: unknown): unknown {
  const number = toInteger(value);
  if (number === undefined) return value;
  const size = Math.abs(number);
  if (size < 1_000_000) return number;
  const found = LARGE_NUMBERS.find(([exponent]) => size < 10 ** exponent * 1000);
  if (found === undefined) return number;
  const [exponent, name] = found;
  return `${floatFormat(number / 10 ** exponent, 1)} ${name}`;
}

/** `3` as `3rd`. */
function ordinal(value: unknown): unknown {
  const number = toExactInteger(value);
  if (number === undefined) return value;
  if (number < 0) return String(number);
  const lastTwo = Number(BigInt(number) % 100n);
  const isTeen = [11, 12, 13].includes(lastTwo);
  const suffix = isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][lastTwo % 10] ?? 'th');
  return new SafeString(`${number}${suffix}`);
}

const NEAR_DAYS: Readonly<Record<string, string>> = {
  '-1': 'yesterday',
  '0': 'today',
  '1': 'tomorrow',
};

/** `today`, `tomorrow`, `yesterday`, else the date in a format. */
function naturalDay(value: unknown, format: unknown, scope: FilterScope): unknown {
  const moment = momentOf(value, scope.timeZone);
  if (moment?.date === undefined) return value;
  const today = momentOf(scope.now(), scope.timeZone)!;
  const near = NEAR_DAYS[String(daysBetween(today.date!, moment.date))];
  const day = { ...moment, time: undefined, zone: undefined };
  return near ?? formatDate(day, textOf(format) || 'DATE_FORMAT');
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
