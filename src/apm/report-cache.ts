import { BoundedMap } from '../core/index.ts';
import { type Metrics, type MetricsReport, reportOf } from '../metrics/index.ts';

/** How long a report is given again: merging an hour of four processes takes tens of milliseconds. */
const FRESH_MS = 900;

/** Reports kept: a range and a route each. */
const MAX_REPORTS = 20;

/** Longest name of a route that is looked for. */
const MAX_ROUTE = 1_000;

/** Reports as JSON, made once for all who look at the same moment. */
export class ReportCache {
  readonly #metrics: Metrics;
  readonly #reports = new BoundedMap<string, { readonly madeMs: number; readonly json: string }>(
    MAX_REPORTS,
  );

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  read(rangeMs: number, route: string | undefined): string {
    const wanted = route?.slice(0, MAX_ROUTE);
    const key = `${rangeMs} ${wanted ?? ''}`;
    const known = this.#reports.get(key);
    if (known !== undefined && performance.now() - known.madeMs < FRESH_MS) return known.json;
    this.#metrics.watch();
    const report = reportOf(this.#metrics.store, rangeMs, Date.now(), wanted);
    const json = JSON.stringify(report satisfies MetricsReport);
    this.#reports.set(key, { madeMs: performance.now(), json });
    return json;
  }
}
