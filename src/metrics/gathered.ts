import {
  cacheReport,
  cpuOf,
  errorReport,
  type MetricsReport,
  type PointReport,
  percentilesOf,
  processReport,
  type QueryReport,
  queryReport,
  type Range,
  type RouteReport,
  routeReport,
  utilizationOf,
  type WorkerReport,
} from './report-rows.ts';
import type { ErrorStatsJson } from './stats/error-stats.ts';
import { ProcessStats } from './stats/process-stats.ts';
import type { ShareJson } from './stats/shares.ts';
import type { MetricsStore } from './store.ts';
import { addTimes, NO_TIMES } from './time-sums.ts';
import { verdictOf } from './verdict.ts';
import { MetricsWindow } from './window.ts';

/** Rows of each list; what comes after them is in the sums. */
const MAX_ROWS = { routes: 200, queries: 100, errors: 100, workers: 100 } as const;

/** What a point without figures shows. */
const NOTHING = new MetricsWindow();

/** One span of time, of all processes. */
interface Point {
  readonly window: MetricsWindow;
  /** That it covers: less than the whole step while it is growing. */
  seconds: number;
}

/** Windows merged in the ways the report needs them. */
export class Gathered {
  readonly #all = new MetricsWindow();
  readonly #workers = new Map<string, ProcessStats>();
  readonly #points = new Map<number, Point>();
  readonly #route: string | undefined;

  constructor(route: string | undefined) {
    this.#route = route;
  }

  add(slotMs: number, worker: string, window: MetricsWindow): void {
    this.#all.merge(window);
    this.#addWorker(worker, window.process);
    this.#addPoint(slotMs, window, window.process.seconds);
  }

  /** Adds other spans of time, or other processes of the same ones; they stay as they are. */
  merge(other: Gathered): void {
    this.#all.merge(other.#all);
    for (const [worker, process] of other.#workers) this.#addWorker(worker, process);
    for (const [slotMs, { window, seconds }] of other.#points) {
      this.#addPoint(slotMs, window, seconds);
    }
  }

  report(store: MetricsStore, range: Range): MetricsReport {
    const seconds = this.#seconds();
    return {
      range,
      total: this.#total(seconds),
      series: this.#series(range),
      routes: this.#routes(seconds),
      queries: this.#queries(store),
      errors: this.#errors(),
      caches: [...this.#all.caches.entries()].map(([cache, stats]) => cacheReport(cache, stats)),
      workers: this.#workerReports(store, range),
    };
  }

  #addWorker(worker: string, process: ProcessStats): void {
    const sum = this.#workers.get(worker) ?? new ProcessStats();
    this.#workers.set(worker, sum);
    sum.merge(process);
  }

  /** A point has what the charts show: the process, and the one route that was asked for. */
  #addPoint(slotMs: number, window: MetricsWindow, seconds: number): void {
    const point = this.#points.get(slotMs) ?? { window: new MetricsWindow(), seconds: 0 };
    this.#points.set(slotMs, point);
    point.window.process.merge(window.process);
    point.seconds = Math.max(point.seconds, seconds);
    const stats = this.#route === undefined ? undefined : window.routes.peek(this.#route);
    if (stats !== undefined) point.window.routes.get(this.#route!).merge(stats);
  }

  /** Of the range, those of which there are figures. */
  #seconds(): number {
    let seconds = 0;
    for (const point of this.#points.values()) seconds += point.seconds;
    return Math.max(1, seconds);
  }

  #total(seconds: number): MetricsReport['total'] {
    const { process } = this.#all;
    const times = { ...NO_TIMES };
    for (const stats of this.#all.routes.values()) addTimes(times, stats.times);
    const figures = processReport(process, seconds);
    return {
      ...figures,
      ...percentilesOf(process.durations),
      perSecond: process.requests / seconds,
      times,
      verdict: verdictOf(times, process.requests, figures.loop),
    };
  }

  #routes(seconds: number): readonly RouteReport[] {
    let wallMs = 0;
    for (const { weight } of this.#all.routes.values()) wallMs += weight;
    return [...this.#all.routes.entries()]
      .filter(([route]) => this.#route === undefined || route === this.#route)
      .map(([route, stats]) => routeReport(route, stats, seconds, wallMs))
      .sort((a, b) => b.totalMs - a.totalMs)
      .slice(0, MAX_ROWS.routes);
  }

  #series(range: Range): readonly PointReport[] {
    const points: PointReport[] = [];
    for (let atMs = range.fromMs; atMs <= range.toMs; atMs += range.stepMs) {
      points.push(this.#point(atMs));
    }
    return points;
  }

  #point(atMs: number): PointReport {
    const { window, seconds } = this.#points.get(atMs) ?? { window: NOTHING, seconds: 0 };
    const route = this.#route === undefined ? undefined : window.routes.peek(this.#route);
    const { durations, serverErrors } =
      this.#route === undefined ? window.process : (route ?? NOTHING.process);
    return {
      atMs,
      seconds,
      requests: durations.count,
      serverErrors,
      p50Ms: durations.percentile(50),
      p95Ms: durations.percentile(95),
      p99Ms: durations.percentile(99),
      cpu: cpuOf(window.process, seconds),
      loopUtilization: utilizationOf(window.process),
    };
  }

  #queries(store: MetricsStore): readonly QueryReport[] {
    const ranked = [...this.#all.queries.entries()]
      .filter(([, stats]) => this.#isOfRoute(stats.routes.toJSON()))
      .sort(([, a], [, b]) => b.durations.sumMs - a.durations.sumMs)
      .slice(0, MAX_ROWS.queries);
    const known = store.statements(ranked.map(([id]) => id));
    return ranked.map(([id, stats]) => queryReport(id, stats, known.get(id)));
  }

  #errors(): readonly ErrorStatsJson[] {
    return [...this.#all.errors.entries()]
      .map(([key, stats]) => errorReport(key, stats))
      .filter(({ routes }) => this.#isOfRoute(routes))
      .sort((a, b) => b.count - a.count || b.lastAt - a.lastAt)
      .slice(0, MAX_ROWS.errors);
  }

  #isOfRoute(routes: readonly ShareJson[]): boolean {
    return this.#route === undefined || routes.some(({ key }) => key === this.#route);
  }

  #workerReports(store: MetricsStore, range: Range): readonly WorkerReport[] {
    const workers: WorkerReport[] = [];
    for (const { name, ...worker } of store.workers(range.fromMs)) {
      const process = this.#workers.get(name);
      if (process === undefined || workers.length >= MAX_ROWS.workers) continue;
      const figures = processReport(process, process.seconds);
      workers.push({ worker: name, ...worker, ...figures, ...percentilesOf(process.durations) });
    }
    return workers;
  }
}
