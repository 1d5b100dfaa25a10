import { checkOptions, describeKind, option } from '../../../core/index.ts';
import {
  type ColumnType,
  DATE,
  DATETIME,
  type DatePart,
  type DateUnit,
  INTEGER,
  TIME,
  typeOf,
} from '../../../db/index.ts';
import { ormError } from '../../errors.ts';
import { checkedZone, timeZone } from '../../time-zone.ts';
import { always, databaseFunction, FunctionExpression, type ResultType } from '../function.ts';
import type { ArgumentOut } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { type MadeOf, wrongType } from './arguments.ts';

export interface ZoneOptions {
  /** IANA name of the zone that instants are looked at in; default that of `setTimeZone()`. */
  readonly zone?: string;
}

const DAY_PARTS: ReadonlySet<string> = new Set<DatePart>([
  'year',
  'iso_year',
  'quarter',
  'month',
  'week',
  'day',
  'week_day',
  'iso_week_day',
]);
const CLOCK_PARTS: ReadonlySet<string> = new Set<DatePart>(['hour', 'minute', 'second']);

/**
 * A part of a date or time as a whole number: `Extract('released', 'year')`. Sunday is `week_day` 1
 * and `iso_week_day` 7; `week` and `iso_year` are those of ISO 8601.
 *
 * @throws orm.expression.invalid, orm.time_zone.unknown, orm.expression.mixed where a QuerySet
 * takes it
 */
export function Extract<const A>(
  expression: A,
  part: DatePart,
  options: ZoneOptions = {},
): FunctionExpression<MadeOf<A, number>> {
  if (!DAY_PARTS.has(part) && !CLOCK_PARTS.has(part)) throw unknownUnit('Extract()', part);
  const zone = zoneOf('Extract()', options);
  const where = `Extract('${part}')`;
  return new FunctionExpression({
    token: `extract ${part} ${zone ?? ''}`,
    args: [asExpression(expression)],
    type([type]) {
      if (type !== undefined) checkExtraction(where, part, type, zone);
      return INTEGER;
    },
    build([operand]) {
      checkExtraction(where, part, typeOf(operand!), zone);
      return { kind: 'extract', part, operand: operand!, zone: zone ?? timeZone(), type: INTEGER };
    },
  });
}

function checkExtraction(
  where: string,
  part: DatePart,
  type: ColumnType,
  zone: string | undefined,
): void {
  const { kind } = type;
  const hasDay = kind === 'date' || kind === 'datetime';
  const hasClock = kind === 'time' || kind === 'datetime';
  if (DAY_PARTS.has(part) && !hasDay) throw wrongType(where, 'a date or instant', type);
  if (CLOCK_PARTS.has(part) && !hasClock) throw wrongType(where, 'a time or instant', type);
  checkZoned(where, kind, zone);
}

type Extraction = <const A>(
  expression: A,
  options?: ZoneOptions,
) => FunctionExpression<MadeOf<A, number>>;

function extraction(part: DatePart): Extraction {
  return (expression, options) => Extract(expression, part, options);
}

export const ExtractYear: Extraction = extraction('year');
/** The year that the ISO week belongs to. */
export const ExtractIsoYear: Extraction = extraction('iso_year');
export const ExtractQuarter: Extraction = extraction('quarter');
export const ExtractMonth: Extraction = extraction('month');
/** The ISO week, 1 to 53. */
export const ExtractWeek: Extraction = extraction('week');
/** Sunday 1 to Saturday 7. */
export const ExtractWeekDay: Extraction = extraction('week_day');
/** Monday 1 to Sunday 7. */
export const ExtractIsoWeekDay: Extraction = extraction('iso_week_day');
export const ExtractDay: Extraction = extraction('day');
export const ExtractHour: Extraction = extraction('hour');
export const ExtractMinute: Extraction = extraction('minute');
export const ExtractSecond: Extraction = extraction('second');

const DAY_UNITS: ReadonlySet<string> = new Set<DateUnit>([
  'year',
  'quarter',
  'month',
  'week',
  'day',
]);
const CLOCK_UNITS: ReadonlySet<string> = new Set<DateUnit>(['hour', 'minute', 'second']);

