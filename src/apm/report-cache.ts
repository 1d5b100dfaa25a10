import { BoundedMap } from '../core/index.ts';
import type { Metrics } from '../metrics/index.ts';

/** How long a report is given again, so that many who look cost what one does. */
const FRESH_MS = 900;

/** Reports kept: a range and a route each. */
const MAX_REPORTS = 20;

/** Longest name of a route that is looked for. */
const MAX_ROUTE = 1_000;

interface Kept {
  readonly askedMs: number;
  readonly json: Promise<string>;
}

/** Reports as JSON, made once for all who look at the same moment. */
export class ReportCache {
  readonly #metrics: Metrics;
  readonly #reports = new BoundedMap<string, Kept>(MAX_REPORTS);

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  read(rangeMs: number, route: string | undefined): Promise<string> {
    const wanted = route?.slice(0, MAX_ROUTE);
    const key = `${rangeMs} ${wanted ?? ''}`;
    const known = this.#reports.get(key);
    if (known !== undefined && performance.now() - known.askedMs < FRESH_MS) return known.json;
    const json = this.#metrics.reportJson(rangeMs, wanted);
    const kept = { askedMs: performance.now(), json };
    this.#reports.set(key, kept);
    // A failure is not given again.
    json.catch(() => {
      if (this.#reports.get(key) === kept) this.#reports.delete(key);
    });
    return json;
  }
}
