import {
  type ColumnType,
  type ComparisonOperator,
  DATE,
  DATETIME,
  type ExpressionNode,
  typeOf,
} from '../../db/index.ts';
import { instantAt, timeZone } from '../time-zone.ts';
import {
  ANYTHING,
  compare,
  invalidValue,
  isNotNull,
  type Lookup,
  type PreparedLookup,
} from './lookup.ts';
import { bound, isNumber } from './whole-numbers.ts';

/*
 * A year that is compared with a number becomes a span of time that the column is compared with,
 * which an index on it serves. The values of the parameters stay the years; their types make
 * dates of them, in the time zone of the moment.
 */

/** The years that dates can be of. No date begins the year after the last one. */
const MIN_YEAR = 1;
const MAX_YEAR = 9999;

/** The lookups of `year` or `iso_year` of a date or an instant. */
export function yearLookups(
  part: 'year' | 'iso_year',
  kind: 'date' | 'datetime',
): ReadonlyMap<string, Lookup> {
  const first = boundary(kind, (year) => firstDay(part, year));
  const next = boundary(kind, (year) => firstDay(part, year + 1));
  const compared: readonly (readonly [string, ComparisonOperator])[] = [
    ['gt', '>'],
    ['gte', '>='],
    ['lt', '<'],
    ['lte', '<='],
  ];
  const lookups = compared.map(([name, operator]) => yearComparison(name, operator, first, next));
  return new Map([exactYear(first, next), ...lookups].map((lookup) => [lookup.name, lookup]));
}

function exactYear(first: ColumnType, next: ColumnType): Lookup {
  return {
    name: 'exact',
    prepare(_subject, value, key) {
      if (value === null) return { variant: 'null', values: [] };
      const year = preparedYear('=', value, key, MAX_YEAR);
      if (year.values[0] === MAX_YEAR) return { ...year, variant: 'last' };
      return { ...year, values: [...year.values, ...year.values] };
    },
    rightType: (_operand, index) => (index === 0 ? first : next),
    build(operand, variant, [from, to]) {
      if (variant === 'null') return { kind: 'isNull', operand, isNegated: false };
      if (variant === 'last') return compare('>=', dayOf(operand), from!);
      if (to === undefined) return compare('=', operand, from!);
      const day = dayOf(operand);
      return { kind: 'and', operands: [compare('>=', day, from!), compare('<', day, to)] };
    },
  };
}

/** `> 1975` is from the first day of 1976 on. */
function yearComparison(
  name: string,
  operator: ComparisonOperator,
  first: ColumnType,
  next: ColumnType,
): Lookup {
  const isFromNext = operator === '>' || operator === '<=';
  return {
    name,
    prepare: (_subject, value, key) =>
      preparedYear(operator, value, key, isFromNext ? MAX_YEAR - 1 : MAX_YEAR),
    rightType: () => (isFromNext ? next : first),
    build(operand, variant, [right]) {
      if (variant === ANYTHING.variant) return isNotNull(operand);
      if (!isBoundary(right!)) return compare(operator, operand, right!);
      return compare(operator === '>' || operator === '>=' ? '>=' : '<', dayOf(operand), right!);
    },
  };
}

function preparedYear(
  operator: ComparisonOperator,
  value: unknown,
  key: string,
  last: number,
): PreparedLookup {
  if (!isNumber(value)) throw invalidValue(key, 'a year', value);
  const year = bound(operator, value, MIN_YEAR, last);
  if ('prepared' in year) return year.prepared;
  return { variant: '', values: [Number(year.value)] };
}

/** Values are written as dates or instants; an expression in their place is a number. */
function isBoundary(node: ExpressionNode): boolean {
  const { kind } = typeOf(node);
  return kind === 'date' || kind === 'datetime';
}

/** What the year was to be taken of. */
function dayOf(operand: ExpressionNode): ExpressionNode {
  return operand.kind === 'extract' ? operand.operand : operand;
}

/** A type whose values are years, written as the day or instant at which something begins. */
function boundary(kind: 'date' | 'datetime', day: (year: number) => string): ColumnType {
  const toDatabase = (year: unknown) => {
    const begins = day(year as number);
    return kind === 'date' ? begins : instantAt(begins, timeZone());
  };
  const conversion = { toDatabase, fromDatabase: (stored: unknown) => stored };
  return { ...(kind === 'date' ? DATE : DATETIME), conversion };
}

/** The first day of a year as `YYYY-MM-DD`; of an ISO year the Monday of the week of 4 January. */
function firstDay(part: 'year' | 'iso_year', year: number): string {
  const digits = String(year).padStart(4, '0');
  if (part === 'year') return `${digits}-01-01`;
  const fourth = new Date(`${digits}-01-04T00:00:00Z`);
  const sinceMonday = (fourth.getUTCDay() + 6) % 7;
  return new Date(fourth.getTime() - sinceMonday * 86_400_000).toISOString().slice(0, 10);
}
