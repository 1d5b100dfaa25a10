import type { AnsweredRequest } from './stats/route-stats.ts';

/** What is collected of a request while it runs. */
export class RequestState {
  /** `GET /movies/:id` */
  readonly route: string;
  queries = 0;
  rows = 0;
  templateMs = 0;
  cacheHits = 0;
  cacheMisses = 0;

  constructor(route: string) {
    this.route = route;
  }

  answered(durationMs: number, statusCode: number, bytes: number): AnsweredRequest {
    const { queries, rows, templateMs, cacheHits, cacheMisses } = this;
    return { durationMs, statusCode, bytes, queries, rows, templateMs, cacheHits, cacheMisses };
  }
}
