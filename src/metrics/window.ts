import { Groups } from './groups.ts';
import { CacheStats, type CacheStatsJson } from './stats/cache-stats.ts';
import { ErrorStats, type ErrorStatsJson } from './stats/error-stats.ts';
import { ProcessStats } from './stats/process-stats.ts';
import { QueryStats, type QueryStatsJson } from './stats/query-stats.ts';
import { RouteStats, type RouteStatsJson } from './stats/route-stats.ts';

/** The parts of a window; each is a row of its own in the store, so that one can be read alone. */
export const WINDOW_KINDS = ['process', 'routes', 'queries', 'errors', 'caches'] as const;

export type WindowKind = (typeof WINDOW_KINDS)[number];

/** Groups kept of each kind; the rest is counted together. */
export const MAX_GROUPS = { routes: 200, queries: 200, errors: 100, caches: 50 } as const;

/** What a span of time came to, in one process or merged from several. */
export class MetricsWindow {
  readonly process: ProcessStats;
  readonly routes = new Groups<RouteStats>(MAX_GROUPS.routes, () => new RouteStats());
  readonly queries = new Groups<QueryStats>(MAX_GROUPS.queries, () => new QueryStats());
  readonly errors = new Groups<ErrorStats>(MAX_GROUPS.errors, () => new ErrorStats());
  readonly caches = new Groups<CacheStats>(MAX_GROUPS.caches, () => new CacheStats());

  constructor(process = new ProcessStats()) {
    this.process = process;
  }

  merge(other: MetricsWindow): void {
    this.process.merge(other.process);
    this.routes.merge(other.routes);
    this.queries.merge(other.queries);
    this.errors.merge(other.errors);
    this.caches.merge(other.caches);
  }

  /** Keeps the heaviest groups of each kind. */
  trim(): void {
    this.routes.trim();
    this.queries.trim();
    this.errors.trim();
    this.caches.trim();
  }

  /** A part as text; undefined when nothing is in it. */
  encode(kind: WindowKind): string | undefined {
    if (kind === 'process') return JSON.stringify(this.process);
    return this[kind].size === 0 ? undefined : JSON.stringify([...this[kind].entries()]);
  }

  /**
   * Adds a part that `encode` has made.
   *
   * @throws SyntaxError, TypeError for any other text.
   */
  addEncoded(kind: WindowKind, text: string): void {
    const json = JSON.parse(text);
    if (kind === 'process') {
      this.process.merge(ProcessStats.fromJSON(json));
      return;
    }
    for (const [key, stats] of json) this.#addGroup(kind, key, stats);
  }

  #addGroup(kind: Exclude<WindowKind, 'process'>, key: string, json: Json): void {
    if (kind === 'routes') this.routes.adopt(key, RouteStats.fromJSON(json as RouteStatsJson));
    else if (kind === 'queries')
      this.queries.adopt(key, QueryStats.fromJSON(json as QueryStatsJson));
    else if (kind === 'errors') this.errors.adopt(key, ErrorStats.fromJSON(json as ErrorStatsJson));
    else this.caches.adopt(key, CacheStats.fromJSON(json as CacheStatsJson));
  }
}

type Json = RouteStatsJson | QueryStatsJson | ErrorStatsJson | CacheStatsJson;
