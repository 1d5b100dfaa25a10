import type { QueryOptions } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { BoundOrdering } from '../expressions/combinable.ts';
import { type Bound, QUERY_STATE } from '../expressions/expression.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import type { Clause } from './conditions.ts';
import { EXACT } from './lookups.ts';
import { rootShape, type Shape } from './shape.ts';

/** How the relations of a QuerySet's rows are fetched on access. */
export type FetchMode =
  /** For all rows of the result set at once: one query for a loop. The default. */
  | 'peers'
  /** For the one row alone: a query each. */
  | 'one'
  /** Not at all: access is an error. */
  | 'raise';

/** The conditions of one `filter()` or `exclude()` call. */
export interface FilterStep {
  readonly kind: 'filter';
  readonly clause: Clause;
}

/** One name of an `annotate()` or `alias()` call. */
export interface AnnotateStep {
  readonly kind: 'annotate';
  readonly name: string;
  readonly bound: Bound;
  /** The names that values() had selected by then: an aggregate groups by them. */
  readonly groupBy: readonly string[] | undefined;
}

/**
 * What was asked, in the order it was asked in: whether a condition comes before or after an
 * aggregate decides whether they mean the same related rows.
 */
export type QueryStep = FilterStep | AnnotateStep;

/** What rows are made of. */
export type Selection =
  /** Rows of the model. */
  | { readonly kind: 'rows' }
  | {
      readonly kind: 'values' | 'tuples' | 'flat';
      /** Paths and names of annotations; undefined: all columns and annotations. */
      readonly names: readonly string[] | undefined;
    };

/** A term of `orderBy()`. */
export type OrderTerm = string | BoundOrdering;

/** The operation that makes several QuerySets one. */
export interface Combination {
  readonly operator: 'union' | 'unionAll' | 'intersect' | 'except';
  readonly parts: readonly CombinedPart[];
}

export interface CombinedPart {
  readonly state: QueryState;
  /** Where the part's values begin among those of the whole. */
  readonly firstSlot: number;
}

export interface LockOptions {
  readonly of: readonly string[];
  readonly wait: 'wait' | 'nowait' | 'skipLocked';
  readonly isNoKey: boolean;
}

/** Relations to load with queries of their own. */
export interface PrefetchRequest {
  readonly path: string;
  /** How the last relation of the path is loaded; undefined: all of its rows. */
  readonly state: QueryState | undefined;
  /** Property of the rows that holds them; undefined: the relation's own. */
  readonly toAttr: string | undefined;
}

/** All a QuerySet knows, as an immutable value. */
export interface QueryState {
  readonly model: AnyModel;
  /** Stands for everything below that the SQL text or the rows depend on. */
  readonly shape: Shape;
  /** The values of all parameters, by slot. */
  readonly values: readonly unknown[];
  readonly steps: readonly QueryStep[];
  /** Annotations and aliases by name; those of `alias()` are not selected. */
  readonly annotations: ReadonlyMap<string, Annotation>;
  readonly selection: Selection;
  readonly combination: Combination | undefined;
  /** undefined: the model's own ordering. */
  readonly orderBy: readonly OrderTerm[] | undefined;
  readonly isReversed: boolean;
  /** A list: one row for each combination of these paths. */
  readonly distinct: boolean | readonly string[];
  readonly selectRelated: readonly string[];
  readonly prefetchRelated: readonly PrefetchRequest[];
  /** undefined: all columns. */
  readonly only: readonly string[] | undefined;
  readonly defer: readonly string[];
  /** Rows skipped, and the end (exclusive) or undefined. */
  readonly low: number;
  readonly high: number | undefined;
  /** Nothing can match: no query is made. */
  readonly isNone: boolean;
  readonly lock: LockOptions | undefined;
  /** How its rows are read; undefined: as the database reads by itself. */
  readonly reading: Pick<QueryOptions, 'signal' | 'isOffThread'> | undefined;
  /** undefined: that of the caller, or of the project. */
  readonly fetchMode: FetchMode | undefined;
  /** Alias of the database; undefined: what the routers say. */
  readonly using: string | undefined;
}

export interface Annotation {
  readonly bound: Bound;
  readonly isSelected: boolean;
}