/**
 * A date, time or instant cut off below a unit: `Trunc('added', 'month')`. A week begins on Monday.
 * The unit `date` makes a date of an instant, `time` a time.
 *
 * @throws orm.expression.invalid, orm.time_zone.unknown, orm.expression.mixed where a QuerySet
 * takes it
 */
export function Trunc<const A, const Unit extends DateUnit>(
  expression: A,
  unit: Unit,
  options: ZoneOptions = {},
): FunctionExpression<Unit extends 'date' | 'time' ? MadeOf<A, string> : ArgumentOut<A>> {
  const isPart = unit === 'date' || unit === 'time';
  if (!DAY_UNITS.has(unit) && !CLOCK_UNITS.has(unit) && !isPart) throw unknownUnit('Trunc()', unit);
  const zone = zoneOf('Trunc()', options);
  const where = `Trunc('${unit}')`;
  const cut: ResultType = ([type]) => type && truncatedType(where, unit, type, zone);
  return new FunctionExpression({
    token: `trunc ${unit} ${zone ?? ''}`,
    args: [asExpression(expression)],
    type: cut,
    build: ([operand]) => ({
      kind: 'truncate',
      unit,
      operand: operand!,
      zone: zone ?? timeZone(),
      type: truncatedType(where, unit, typeOf(operand!), zone),
    }),
  });
}

function truncatedType(
  where: string,
  unit: DateUnit,
  type: ColumnType,
  zone: string | undefined,
): ColumnType {
  const { kind } = type;
  checkZoned(where, kind, zone);
  if (kind === 'datetime') return unit === 'date' ? DATE : unit === 'time' ? TIME : DATETIME;
  if (kind === 'date' && (DAY_UNITS.has(unit) || unit === 'date')) return DATE;
  if (kind === 'time' && (CLOCK_UNITS.has(unit) || unit === 'time')) return TIME;
  const expected = CLOCK_UNITS.has(unit) || unit === 'time' ? 'a time' : 'a date';
  throw wrongType(where, `${expected} or instant`, type);
}

type Truncation = <const A>(
  expression: A,
  options?: ZoneOptions,
) => FunctionExpression<ArgumentOut<A>>;
type TextTruncation = <const A>(
  expression: A,
  options?: ZoneOptions,
) => FunctionExpression<MadeOf<A, string>>;

function truncation(unit: Exclude<DateUnit, 'date' | 'time'>): Truncation {
  return (expression, options) => Trunc(expression, unit, options) as never;
}

export const TruncYear: Truncation = truncation('year');
export const TruncQuarter: Truncation = truncation('quarter');
export const TruncMonth: Truncation = truncation('month');
/** The Monday of the week. */
export const TruncWeek: Truncation = truncation('week');
export const TruncDay: Truncation = truncation('day');
export const TruncHour: Truncation = truncation('hour');
export const TruncMinute: Truncation = truncation('minute');
export const TruncSecond: Truncation = truncation('second');
/** The date of an instant. */
export const TruncDate: TextTruncation = (expression, options) =>
  Trunc(expression, 'date', options);
/** The time of day of an instant. */
export const TruncTime: TextTruncation = (expression, options) =>
  Trunc(expression, 'time', options);

/** The time at which the statement began. */
export function Now(): FunctionExpression<Date> {
  return databaseFunction('now', [], always(DATETIME));
}

function zoneOf(where: string, options: ZoneOptions): string | undefined {
  checkOptions(where, options, { zone: option.string });
  return options.zone === undefined ? undefined : checkedZone(options.zone);
}

function checkZoned(where: string, kind: ColumnType['kind'], zone: string | undefined): void {
  if (zone === undefined || kind === 'datetime') return;
  throw ormError('orm.expression.invalid', `${where}: a ${kind} is in no time zone.`, {
    hint: 'Only instants, the values of datetime(), are looked at in a zone.',
  });
}

function unknownUnit(where: string, unit: unknown) {
  const known =
    where === 'Extract()'
      ? [...DAY_PARTS, ...CLOCK_PARTS]
      : [...DAY_UNITS, ...CLOCK_UNITS, 'date', 'time'];
  const given = typeof unit === 'string' ? JSON.stringify(unit.slice(0, 40)) : describeKind(unit);
  return ormError('orm.expression.invalid', `${where} knows no unit ${given}.`, {
    hint: `Units are ${known.join(', ')}.`,
  });
}
