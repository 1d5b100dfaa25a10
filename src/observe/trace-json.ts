import type {
  CacheOperation,
  LogLevel,
  QueryOrigin,
  RowsUse,
  SpanKind,
  TimeAccount,
} from '../events/index.ts';
import { fingerprintSql } from '../sql-text/index.ts';
import type { ContextTexts } from './context-values.ts';
import { type Repetition, repetitionsOf } from './query-groups.ts';
import { framesOf, type Site, siteOf } from './site.ts';
import type {
  DroppedCounts,
  PlanCounts,
  Trace,
  TracedCacheCall,
  TracedError,
  TracedLog,
  TracedQuery,
  TracedRelationLoad,
  TracedResultSet,
  TracedSignal,
  TracedSpan,
  TracedTemplate,
  TraceTotals,
} from './trace.ts';

/** A trace as plain data: sites are read, and `offsetMs` counts from the start of the request. */
export interface TraceJson {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly route: string | null;
  readonly routeName: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Null while the request runs, as are the next three. */
  readonly totalMs: number | null;
  readonly status: number | null;
  readonly contentType: string | null;
  readonly contentLength: number | null;
  readonly error: TracedError | null;
  readonly totals: TraceTotals;
  readonly dropped: DroppedCounts;
  readonly plans: PlanCounts;
  readonly queries: readonly QueryJson[];
  readonly relationLoads: readonly RelationLoadJson[];
  readonly resultSets: readonly ResultSetJson[];
  readonly templates: readonly TemplateJson[];
  readonly cacheCalls: readonly CacheCallJson[];
  readonly spans: readonly SpanJson[];
  readonly logs: readonly LogJson[];
  readonly signals: readonly SignalJson[];
  readonly account: TimeAccount;
}

export interface QueryJson extends Repetition {
  readonly database: string;
  readonly sql: string;
  readonly fingerprint: string;
  readonly kind: QueryOrigin['kind'];
  readonly subject: string | null;
  readonly offsetMs: number;
  readonly waitMs: number;
  readonly durationMs: number;
  /** Whether it had the thread meanwhile, as an embedded database does. */
  readonly isBlocking: boolean;
  readonly rowCount: number;
  /** Null when parameters are not recorded. */
  readonly parameters: readonly string[] | null;
  /** The application's frames, innermost first; the first one is the site. */
  readonly frames: readonly Site[];
  readonly error: TracedError | null;
}

export interface RelationLoadJson {
  readonly relation: string;
  readonly mode: 'peers' | 'one';
  readonly loadedFor: number;
  readonly queried: boolean;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly querySet: Site | null;
  readonly access: Site | null;
}

export interface ResultSetJson {
  readonly kind: QueryOrigin['kind'];
  readonly subject: string | null;
  /** Position of the statement among the queries. */
  readonly query: number | null;
  readonly offsetMs: number;
  /** Of making the rows; columns are watched meanwhile, which takes longer than in production. */
  readonly durationMs: number;
  readonly rows: readonly RowsUse[];
}

export interface TemplateJson {
  readonly template: string;
  readonly file: string | null;
  readonly depth: number;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly outputLength: number;
  readonly contextNames: readonly string[];
  /** Null where values are not recorded, or not yet. */
  readonly contextTexts: ContextTexts | null;
  readonly error: TracedError | null;
}

export interface CacheCallJson {
  readonly cache: string;
  readonly backend: string;
  readonly operation: CacheOperation;
  /** The first ones of `keyCount`. */
  readonly keys: readonly string[];
  readonly keyCount: number;
  readonly hits: number;
  readonly misses: number;
  readonly stale: number;
  readonly bytes: number;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly computeMs: number;
  /** Why it can't be told when a value changes that was to be kept until then. */
  readonly untracked: string | null;
  readonly site: Site | null;
  readonly error: TracedError | null;
}

export interface SpanJson {
  readonly kind: SpanKind;
  readonly name: string;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly site: Site | null;
  readonly error: TracedError | null;
}

export interface LogJson {
  readonly level: LogLevel;
  readonly source: 'console' | 'logger';
  readonly message: string;
  readonly fields: string;
  readonly offsetMs: number;
  readonly site: Site | null;
}

export interface SignalJson {
  readonly signal: string;
  readonly model: string;
  readonly receiver: string;
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly error: TracedError | null;
}

