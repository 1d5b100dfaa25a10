import type { QueryEvent } from '../events/index.ts';
import type { SharedTime, ShareMark } from './busy-share.ts';
import { CoveredTime } from './covered-time.ts';
import type { RouteTimes } from './route-times.ts';
import type { AnsweredRequest } from './stats/route-stats.ts';

/** What is collected of a request while it runs. */
export class RequestState {
  /** `GET /movies/:id` */
  readonly route: string;
  readonly mark: ShareMark;
  queries = 0;
  rows = 0;
  templateMs = 0;
  cacheHits = 0;
  cacheMisses = 0;
  /** Made with the first query; many requests have none. */
  #waitingOrRunning: CoveredTime | undefined;
  #running: CoveredTime | undefined;

  constructor(route: string, mark: ShareMark) {
    this.route = route;
    this.mark = mark;
  }

  addQuery({ startedMs, waitMs, durationMs, rowCount }: QueryEvent): void {
    this.queries++;
    this.rows += rowCount;
    this.#waitingOrRunning ??= new CoveredTime();
    this.#running ??= new CoveredTime();
    const sentMs = startedMs + waitMs;
    this.#waitingOrRunning.add(startedMs, sentMs + durationMs);
    this.#running.add(sentMs, sentMs + durationMs);
  }

  answered(statusCode: number, bytes: number): AnsweredRequest {
    const { queries, rows, templateMs, cacheHits, cacheMisses } = this;
    return { statusCode, bytes, queries, rows, templateMs, cacheHits, cacheMisses };
  }

  /**
   * An account of the time that adds up to `wallMs`: statements as they were measured, then this
   * request's share of the busy event loop, then the rest of the busy time, and what is left was
   * spent waiting for something else.
   */
  times(wallMs: number, shared: SharedTime): RouteTimes {
    const databaseMs = Math.min(wallMs, this.#running?.ms ?? 0);
    const waitedMs = (this.#waitingOrRunning?.ms ?? 0) - databaseMs;
    const poolWaitMs = within(waitedMs, wallMs - databaseMs);
    const rest = wallMs - databaseMs - poolWaitMs;
    const cpuMs = within(shared.busyMs, rest);
    const loopWaitMs = within(wallMs - shared.idleMs - shared.busyMs, rest - cpuMs);
    const otherIoMs = rest - cpuMs - loopWaitMs;
    return {
      wallMs,
      cpuMs,
      loopWaitMs,
      poolWaitMs,
      databaseMs,
      otherIoMs,
      gcMs: 0,
      unaccountedMs: 0,
    };
  }
}

function within(ms: number, limitMs: number): number {
  return Math.max(0, Math.min(ms, limitMs));
}
