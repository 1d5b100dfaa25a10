import type { Mergeable } from '../groups.ts';
import { Histogram, type HistogramJson } from '../histogram.ts';
import { type ShareJson, Shares } from './shares.ts';

/** What a statement is, apart from its values. Kept once, not with the figures of each span of time. */
export interface QueryIdentity {
  readonly database: string;
  /** The statement with `?` in place of its values. */
  readonly fingerprint: string;
  /** `queryset`, `relation`, `write`, `raw`, … */
  readonly kind: string;
  /** `Movie`, `Movie.director`; empty for raw SQL. */
  readonly subject: string;
}

export interface QueryStatsJson {
  readonly errors: number;
  readonly rows: number;
  readonly waitMs: number;
  readonly durations: HistogramJson;
  readonly routes: readonly ShareJson[];
  readonly sites: readonly ShareJson[];
}

/** What the runs of one statement have cost. */
export class QueryStats implements Mergeable<QueryStats> {
  errors = 0;
  /** Returned or changed. */
  rows = 0;
  /** Waiting for a connection, which is not part of the durations. */
  waitMs = 0;
  readonly durations: Histogram;
  /** Routes that ran it, by `GET /movies`. */
  readonly routes: Shares;
  /** Lines of the application it comes from, of the runs whose stack was taken. */
  readonly sites: Shares;

  constructor(durations = new Histogram(), routes = new Shares(), sites = new Shares()) {
    this.durations = durations;
    this.routes = routes;
    this.sites = sites;
  }

  get weight(): number {
    return this.durations.sumMs + this.waitMs;
  }

  add(waitMs: number, durationMs: number, rowCount: number, hasFailed: boolean): void {
    this.durations.record(durationMs);
    this.waitMs += waitMs;
    this.rows += rowCount;
    if (hasFailed) this.errors++;
  }

  merge(other: QueryStats): void {
    this.durations.merge(other.durations);
    this.errors += other.errors;
    this.rows += other.rows;
    this.waitMs += other.waitMs;
    this.routes.merge(other.routes);
    this.sites.merge(other.sites);
  }

  toJSON(): QueryStatsJson {
    return {
      errors: this.errors,
      rows: this.rows,
      waitMs: Math.round(this.waitMs * 1000) / 1000,
      durations: this.durations.toJSON(),
      routes: this.routes.toJSON(),
      sites: this.sites.toJSON(),
    };
  }

  static fromJSON(json: QueryStatsJson): QueryStats {
    const { durations, routes, sites, errors, rows, waitMs } = json;
    const stats = new QueryStats(
      Histogram.fromJSON(durations),
      Shares.fromJSON(routes),
      Shares.fromJSON(sites),
    );
    return Object.assign(stats, { errors, rows, waitMs });
  }
}
