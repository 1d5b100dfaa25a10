import type { CallSite } from './call-site.ts';
import { defineChannel } from './channel.ts';
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
