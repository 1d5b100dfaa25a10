import { SLOT } from './resolutions.ts';
import type { StatusAnswers } from './stats/answers.ts';
import type { QueryStats } from './stats/query-stats.ts';
import type { MetricsStore } from './store.ts';
import type { MetricsWindow } from './window.ts';

/** A process that has written in this time is taken for running: it does each ten seconds. */
const RUNNING_MS = 30_000;

/** The database of statements whose identity is not known. */
const UNKNOWN = 'other';

/** Sums since the first start, of all processes that have ever written; times in milliseconds. */
export interface TotalsReport {
  readonly routes: readonly RouteTotals[];
  readonly databases: readonly DatabaseTotals[];
  readonly caches: readonly CacheTotals[];
  readonly process: {
    readonly cpuMs: number;
    readonly gcMs: number;
    readonly loopActiveMs: number;
    readonly loopIdleMs: number;
  };
  /** What was last written of each process that is running. */
  readonly running: readonly RunningProcess[];
}

export interface RouteTotals {
  /** `GET /movies/:id`. */
  readonly route: string;
  readonly answers: readonly StatusAnswers[];
}

export interface DatabaseTotals {
  readonly database: string;
  readonly count: number;
  readonly sumMs: number;
  readonly waitMs: number;
  readonly errors: number;
}

export interface CacheTotals {
  readonly cache: string;
  readonly hits: number;
  readonly misses: number;
  readonly errors: number;
}

export interface RunningProcess {
  readonly worker: string;
  readonly rssBytes: number;
  readonly heapUsedBytes: number;
  readonly activeRequestsMax: number;
  readonly loopDelayP99Ms: number;
  readonly queueLast: Readonly<Record<string, number>>;
}

export function totalsReport(store: MetricsStore, nowMs: number): TotalsReport {
  const totals = store.totals();
  const { cpuUserMs, cpuSystemMs, gcMs, loopActiveMs, loopIdleMs } = totals.process;
  return {
    routes: [...totals.routes.entries()].map(([route, stats]) => ({
      route,
      answers: stats.answers.all(),
    })),
    databases: databaseTotals(store, totals),
    caches: [...totals.caches.entries()].map(([cache, { hits, misses, errors }]) => ({
      cache,
      hits,
      misses,
      errors,
    })),
    process: { cpuMs: cpuUserMs + cpuSystemMs, gcMs, loopActiveMs, loopIdleMs },
    running: runningProcesses(store, nowMs),
  };
}

function databaseTotals(store: MetricsStore, { queries }: MetricsWindow) {
  const known = store.statements([...queries.entries()].map(([id]) => id));
  const sums = new Map<string, DatabaseTotals>();
  for (const [id, stats] of queries.entries()) {
    const database = known.get(id)?.database ?? UNKNOWN;
    sums.set(database, withStatement(sums.get(database) ?? noStatements(database), stats));
  }
  return [...sums.values()];
}

function noStatements(database: string): DatabaseTotals {
  return { database, count: 0, sumMs: 0, waitMs: 0, errors: 0 };
}

function withStatement(sum: DatabaseTotals, { durations, waitMs, errors }: QueryStats) {
  return {
    database: sum.database,
    count: sum.count + durations.count,
    sumMs: sum.sumMs + durations.sumMs,
    waitMs: sum.waitMs + waitMs,
    errors: sum.errors + errors,
  };
}

function runningProcesses(store: MetricsStore, nowMs: number): readonly RunningProcess[] {
  const last = new Map<string, RunningProcess>();
  for (const row of store.read(SLOT, nowMs - RUNNING_MS, nowMs + 1, ['process'])) {
    const { worker, window } = row;
    // Of a process that has not been looked at yet nothing is known.
    if (window.process.samples === 0) continue;
    const { rssBytes, heapUsedBytes, activeRequestsMax, loopDelayP99Ms, queueLast } =
      window.process;
    last.set(worker, {
      worker,
      rssBytes,
      heapUsedBytes,
      activeRequestsMax,
      loopDelayP99Ms,
      queueLast,
    });
  }
  return [...last.values()];
}
