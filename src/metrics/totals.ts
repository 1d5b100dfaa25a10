import { SLOT } from './resolutions.ts';
import type { QueryStats } from './stats/query-stats.ts';
import type { RouteStats } from './stats/route-stats.ts';
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
  readonly count: number;
  readonly sumMs: number;
  /** How many took at most as long as each bound. */
  readonly atMost: readonly number[];
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly cancelled: number;
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

/** @param boundsMs - what the durations of requests are counted up to. */
export function totalsReport(
  store: MetricsStore,
  nowMs: number,
  boundsMs: readonly number[],
): TotalsReport {
  const totals = store.totals();
  const { cpuUserMs, cpuSystemMs, gcMs, loopActiveMs, loopIdleMs } = totals.process;
  return {
    routes: [...totals.routes.entries()].map(([route, stats]) =>
      routeTotals(route, stats, boundsMs),
    ),
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

function routeTotals(route: string, stats: RouteStats, boundsMs: readonly number[]): RouteTotals {
  const { durations, clientErrors, serverErrors, cancelled } = stats;
  const atMost = boundsMs.map((bound) => durations.countAtMost(bound));
  const { count, sumMs } = durations;
  return { route, count, sumMs, atMost, clientErrors, serverErrors, cancelled };
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
