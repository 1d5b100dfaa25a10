import type { HistoryDocument, HistoryEntry } from '../history/index.ts';
import type { ToolPage } from '../http/index.ts';
import {
  type Finding,
  formatSql,
  type SortedFindings,
  type SqlLine,
  type SuppressedFinding,
  type Trace,
  type TraceJson,
  traceToJson,
} from '../observe/index.ts';
import type { PanelDocument } from './panel.ts';
import type { RequestDetails } from './request-details.ts';

/** Everything the panels show about one request: the answer of `traces/ID.json`. */
export interface TraceDocument extends TraceJson {
  readonly findings: readonly Finding[];
  /** Findings that the settings or a comment leave as they are. */
  readonly suppressed: readonly SuppressedFinding[];
  /** Each different statement once, broken into lines for reading. */
  readonly statements: readonly Statement[];
  /** Keys of its cache calls that no request kept has found; see `neverHit`. */
  readonly keysNeverHit: readonly string[];
  /** Null while the request runs. */
  readonly request: RequestDetails | null;
  /**
   * Whether it is the first request of its route since the process started: modules are loaded,
   * code and templates are compiled, caches are empty, so it says little of those that follow.
   */
  readonly isFirst: boolean;
  /** The application's own panels. */
  readonly panels: readonly PanelDocument[];
  /** The request, a form post as a rule, whose answer sent the browser to this one. */
  readonly redirectedFrom: Redirect | null;
}

/** A document as pages get it: with what else there is to look at. */
export interface ServedTrace extends TraceDocument {
  readonly tools: readonly ToolPage[];
}

export interface Redirect {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
}

export interface Statement {
  readonly sql: string;
  readonly lines: readonly SqlLine[];
}

export function traceDocument(
  trace: Trace,
  { findings, suppressed }: SortedFindings,
  request: RequestDetails | undefined,
  projectRoot: string,
  kept: readonly Trace[] = [trace],
): TraceDocument {
  return {
    ...traceToJson(trace, { projectRoot }),
    findings,
    suppressed,
    statements: statementsOf(trace.queries),
    keysNeverHit: neverHit(trace, kept),
    request: request ?? null,
    isFirst: false,
    panels: [],
    redirectedFrom: null,
  };
}

export type { HistoryEntry };

export function historyEntry(trace: Trace, findings: readonly Finding[]): HistoryEntry {
  return {
    id: trace.id,
    method: trace.method,
    url: trace.url,
    route: trace.route ?? null,
    status: trace.status ?? null,
    contentType: trace.contentType ?? null,
    startedAt: new Date(trace.startedAt).toISOString(),
    totalMs: trace.totalMs ?? null,
    queryCount: trace.totals.queryCount,
    queryMs: trace.totals.queryMs,
    findingCount: findings.length,
  };
}

/** A document without what can be made of the rest. */
export type StorableDocument = Omit<TraceDocument, 'statements'>;

export function storableDocument(document: TraceDocument): StorableDocument {
  const { statements: _statements, ...rest } = document;
  return rest;
}

/** A document that comes from a file, and may have been written by an older version. */
export function restoredDocument(stored: HistoryDocument): TraceDocument {
  const statements = statementsOf(stored.queries);
  return {
    suppressed: [],
    keysNeverHit: [],
    request: null,
    isFirst: false,
    panels: [],
    redirectedFrom: null,
    ...stored,
    statements,
  };
}

/** A key has to be missed so often before "never hit" says something. */
const MISSES_THAT_COUNT = 2;

/**
 * Keys that the requests kept have missed several times and not found once: what is cached under them
 * is gone before it is read, or the key is never the same twice.
 */
function neverHit(trace: Trace, kept: readonly Trace[]): readonly string[] {
  const misses = new Map<string, number>();
  const found = new Set<string>();
  for (const { cache, keys, keyCount, hits, misses: missed } of kept.flatMap(callsOf)) {
    // Of a call for many keys it is not known which were found.
    if (keyCount !== 1) continue;
    const key = `${cache}: ${keys[0]}`;
    if (hits > 0) found.add(key);
    else if (missed > 0) misses.set(key, (misses.get(key) ?? 0) + 1);
  }
  const own = new Set(callsOf(trace).map(({ cache, keys }) => `${cache}: ${keys[0]}`));
  return [...own].filter((key) => !found.has(key) && (misses.get(key) ?? 0) >= MISSES_THAT_COUNT);
}

function callsOf({ cacheCalls }: Trace): Trace['cacheCalls'] {
  return cacheCalls;
}

function statementsOf(queries: readonly { readonly sql: string }[]): Statement[] {
  const distinct = new Set(queries.map(({ sql }) => sql));
  return [...distinct].map((sql) => ({ sql, lines: formatSql(sql) }));
}