export interface TraceJsonOptions {
  /** Folder that files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
}

/**
 * The trace as data for `JSON.stringify`. This reads the stacks of all its queries, 8–25 µs each.
 */
export function traceToJson(trace: Trace, options: TraceJsonOptions = {}): TraceJson {
  const projectRoot = options.projectRoot ?? process.cwd();
  const repetitions = repetitionsOf(trace.queries);
  return {
    ...requestToJson(trace),
    totals: { ...trace.totals },
    dropped: { ...trace.dropped },
    plans: { ...trace.plans },
    queries: trace.queries.map((query, index) =>
      queryToJson(query, trace, repetitions[index]!, projectRoot),
    ),
    relationLoads: trace.relationLoads.map((load) => relationLoadToJson(load, trace, projectRoot)),
    resultSets: trace.resultSets.map((resultSet) => resultSetToJson(resultSet, trace)),
    templates: trace.templates.map((template) => templateToJson(template, trace)),
    cacheCalls: trace.cacheCalls.map((call) => cacheCallToJson(call, trace, projectRoot)),
    spans: trace.spans.map((span) => spanToJson(span, trace, projectRoot)),
    logs: trace.logs.map((line) => logToJson(line, trace, projectRoot)),
    signals: trace.signals.map((call) => signalToJson(call, trace)),
    account: trace.account,
  };
}

type RequestJson = Pick<
  TraceJson,
  | 'id'
  | 'method'
  | 'url'
  | 'route'
  | 'routeName'
  | 'startedAt'
  | 'totalMs'
  | 'status'
  | 'contentType'
  | 'contentLength'
  | 'error'
>;

function requestToJson(trace: Trace): RequestJson {
  return {
    id: trace.id,
    method: trace.method,
    url: trace.url,
    route: trace.route ?? null,
    routeName: trace.routeName ?? null,
    startedAt: new Date(trace.startedAt).toISOString(),
    totalMs: trace.totalMs ?? null,
    status: trace.status ?? null,
    contentType: trace.contentType ?? null,
    contentLength: trace.contentLength ?? null,
    error: trace.error ?? null,
  };
}

function queryToJson(
  query: TracedQuery,
  trace: Trace,
  repetition: Repetition,
  projectRoot: string,
): QueryJson {
  return {
    database: query.database,
    sql: query.sql,
    fingerprint: fingerprintSql(query.sql),
    kind: query.kind,
    subject: query.subject ?? null,
    offsetMs: query.startedMs - trace.startedMs,
    waitMs: query.waitMs,
    durationMs: query.durationMs,
    isBlocking: query.isBlocking,
    rowCount: query.rowCount,
    parameters: query.parameters ?? null,
    frames: framesOf(query.site, projectRoot),
    error: query.error ?? null,
    ...repetition,
  };
}

function relationLoadToJson(
  load: TracedRelationLoad,
  trace: Trace,
  projectRoot: string,
): RelationLoadJson {
  return {
    relation: load.relation,
    mode: load.mode,
    loadedFor: load.loadedFor,
    queried: load.queried,
    offsetMs: load.startedMs - trace.startedMs,
    durationMs: load.durationMs,
    querySet: siteOf(load.resultSet.site, projectRoot) ?? null,
    access: siteOf(load.site, projectRoot) ?? null,
  };
}

function resultSetToJson(resultSet: TracedResultSet, trace: Trace): ResultSetJson {
  const { kind, subject, query, startedMs, durationMs, rows } = resultSet;
  return {
    kind,
    subject: subject ?? null,
    query: query ?? null,
    offsetMs: startedMs - trace.startedMs,
    durationMs,
    rows: rows.map(({ columns, relations, path, model, rowCount, columnCount }) => ({
      path,
      model,
      rowCount,
      columnCount,
      columns: columns.map((column) => ({ ...column })),
      relations: relations.map((relation) => ({ ...relation })),
    })),
  };
}

function templateToJson(template: TracedTemplate, trace: Trace): TemplateJson {
  return {
    template: template.template,
    file: template.file ?? null,
    depth: template.depth,
    offsetMs: template.startedMs - trace.startedMs,
    durationMs: template.durationMs,
    outputLength: template.outputLength,
    contextNames: template.contextNames,
    contextTexts: template.contextTexts ?? null,
    error: template.error ?? null,
  };
}

function cacheCallToJson(
  { site, startedMs, error, untracked, ...call }: TracedCacheCall,
  trace: Trace,
  projectRoot: string,
): CacheCallJson {
  return {
    ...call,
    offsetMs: startedMs - trace.startedMs,
    untracked: untracked ?? null,
    site: siteOf(site, projectRoot) ?? null,
    error: error ?? null,
  };
}

function spanToJson(
  { site, startedMs, error, ...span }: TracedSpan,
  trace: Trace,
  projectRoot: string,
): SpanJson {
  return {
    ...span,
    offsetMs: startedMs - trace.startedMs,
    site: siteOf(site, projectRoot) ?? null,
    error: error ?? null,
  };
}

function logToJson({ atMs, site, ...line }: TracedLog, trace: Trace, projectRoot: string): LogJson {
  return {
    ...line,
    offsetMs: atMs - trace.startedMs,
    site: siteOf(site, projectRoot) ?? null,
  };
}

function signalToJson({ startedMs, error, ...call }: TracedSignal, trace: Trace): SignalJson {
  return { ...call, offsetMs: startedMs - trace.startedMs, error: error ?? null };
}
