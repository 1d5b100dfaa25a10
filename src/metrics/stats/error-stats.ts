import type { Mergeable } from '../groups.ts';
import { type ShareJson, Shares } from './shares.ts';

/** What the errors of one group have in common. */
export interface ErrorIdentity {
  /** `TypeError`, or the error's code where it has one. */
  readonly name: string;
  /** With `?` in place of numbers, quoted texts and ids, which may be personal data. */
  readonly message: string;
  /** The application's line it came from, `views/movies.ts:12`; empty where it is not known. */
  readonly site: string;
}

export interface ErrorStatsJson extends ErrorIdentity {
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  readonly routes: readonly ShareJson[];
}

const NO_ERROR: ErrorIdentity = { name: '', message: '', site: '' };

/** How often an error came up, and on which routes. */
export class ErrorStats implements Mergeable<ErrorStats> {
  identity: ErrorIdentity;
  count = 0;
  firstAt = Number.POSITIVE_INFINITY;
  lastAt = 0;
  readonly routes: Shares;

  constructor(identity = NO_ERROR, routes = new Shares()) {
    this.identity = identity;
    this.routes = routes;
  }

  get weight(): number {
    return this.count;
  }

  add(route: string, now: number): void {
    this.count++;
    this.firstAt = Math.min(this.firstAt, now);
    this.lastAt = Math.max(this.lastAt, now);
    this.routes.add(route, 1, 0);
  }

  merge(other: ErrorStats): void {
    if (this.identity === NO_ERROR && this.count === 0) this.identity = other.identity;
    this.count += other.count;
    this.firstAt = Math.min(this.firstAt, other.firstAt);
    this.lastAt = Math.max(this.lastAt, other.lastAt);
    this.routes.merge(other.routes);
  }

  toJSON(): ErrorStatsJson {
    const { count, firstAt, lastAt } = this;
    return { ...this.identity, count, firstAt, lastAt, routes: this.routes.toJSON() };
  }

  static fromJSON({ count, firstAt, lastAt, routes, ...identity }: ErrorStatsJson): ErrorStats {
    const stats = new ErrorStats(identity, Shares.fromJSON(routes));
    return Object.assign(stats, { count, firstAt, lastAt });
  }
}
