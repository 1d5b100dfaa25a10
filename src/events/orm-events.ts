import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
import type { QueryOrigin } from './db-events.ts';
import type { RequestContext } from './request-context.ts';

/** The rows that one evaluation of a QuerySet gave; its identity is the object itself. */
export interface ResultSetInfo {
  /** Name of the model. */
  readonly model: string;
  readonly rowCount: number;
  /** Where the application made the QuerySet; undefined when nobody listened then. */
  readonly site: CallSite | undefined;
}

/** Published when the application loads a relation that its QuerySet did not. */
export interface RelationLoadEvent {
  readonly context: RequestContext | undefined;
  /** `Movie.director`. */
  readonly relation: string;
  /** `director`: the name to pass to the method below. */
  readonly name: string;
  /** The eager-loading method that would have fetched it. */
  readonly remedy: 'selectRelated' | 'prefetchRelated';
  /** The result set the row came from. */
  readonly resultSet: ResultSetInfo;
  /** Fetch mode that decided how many rows were loaded for. */
  readonly mode: 'peers' | 'one';
  /** Rows of the result set that the relation was fetched for: 1 in mode `one`. */
  readonly loadedFor: number;
  /** Whether a query was needed; false when a peer had loaded it before. */
  readonly queried: boolean;
  /** `performance.now()` at the call and milliseconds until the rows were attached. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** Where the application accessed the relation. */
  readonly site: CallSite | undefined;
}

export const relationLoadChannel = defineChannel<RelationLoadEvent>('uptempo:orm:relation-load');

/** Published when a QuerySet looks for its statement among those compiled for its shape. */
export interface QueryPlanEvent {
  readonly context: RequestContext | undefined;
  /** Whether the shape had been compiled before; else it was now. */
  readonly isKnown: boolean;
  /** How often either was so in this process, this time included. */
  readonly hits: number;
  readonly misses: number;
}

export const queryPlanChannel = defineChannel<QueryPlanEvent>('uptempo:orm:query-plan');

/** What became of a column of rows. */
export interface ColumnUse {
  /** Its property on rows, `synopsis`. */
  readonly name: string;
  /** Whether its values have no small bound, as texts and documents have none. */
  readonly isWide: boolean;
  /** Bytes of its values as they came, summed over the rows. */
  readonly bytes: number;
  /** Whether a row's value was read, or assigned, by now. */
  readonly isRead: boolean;
}

/** What became of a relation that was loaded with rows. */
export interface RelationUse {
  /** Property of the rows: the relation's name, or the one that a `Prefetch()` asked for. */
  readonly name: string;
  /** Name of the relation, `director`. */
  readonly relation: string;
  readonly loadedBy: 'selectRelated' | 'prefetchRelated';
  /** Whether a row's related rows were asked for by now. */
  readonly isUsed: boolean;
}

/** Rows of one model in a result: the rows themselves, or those joined to them. */
export interface RowsUse {
  /** Relations from the rows to these, `director__country`; empty for the rows themselves. */
  readonly path: string;
  /** Name of the model. */
  readonly model: string;
  readonly rowCount: number;
  /** Columns that were loaded, keys included. */
  readonly columnCount: number;
  /** The columns that are watched: never keys; narrow ones only where rows are many. */
  readonly columns: readonly ColumnUse[];
  /** Those loaded with the QuerySet. */
  readonly relations: readonly RelationUse[];
}

/**
 * Published when rows of a QuerySet have been made. What is in `rows` goes on changing while the
 * application uses them: who wants to know what was never used looks again later.
 */
export interface RowsLoadedEvent {
  readonly context: RequestContext | undefined;
  /** Of the statement that they came with. */
  readonly origin: QueryOrigin;
  /** `performance.now()` when the first was begun, and milliseconds until the last was made. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** The rows first, then those joined to them. */
  readonly rows: readonly RowsUse[];
}

export const rowsLoadedChannel = defineChannel<RowsLoadedEvent>('uptempo:orm:rows-loaded');

/** Published after a receiver of a model's signal has been called. */
export interface SignalEvent {
  readonly context: RequestContext | undefined;
  /** `postSave`. */
  readonly signal: string;
  /** Name of the model. */
  readonly model: string;
  /** Name of the function. */
  readonly receiver: string;
  readonly startedMs: number;
  /** Milliseconds until its promise was kept. */
  readonly durationMs: number;
  readonly error: unknown;
}

export const signalChannel = defineChannel<SignalEvent>('uptempo:orm:signal');
