import type {
  CacheEvent,
  CallSite,
  LogEvent,
  QueryOrigin,
  RelationLoadEvent,
  RowsUse,
  SignalEvent,
  SpanEvent,
  TemplateRenderEvent,
  TimeAccount,
} from '../events/index.ts';
import type { ContextTexts } from './context-values.ts';
import { plainText } from './parameters.ts';

/**
 * What one request did. Times are milliseconds; those named `startedMs` count on the clock of
 * `performance.now()`. A trace grows while its request runs.
 */
export interface Trace {
  readonly id: string;
  readonly method: string;
  /** Path and query string as they came. */
  readonly url: string;
  /** Pattern of the route, `/movies/:id`; undefined when none matched. */
  readonly route: string | undefined;
  readonly routeName: string | undefined;
  /** Where the application added the route; known in development. */
  readonly site: CallSite | undefined;
  /** Wall clock at the start, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly startedMs: number;
  /** Undefined until the response has been sent, as are the next four. */
  readonly status: number | undefined;
  readonly contentType: string | undefined;
  /** `gzip`; undefined for a body that is sent as it is. */
  readonly contentEncoding: string | undefined;
  readonly contentLength: number | undefined;
  readonly totalMs: number | undefined;
  readonly error: TracedError | undefined;
  readonly queries: readonly TracedQuery[];
  readonly relationLoads: readonly TracedRelationLoad[];
  /** The rows that were made, and what became of them; empty unless the recorder watches rows. */
  readonly resultSets: readonly TracedResultSet[];
  readonly templates: readonly TracedTemplate[];
  readonly cacheCalls: readonly TracedCacheCall[];
  /** Middleware, views, requests to other servers, and what the application measured itself. */
  readonly spans: readonly TracedSpan[];
  /** Lines logged; none unless the recorder records details, and so with `signals`. */
  readonly logs: readonly TracedLog[];
  /** Receivers of models' signals that were called. */
  readonly signals: readonly TracedSignal[];
  /** Where its time went, until now while it runs. */
  readonly account: TimeAccount;
  /**
   * Milliseconds of its time on the thread in which the machine had its processors elsewhere. Linux
   * tells; 0 on other systems.
   */
  readonly starvedMs: number;
  /** Counts and sums over everything, what was dropped beyond the limits included. */
  readonly totals: TraceTotals;
  /** How many of each kind were counted and not kept. */
  readonly dropped: DroppedCounts;
  readonly plans: PlanCounts;
}

/** QuerySets that found their statement compiled, and those for which it had to be. */
export interface PlanCounts {
  readonly hits: number;
  readonly misses: number;
  /** Of the whole process, when the trace's last QuerySet was run. */
  readonly processHits: number;
  readonly processMisses: number;
}

export interface TraceTotals {
  readonly queryCount: number;
  /** Database and waiting, summed; queries that ran side by side count each. */
  readonly queryMs: number;
  readonly templateCount: number;
  /** Rendering of whole pages; included templates are in it. */
  readonly templateMs: number;
  readonly cacheCount: number;
  /** Calls of caches, summed; computing of values is not in it. */
  readonly cacheMs: number;
  /** Keys that were found, stale ones included, and keys that were not. */
  readonly cacheHits: number;
  readonly cacheMisses: number;
}

export interface DroppedCounts {
  readonly queries: number;
  readonly relationLoads: number;
  readonly resultSets: number;
  readonly templates: number;
  readonly cacheCalls: number;
  readonly spans: number;
  readonly logs: number;
  readonly signals: number;
}

export interface TracedQuery {
  readonly database: string;
  readonly sql: string;
  readonly kind: QueryOrigin['kind'];
  /** `Movie` or `Movie.director`; undefined for raw SQL. */
  readonly subject: string | undefined;
  readonly site: CallSite | undefined;
  readonly startedMs: number;
  readonly waitMs: number;
  readonly durationMs: number;
  /** Whether it had the thread meanwhile. */
  readonly isBlocking: boolean;
  readonly rowCount: number;
  /** As short texts, or undefined when the recorder does not keep them. */
  readonly parameters: readonly string[] | undefined;
  /** As they were, to explain the statement with; undefined when they were not kept. */
  readonly values: readonly unknown[] | undefined;
  /** Equal for equal parameters, in this process only; kept even when the parameters are not. */
  readonly parametersHash: number;
  readonly error: TracedError | undefined;
}

/** The event without its context, which is the trace's own. */
export type TracedRelationLoad = Omit<RelationLoadEvent, 'context'>;

/** Rows that came with one statement. What they say of their use goes on changing. */
export interface TracedResultSet {
  readonly kind: QueryOrigin['kind'];
  readonly subject: string | undefined;
  readonly site: CallSite | undefined;
  /** Position of the statement among the queries, if it was kept. */
  readonly query: number | undefined;
  /** When making the rows began, and how long it took; the statement and its wait are the query's. */
  readonly startedMs: number;
  readonly durationMs: number;
  /** The rows first, then those joined to them. */
  readonly rows: readonly RowsUse[];
}

export interface TracedTemplate
  extends Omit<TemplateRenderEvent, 'context' | 'contextValues' | 'error'> {
  readonly error: TracedError | undefined;
  /** Values of the context as short texts; undefined where they are not recorded. */
  readonly contextTexts?: ContextTexts;
}

/** A line of a log, without the context, which is the trace's own. */
export type TracedLog = Omit<LogEvent, 'context'>;

export interface TracedSignal extends Omit<SignalEvent, 'context' | 'error'> {
  readonly error: TracedError | undefined;
}

/** A call of a cache; of its keys the first ones are kept. */
export interface TracedCacheCall extends Omit<CacheEvent, 'context' | 'error'> {
  readonly keyCount: number;
  readonly error: TracedError | undefined;
}

export interface TracedSpan extends Omit<SpanEvent, 'context' | 'error'> {
  readonly error: TracedError | undefined;
}

/** What is kept of something thrown; its stack and details are not. */
export interface TracedError {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly hint: string | undefined;
}

/** The short form of anything thrown; undefined for undefined and null. */
export function tracedError(error: unknown): TracedError | undefined {
  if (error === undefined || error === null) return undefined;
  if (!(error instanceof Error)) {
    return { name: 'Error', code: undefined, message: plainText(error), hint: undefined };
  }
  return {
    name: error.name,
    code: textProperty(error, 'code'),
    message: error.message,
    hint: textProperty(error, 'hint'),
  };
}

function textProperty(error: Error, name: string): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}
