import type { Finding, TraceJson } from '../observe/index.ts';

/**
 * A request as it is stored and read back. Who stores it may add fields of its own; they come back
 * as they were.
 */
export interface HistoryDocument extends TraceJson {
  readonly findings: readonly Finding[];
}

/** Why a request is kept. */
export type Reason = 'sample' | 'slowest' | 'failed' | 'finding';

/** What a list of requests says about one. */
export interface HistoryEntry {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  /** Pattern of the route; null when none matched. */
  readonly route: string | null;
  /** Null while the request runs, as are the content type and the time. */
  readonly status: number | null;
  readonly contentType: string | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly totalMs: number | null;
  readonly queryCount: number;
  readonly queryMs: number;
  readonly findingCount: number;
}

/** An entry of the file. */
export interface StoredEntry extends HistoryEntry {
  /** Empty for one that was imported. */
  readonly keptFor: readonly Reason[];
  /**
   * How many requests of its route and minute it stands for: the inverse of the rate they were
   * sampled at, 0 where it was kept for another reason alone. The sum over the entries that match
   * is an unbiased estimate of how many requests did.
   */
  readonly weight: number;
  /** Process that answered it. */
  readonly pid: number;
}

/** Lists and totals that a document of an older version may lack, so that pages find them. */
const EMPTY = {
  findings: [],
  queries: [],
  relationLoads: [],
  resultSets: [],
  templates: [],
  cacheCalls: [],
  spans: [],
  logs: [],
  signals: [],
};

/** A document as this version expects it. */
export function completeDocument(stored: object): HistoryDocument {
  return { ...EMPTY, ...stored } as unknown as HistoryDocument;
}

export function entryOf(document: HistoryDocument): HistoryEntry {
  return {
    id: document.id,
    method: document.method,
    url: document.url,
    route: document.route,
    status: document.status,
    contentType: document.contentType,
    startedAt: document.startedAt,
    totalMs: document.totalMs,
    queryCount: document.totals.queryCount,
    queryMs: document.totals.queryMs,
    findingCount: document.findings.length,
  };
}
