import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import type { LookupPath } from './lookup-path.ts';
import { EXACT, type PreparedLookup } from './lookups.ts';
import { rootShape, type Shape } from './shape.ts';

/** How the relations of a QuerySet's rows are fetched on access. */
export type FetchMode =
  /** For all rows of the result set at once: one query for a loop. The default. */
  | 'peers'
  /** For the one row alone: a query each. */
  | 'one'
  /** Not at all: access is an error. */
  | 'raise';

export interface Condition {
  readonly path: LookupPath;
  readonly prepared: PreparedLookup;
}

/** The conditions of one `filter()` or `exclude()` call. */
export interface Clause {
  readonly isExclude: boolean;
  readonly conditions: readonly Condition[];
}

/** All a QuerySet knows, as an immutable value. */
export interface QueryState {
  readonly model: AnyModel;
  /** Stands for everything below that the SQL text or the rows depend on. */
  readonly shape: Shape;
  readonly where: readonly Clause[];
  /** undefined: the model's own ordering. */
  readonly orderBy: readonly string[] | undefined;
  readonly isReversed: boolean;
  readonly isDistinct: boolean;
  readonly selectRelated: readonly string[];
  readonly prefetchRelated: readonly string[];
  /** undefined: all columns. */
  readonly only: readonly string[] | undefined;
  readonly defer: readonly string[];
  /** Rows skipped, and the end (exclusive) or undefined. */
  readonly low: number;
  readonly high: number | undefined;
  /** Nothing can match: no query is made. */
  readonly isNone: boolean;
  readonly fetchMode: FetchMode;
  /** Alias of the database. */
  readonly using: string;
}

/** All rows of a model. */
export function initialState(model: AnyModel, using: string): QueryState {
  return {
    model,
    shape: rootShape(model),
    where: [],
    orderBy: undefined,
    isReversed: false,
    isDistinct: false,
    selectRelated: [],
    prefetchRelated: [],
    only: undefined,
    defer: [],
    low: 0,
    high: undefined,
    isNone: false,
    fetchMode: 'peers',
    using,
  };
}

export function isSliced(state: QueryState): boolean {
  return state.low !== 0 || state.high !== undefined;
}

/** The state with one more clause; `in: []` makes it empty, or drops out of an `exclude`. */
export function withClause(state: QueryState, clause: Clause): QueryState {
  const isImpossible = clause.conditions.some(({ prepared }) => prepared.matches === 'none');
  if (isImpossible) return clause.isExclude ? state : { ...state, isNone: true };
  if (clause.conditions.length === 0) return state;
  return { ...state, where: [...state.where, clause], shape: clauseShape(state.shape, clause) };
}

function clauseShape(from: Shape, { isExclude, conditions }: Clause): Shape {
  let shape = from.step(isExclude ? ':exclude' : ':filter');
  for (const { path, prepared } of conditions) {
    shape = shape.step(path.key);
    if (prepared.variant !== '') shape = shape.step(`:is ${prepared.variant}`);
  }
  return shape;
}

/** The values of all conditions, in the order of the slots that the planner gives out. */
export function valuesOf(state: QueryState): unknown[] {
  const values: unknown[] = [];
  for (const clause of state.where) {
    for (const { prepared } of clause.conditions) {
      for (const value of prepared.values) values.push(value);
    }
  }
  return values;
}

/** Whether the rows come in an order, the model's own included. */
export function isOrdered({ orderBy, model }: QueryState): boolean {
  return (orderBy ?? metaOf(model).ordering).length > 0;
}

/**
 * The state for `get()`: without an order, and at most two rows, which is enough to know that
 * there is more than one. What a unique column names is left as it is (bench: `sqlite-read`).
 */
export function forOneRow(state: QueryState): QueryState {
  if (namesOneRow(state)) return state;
  return { ...state, orderBy: [], high: 2, shape: state.shape.step(':get') };
}

/**
 * Whether there can be one row at most: a unique column is compared for equality, and nothing
 * reaches over a relation, where joins could repeat the row.
 */
export function namesOneRow(state: QueryState): boolean {
  if (isOrdered(state)) return false;
  let isOne = false;
  for (const { isExclude, conditions } of state.where) {
    for (const { path, prepared } of conditions) {
      if (path.relations.length > 0) return false;
      const isEqual = path.lookup === EXACT && prepared.variant === '';
      isOne ||= !isExclude && isEqual && path.column.isUnique;
    }
  }
  return isOne;
}
