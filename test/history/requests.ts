import type { HistoryDocument, StoredRequest } from '../../src/history/index.ts';
import { storedRequest } from '../../src/history/index.ts';

/** What a test says about a request; the rest is that of a good page. */
export interface RequestFacts {
  readonly id: string;
  readonly method?: string;
  readonly url?: string;
  readonly route?: string | null;
  readonly status?: number;
  readonly startedAt?: number;
  readonly totalMs?: number;
  /** Statements, each with its number of runs. */
  readonly statements?: Readonly<Record<string, number>>;
  /** Codes of findings. */
  readonly findings?: readonly string[];
}

/** 14:00 on the day of the premiere. */
export const PREMIERE = Date.UTC(2026, 10, 28, 14);

export function requestDocument(facts: RequestFacts): HistoryDocument {
  const { id, method = 'GET', url = '/movies', route = url, status = 200 } = facts;
  const { startedAt = PREMIERE, totalMs = 12, statements = {}, findings = [] } = facts;
  const queries = Object.entries(statements).flatMap(([sql, runs]) =>
    Array.from({ length: runs }, () => query(sql)),
  );
  return {
    id,
    method,
    url,
    route,
    routeName: null,
    startedAt: new Date(startedAt).toISOString(),
    totalMs,
    status,
    contentType: 'text/html',
    contentLength: null,
    error: null,
    totals: {
      queryCount: queries.length,
      queryMs: queries.length,
      templateCount: 1,
      templateMs: 2,
      cacheCount: 0,
      cacheMs: 0,
      cacheHits: 0,
      cacheMisses: 0,
    },
    dropped: {
      queries: 0,
      relationLoads: 0,
      resultSets: 0,
      templates: 0,
      cacheCalls: 0,
      spans: 0,
      logs: 0,
      signals: 0,
    },
    plans: { hits: 0, misses: 0, processHits: 0, processMisses: 0 },
    queries,
    relationLoads: [],
    resultSets: [],
    templates: [],
    cacheCalls: [],
    spans: [],
    logs: [],
    signals: [],
    account: {
      wallMs: totalMs,
      cpuMs: totalMs / 2,
      templateMs: 0,
      gcMs: 0,
      loopWaitMs: 0,
      poolWaitMs: 0,
      databaseMs: totalMs / 2,
      cacheMs: 0,
      httpMs: 0,
      otherIoMs: 0,
      unaccountedMs: 0,
      queuedMs: 0,
    },
    findings: findings.map(finding),
  };
}

/** As it goes into the file, kept as a member of a sample unless said otherwise. */
export function stored(
  facts: RequestFacts,
  provenance: Parameters<typeof storedRequest>[1] = { reasons: ['sample'], stratum: 's' },
): StoredRequest {
  return storedRequest(requestDocument(facts), provenance);
}

function query(sql: string): HistoryDocument['queries'][number] {
  return {
    database: 'default',
    sql,
    fingerprint: sql,
    kind: 'queryset',
    subject: 'Movie',
    offsetMs: 0,
    waitMs: 0,
    durationMs: 1,
    isBlocking: true,
    rowCount: 1,
    parameters: ['1'],
    frames: [],
    error: null,
    exact: 0,
    similar: 0,
  } as unknown as HistoryDocument['queries'][number];
}

function finding(code: string): HistoryDocument['findings'][number] {
  return {
    code,
    level: 'warning',
    fingerprint: `${code}:Movie.director:views.ts:12`,
    title: `${code} on Movie.director`,
    summary: 'It happened.',
    relation: 'Movie.director',
    querySet: undefined,
    access: undefined,
    queryCount: 2,
    costMs: 2,
    savedMs: 1,
    isUpperBound: false,
    share: 0.1,
    queries: [0, 1],
    remedies: [],
  };
}