const ROWS: Selection = Object.freeze({ kind: 'rows' });
const NO_ANNOTATIONS: ReadonlyMap<string, Annotation> = new Map();

const initial = new WeakMap<AnyModel, QueryState>();

/**
 * All rows of a model. States are immutable, so one serves every QuerySet of the model that says
 * nothing of a database: its making was 7 % of a point read (bench: `orm-postgresql`).
 */
export function initialState(model: AnyModel, using: string | undefined): QueryState {
  if (using !== undefined) return newState(model, using);
  let state = initial.get(model);
  // A shape is left behind when the tree of shapes begins anew.
  if (state === undefined || state.shape !== rootShape(model)) {
    state = newState(model, undefined);
    initial.set(model, state);
  }
  return state;
}

/**
 * What a relation to many rows begins with: the model's `objects`, on the database of the rows.
 *
 * @throws orm.model.invalid when that cannot be narrowed to what belongs to a row
 */
export function defaultState(
  model: AnyModel,
  { using, fetchMode }: Pick<QueryState, 'using' | 'fetchMode'>,
): QueryState {
  if (model.defaultRows === undefined) return { ...initialState(model, using), fetchMode };
  const state = model.defaultRows()[QUERY_STATE] as QueryState;
  const isNarrowable = state.selection.kind === 'rows' && state.combination === undefined;
  if (!isNarrowable || isSliced(state)) {
    throw ormError(
      'orm.model.invalid',
      `Relations to many cannot begin with ${model.name}.objects: it is sliced, combined or values().`,
      { hint: 'Give that manager another name than "objects".' },
    );
  }
  return { ...state, using: state.using ?? using, fetchMode: state.fetchMode ?? fetchMode };
}

function newState(model: AnyModel, using: string | undefined): QueryState {
  return {
    model,
    shape: rootShape(model),
    values: [],
    steps: [],
    annotations: NO_ANNOTATIONS,
    selection: ROWS,
    combination: undefined,
    orderBy: undefined,
    isReversed: false,
    distinct: false,
    selectRelated: [],
    prefetchRelated: [],
    only: undefined,
    defer: [],
    low: 0,
    high: undefined,
    isNone: false,
    lock: undefined,
    reading: undefined,
    fetchMode: undefined,
    using,
  };
}

export function isSliced(state: QueryState): boolean {
  return state.low !== 0 || state.high !== undefined;
}

/** Whether the rows come in an order, the model's own included. */
export function isOrdered({ orderBy, model, combination }: QueryState): boolean {
  if (combination !== undefined && orderBy === undefined) return false;
  return (orderBy ?? metaOf(model).ordering).length > 0;
}

/** How many rows at most; undefined: all. */
export function limitOf({ low, high }: QueryState): number | undefined {
  return high === undefined ? undefined : high - low;
}

/**
 * The state for `get()`: without an order, and at most two rows, which is enough to know that
 * there is more than one. What a unique column names is left as it is (bench: `sqlite-read`).
 */
export function forOneRow(state: QueryState): QueryState {
  if (namesOneRow(state)) return state;
  return { ...state, orderBy: [], high: 2, shape: state.shape.step(':get') };
}

/** Whether what is selected stands in the model's table, so that no join is needed for it. */
function selectsOwnColumns({ selection, model }: QueryState): boolean {
  if (selection.kind === 'rows' || selection.names === undefined) return true;
  const { byAttribute } = metaOf(model);
  return selection.names.every((name) => byAttribute.has(name));
}

/**
 * Whether there can be one row at most: a unique column is compared for equality, and nothing
 * reaches over a relation, where joins could repeat the row.
 */
export function namesOneRow(state: QueryState): boolean {
  if (isOrdered(state) || state.combination !== undefined || !selectsOwnColumns(state))
    return false;
  let isOne = false;
  for (const step of state.steps) {
    if (step.kind !== 'filter' || step.clause.kind !== 'lookups') return false;
    for (const { path, prepared } of step.clause.lookups) {
      if (path.relations.length > 0) return false;
      const isEqual =
        path.lookup === EXACT && prepared.variant === '' && path.transforms.length === 0;
      isOne ||= !step.clause.isExclude && isEqual && path.column.isUnique;
    }
  }
  return isOne;
}
