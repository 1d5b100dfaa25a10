import type { TimeAccount } from '../../events/index.ts';
import type { Mergeable } from '../groups.ts';
import { Histogram, type HistogramJson } from '../histogram.ts';
import { addTimes, NO_TIMES, type TimeSums } from '../time-sums.ts';
import { type AnswerJson, Answers } from './answers.ts';
import { roundedFields } from './rounded-fields.ts';

/** What one answered request adds to its route; the account of its time comes later. */
export interface AnsweredRequest {
  readonly durationMs: number;
  readonly statusCode: number;
  readonly bytes: number;
  readonly queries: number;
  readonly rows: number;
  readonly templateMs: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
}

export interface RouteStatsJson {
  readonly clientErrors: number;
  readonly serverErrors: number;
  readonly cancelled: number;
  readonly bytes: number;
  readonly queries: number;
  readonly rows: number;
  readonly templateMs: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly times: TimeAccount;
  readonly durations: HistogramJson;
  readonly answers?: readonly AnswerJson[];
}

/** nginx's status for a client that left before it was answered. */
const CLIENT_CLOSED_REQUEST = 499;

/** What the requests of one route, of one method, have cost. */
export class RouteStats implements Mergeable<RouteStats> {
  readonly durations: Histogram;
  readonly times: TimeSums;
  /** The same durations, by status. */
  readonly answers: Answers;
  clientErrors = 0;
  serverErrors = 0;
  /** The client left before it was answered; not among the errors of the server. */
  cancelled = 0;
  bytes = 0;
  queries = 0;
  rows = 0;
  templateMs = 0;
  cacheHits = 0;
  cacheMisses = 0;

  constructor(durations = new Histogram(), times: TimeAccount = NO_TIMES, answers = new Answers()) {
    this.durations = durations;
    this.answers = answers;
    this.times = { ...times };
  }

  get weight(): number {
    return this.durations.sumMs;
  }

  add(request: AnsweredRequest): void {
    this.durations.record(request.durationMs);
    this.answers.add(request.statusCode, request.durationMs);
    if (request.statusCode >= 500) this.serverErrors++;
    else if (request.statusCode === CLIENT_CLOSED_REQUEST) this.cancelled++;
    else if (request.statusCode >= 400) this.clientErrors++;
    this.bytes += request.bytes;
    this.queries += request.queries;
    this.rows += request.rows;
    this.templateMs += request.templateMs;
    this.cacheHits += request.cacheHits;
    this.cacheMisses += request.cacheMisses;
  }

  addTimes(account: TimeAccount): void {
    addTimes(this.times, account);
  }

  merge(other: RouteStats): void {
    this.durations.merge(other.durations);
    this.answers.merge(other.answers);
    addTimes(this.times, other.times);
    this.clientErrors += other.clientErrors;
    this.serverErrors += other.serverErrors;
    this.cancelled += other.cancelled;
    this.bytes += other.bytes;
    this.queries += other.queries;
    this.rows += other.rows;
    this.templateMs += other.templateMs;
    this.cacheHits += other.cacheHits;
    this.cacheMisses += other.cacheMisses;
  }

  toJSON(): RouteStatsJson {
    return roundedFields({
      clientErrors: this.clientErrors,
      serverErrors: this.serverErrors,
      cancelled: this.cancelled,
      bytes: this.bytes,
      queries: this.queries,
      rows: this.rows,
      templateMs: this.templateMs,
      cacheHits: this.cacheHits,
      cacheMisses: this.cacheMisses,
      times: roundedFields(this.times),
      durations: this.durations.toJSON(),
      answers: this.answers.toJSON(),
    });
  }

  static fromJSON({ durations, times, answers, ...counts }: RouteStatsJson): RouteStats {
    const stats = new RouteStats(Histogram.fromJSON(durations), times, Answers.fromJSON(answers));
    return Object.assign(stats, counts);
  }
}
