import {
  coveredMs,
  type Finding,
  formatSql,
  intervalOf,
  type SqlLine,
  type Trace,
  type TraceJson,
  traceToJson,
} from '../observe/index.ts';
import type { RequestDetails } from './request-details.ts';

/** Everything the panels show about one request: the answer of `traces/ID.json`. */
export interface TraceDocument extends TraceJson {
  readonly findings: readonly Finding[];
  /** Each different statement once, broken into lines for reading. */
  readonly statements: readonly Statement[];
  readonly account: TimeAccount;
  /** Null while the request runs. */
  readonly request: RequestDetails | null;
}

/** Where the time of a request went, in milliseconds; the parts add up to it. */
export interface TimeAccount {
  /** At least one query ran or waited. */
  readonly databaseMs: number;
  /** A template rendered and no query ran. */
  readonly templateMs: number;
  /** Everything else, until the response was sent or, while it is not, until the last event. */
  readonly otherMs: number;
}

export interface Statement {
  readonly sql: string;
  readonly lines: readonly SqlLine[];
}

/** One line of the history: the answer of `history.json` holds a list of them, newest first. */
export interface HistoryEntry {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly status: number | null;
  readonly contentType: string | null;
  readonly startedAt: string;
  readonly totalMs: number | null;
  readonly queryCount: number;
  readonly queryMs: number;
  readonly findingCount: number;
}

export function traceDocument(
  trace: Trace,
  findings: readonly Finding[],
  request: RequestDetails | undefined,
  projectRoot: string,
): TraceDocument {
  return {
    ...traceToJson(trace, { projectRoot }),
    findings,
    statements: statementsOf(trace),
    account: accountOf(trace),
    request: request ?? null,
  };
}

export function historyEntry(trace: Trace, findings: readonly Finding[]): HistoryEntry {
  return {
    id: trace.id,
    method: trace.method,
    url: trace.url,
    status: trace.status ?? null,
    contentType: trace.contentType ?? null,
    startedAt: new Date(trace.startedAt).toISOString(),
    totalMs: trace.totalMs ?? null,
    queryCount: trace.totals.queryCount,
    queryMs: trace.totals.queryMs,
    findingCount: findings.length,
  };
}

function accountOf(trace: Trace): TimeAccount {
  const queries = trace.queries.map(intervalOf);
  const all = [...queries, ...trace.templates.map(intervalOf)];
  const lastMs = all.reduce((latest, { endMs }) => Math.max(latest, endMs), trace.startedMs);
  const databaseMs = coveredMs(queries);
  const knownMs = coveredMs(all);
  const totalMs = trace.totalMs ?? lastMs - trace.startedMs;
  return {
    databaseMs,
    templateMs: knownMs - databaseMs,
    otherMs: Math.max(0, totalMs - knownMs),
  };
}

function statementsOf(trace: Trace): Statement[] {
  const distinct = new Set(trace.queries.map((query) => query.sql));
  return [...distinct].map((sql) => ({ sql, lines: formatSql(sql) }));
}
