import type { TimeAccount } from '../events/index.ts';
import { OTHER } from './groups.ts';
import type { Histogram } from './histogram.ts';
import type { CacheStats } from './stats/cache-stats.ts';
import type { ErrorStats, ErrorStatsJson } from './stats/error-stats.ts';
import type { ProcessStats } from './stats/process-stats.ts';
import type { QueryIdentity, QueryStats } from './stats/query-stats.ts';
import type { RouteStats } from './stats/route-stats.ts';
import type { ShareJson } from './stats/shares.ts';
import { type LoopFigures, type Verdict, verdictOf } from './verdict.ts';

/** A span of time that ends now. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
  /** Milliseconds between two points of a series. */
  readonly stepMs: number;
}

export interface Percentiles {
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export interface RouteReport extends Percentiles {
  /** `GET /movies/:id`, or `(other)` for those beyond the bound. */
  readonly route: string;
  readonly count: number;
  readonly perSecond: number;
  /** Wall time of all its requests: what the list is ranked by. */
  readonly totalMs: number;
  /** Of the wall time of all routes, 0 to 1. */
  readonly share: number;
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly cancelled: number;
  readonly bytesPerRequest: number;
  readonly queriesPerRequest: number;
  readonly rowsPerRequest: number;
  readonly templateMsPerRequest: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly times: TimeAccount;
  readonly verdict: Verdict;
}

export interface QueryReport extends QueryIdentity, Percentiles {
  readonly id: string;
  readonly count: number;
  readonly totalMs: number;
  /** Waiting for a connection, not part of `totalMs`. */
  readonly waitMs: number;
  readonly rowsPerRun: number;
  readonly errors: number;
  readonly routes: readonly ShareJson[];
  /** Lines of the application, `views/movies.ts:12`, of the runs whose stack was taken. */
  readonly sites: readonly ShareJson[];
}

export interface CacheReport {
  readonly cache: string;
  readonly backend: string;
  readonly calls: number;
  readonly hits: number;
  readonly misses: number;
  /** Of the keys asked for, 0 to 1; undefined when none was. */
  readonly hitRate: number | undefined;
  readonly stale: number;
  readonly errors: number;
  readonly failures: number;
  readonly msPerCall: number;
}

export interface ProcessReport {
  readonly requests: number;
  readonly serverErrors: number;
  /** Processors' worth of work, 1 is one core. */
  readonly cpu: number;
  readonly loop: LoopFigures;
  readonly loopDelayP99Ms: number;
  readonly rssBytes: number;
  readonly rssMaxBytes: number;
  readonly heapUsedBytes: number;
  readonly activeRequests: number;
  readonly activeRequestsMax: number;
  readonly diskFreeBytes: number;
  readonly diskTotalBytes: number;
  readonly queues: readonly {
    readonly name: string;
    readonly last: number;
    readonly max: number;
  }[];
}

export interface WorkerReport extends ProcessReport, Percentiles {
  readonly worker: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly seenAt: number;
}

/** A point of the charts, of all processes together. */
export interface PointReport {
  readonly atMs: number;
  /** That the point covers: 0 where there are no figures. */
  readonly seconds: number;
  readonly requests: number;
  readonly serverErrors: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly cpu: number;
  readonly loopUtilization: number;
}

export interface MetricsReport {
  readonly range: Range;
  readonly total: ProcessReport &
    Percentiles & {
      readonly perSecond: number;
      readonly verdict: Verdict;
      readonly times: TimeAccount;
    };
  readonly series: readonly PointReport[];
  readonly routes: readonly RouteReport[];
  readonly queries: readonly QueryReport[];
  readonly errors: readonly ErrorStatsJson[];
  readonly caches: readonly CacheReport[];
  readonly workers: readonly WorkerReport[];
}

export function routeReport(
  route: string,
  stats: RouteStats,
  seconds: number,
  wallMs: number,
): RouteReport {
  const { durations, times } = stats;
  const count = Math.max(1, durations.count);
  return {
    route,
    count: durations.count,
    perSecond: durations.count / seconds,
    totalMs: durations.sumMs,
    share: wallMs === 0 ? 0 : durations.sumMs / wallMs,
    ...percentilesOf(durations),
    clientErrors: stats.clientErrors,
    serverErrors: stats.serverErrors,
    cancelled: stats.cancelled,
    bytesPerRequest: stats.bytes / count,
    queriesPerRequest: stats.queries / count,
    rowsPerRequest: stats.rows / count,
    templateMsPerRequest: stats.templateMs / count,
    cacheHits: stats.cacheHits,
    cacheMisses: stats.cacheMisses,
    times,
    verdict: verdictOf(times, durations.count),
  };
}

export function queryReport(
  id: string,
  stats: QueryStats,
  identity: QueryIdentity | undefined,
): QueryReport {
  const { durations } = stats;
  return {
    id,
    ...(identity ?? { database: '', fingerprint: OTHER, kind: '', subject: '' }),
    ...percentilesOf(durations),
    count: durations.count,
    totalMs: durations.sumMs,
    waitMs: stats.waitMs,
    rowsPerRun: stats.rows / Math.max(1, durations.count),
    errors: stats.errors,
    routes: stats.routes.toJSON(),
    sites: stats.sites.toJSON(),
  };
}

export function errorReport(key: string, stats: ErrorStats): ErrorStatsJson {
  return key === OTHER ? { ...stats.toJSON(), name: OTHER, message: '', site: '' } : stats.toJSON();
}

/** @param seconds - that the figures cover; several processes share them. */
export function processReport(process: ProcessStats, seconds: number): ProcessReport {
  const clockMs = Math.max(1, process.loopActiveMs + process.loopIdleMs);
  return {
    requests: process.requests,
    serverErrors: process.serverErrors,
    cpu: cpuOf(process, seconds),
    loop: {
      utilization: utilizationOf(process),
      delayMedianMs: process.loopDelayMedianSumMs / Math.max(1, process.samples),
      delayMaxMs: process.loopDelayMaxMs,
      gcShare: process.gcMs / clockMs,
    },
    loopDelayP99Ms: process.loopDelayP99Ms,
    rssBytes: process.rssBytes,
    rssMaxBytes: process.rssMaxBytes,
    heapUsedBytes: process.heapUsedBytes,
    // A sample is taken each second.
    activeRequests: process.activeRequestsSum / Math.max(1, seconds),
    activeRequestsMax: process.activeRequestsMax,
    diskFreeBytes: process.diskFreeBytes,
    diskTotalBytes: process.diskTotalBytes,
    queues: Object.entries(process.queueLast).map(([name, last]) => ({
      name,
      last,
      max: process.queueMax[name] ?? last,
    })),
  };
}

export function cacheReport(cache: string, stats: CacheStats): CacheReport {
  const { backend, calls, hits, misses, stale, errors, failures } = stats;
  const hitRate = hits + misses === 0 ? undefined : hits / (hits + misses);
  const msPerCall = calls === 0 ? 0 : stats.ms / calls;
  return { cache, backend, calls, hits, misses, hitRate, stale, errors, failures, msPerCall };
}

export function percentilesOf(durations: Histogram): Percentiles {
  return {
    meanMs: durations.meanMs,
    p50Ms: durations.percentile(50),
    p95Ms: durations.percentile(95),
    p99Ms: durations.percentile(99),
    maxMs: durations.maxMs,
  };
}

/** Processors' worth of work. */
export function cpuOf({ cpuUserMs, cpuSystemMs }: ProcessStats, seconds: number): number {
  return (cpuUserMs + cpuSystemMs) / 1000 / Math.max(0.001, seconds);
}

export function utilizationOf({ loopActiveMs, loopIdleMs }: ProcessStats): number {
  return loopActiveMs / Math.max(1, loopActiveMs + loopIdleMs);
}
