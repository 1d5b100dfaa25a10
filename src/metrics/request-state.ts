import type { CallSite } from '../events/index.ts';
import type { QueryStats } from './stats/query-stats.ts';
import type { AnsweredRequest } from './stats/route-stats.ts';

/** A run of a statement whose line is to be added to what is known of the statement. */
export interface UnreadSite {
  readonly stats: QueryStats;
  readonly site: CallSite;
  readonly durationMs: number;
}

/** What is collected of a request while it runs. */
export class RequestState {
  /** `GET /movies/:id` */
  readonly route: string;
  queries = 0;
  rows = 0;
  templateMs = 0;
  cacheHits = 0;
  cacheMisses = 0;
  /** Stacks of its statements, which are read when it has been answered. */
  readonly unread: UnreadSite[] = [];

  constructor(route: string) {
    this.route = route;
  }

  answered(durationMs: number, statusCode: number, bytes: number): AnsweredRequest {
    const { queries, rows, templateMs, cacheHits, cacheMisses } = this;
    return { durationMs, statusCode, bytes, queries, rows, templateMs, cacheHits, cacheMisses };
  }
}
