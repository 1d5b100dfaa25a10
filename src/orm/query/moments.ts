import { ormError } from '../errors.ts';
import { Trunc, type ZoneOptions } from '../expressions/functions/dates.ts';
import { withConditions } from './filtering.ts';
import type { QueryState } from './query-state.ts';
import { withOrder, withValues } from './refining.ts';

export type DateKind = 'year' | 'quarter' | 'month' | 'week' | 'day';
export type DatetimeKind = DateKind | 'hour' | 'minute' | 'second';
export type Direction = 'ASC' | 'DESC';

/** The name of the values within the query. */
const MOMENT = 'distinctMoment';

const DATE_KINDS: ReadonlySet<string> = new Set<DateKind>([
  'year',
  'quarter',
  'month',
  'week',
  'day',
]);
const CLOCK_KINDS: ReadonlySet<string> = new Set<DatetimeKind>(['hour', 'minute', 'second']);

/** The different days that a field begins a year, month and so on with. @throws orm.expression.invalid */
export function distinctDates(
  state: QueryState,
  field: string,
  kind: DateKind,
  direction: Direction,
): QueryState {
  if (!DATE_KINDS.has(kind)) throw unknownKind('dates()', kind, DATE_KINDS);
  return distinctValues(state, field, Trunc(Trunc(field, kind), 'date'), direction);
}

/** The different moments that a field has, cut off below a unit. @throws orm.expression.invalid */
export function distinctDatetimes(
  state: QueryState,
  field: string,
  kind: DatetimeKind,
  direction: Direction,
  options: ZoneOptions,
): QueryState {
  if (!DATE_KINDS.has(kind) && !CLOCK_KINDS.has(kind)) {
    throw unknownKind('datetimes()', kind, [...DATE_KINDS, ...CLOCK_KINDS]);
  }
  return distinctValues(state, field, Trunc(field, kind, options), direction);
}

function distinctValues(
  state: QueryState,
  field: string,
  moment: unknown,
  direction: Direction,
): QueryState {
  if (direction !== 'ASC' && direction !== 'DESC') throw unknownDirection(direction);
  const filled = withConditions(state, [{ [`${field}__isnull`]: false }], false);
  const selected = withValues(filled, 'flat', [{ [MOMENT]: moment }]);
  const distinct = { ...selected, distinct: true, shape: selected.shape.step(':distinct') };
  return withOrder(distinct, [direction === 'DESC' ? `-${MOMENT}` : MOMENT]);
}

function unknownKind(method: string, kind: string, kinds: Iterable<string>) {
  return ormError('orm.expression.invalid', `${method} knows no "${kind}".`, {
    hint: `It takes ${[...kinds].join(', ')}.`,
  });
}

function unknownDirection(direction: string) {
  return ormError('orm.expression.invalid', `"${direction}" is no direction.`, {
    hint: "Write 'ASC' or 'DESC'.",
  });
}
