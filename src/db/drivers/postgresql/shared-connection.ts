import { isUptempoError } from '../../../core/index.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { Submission } from './submission.ts';

/** A statement that runs for so long would hold up those behind it. */
export const SLOW_MS = 25;

/** Most statements sent ahead on one connection; the others wait in line, where they can be moved. */
const MAX_IN_FLIGHT = 64;

/** A connection with the statements that are on their way on it, in the order of their answers. */
export class SharedConnection {
  readonly connection: PostgresqlConnection;
  readonly #inFlight: Submission[] = [];
  #firstSinceMs = 0;
  /** Whether the statement on it may take long, so that nothing is sent behind it. */
  #isReserved = false;
  #isFull = false;
  /** Whether its session has ended and its first statement has been told. */
  isLost = false;
  /** Whether it has just been acquired, and nothing was sent on it before. */
  isFresh = false;

  constructor(connection: PostgresqlConnection) {
    this.connection = connection;
  }

  get length(): number {
    return this.#inFlight.length;
  }

  /** Whether statements can be sent behind those that are on their way. */
  isQuick(): boolean {
    return !this.#isReserved && (this.length === 0 || this.#elapsedMs() < SLOW_MS);
  }

  /** Whether one more statement may be sent now. */
  takes({ isWrite }: Submission, isQuick: boolean): boolean {
    if (!this.connection.isOpen || !this.#hasRoom()) return false;
    const first = this.#inFlight[0];
    return first === undefined || (isQuick && first.isWrite === isWrite && this.isQuick());
  }

  push(submission: Submission, isQuick: boolean): void {
    if (this.length === 0) this.#firstSinceMs = performance.now();
    this.#isReserved = !isQuick;
    this.#inFlight.push(submission);
  }

  /**
   * Takes out one that has been answered: the first, if it was not sent twice. Returns for how
   * many milliseconds it had been that.
   */
  remove(submission: Submission): number {
    const elapsedMs = this.#elapsedMs();
    if (this.isFirst(submission)) this.#inFlight.shift();
    else this.#inFlight.splice(this.#inFlight.indexOf(submission), 1);
    this.#firstSinceMs = performance.now();
    return elapsedMs;
  }

  isFirst(submission: Submission): boolean {
    return this.#inFlight[0] === submission;
  }

  /**
   * Whether a statement whose connection ended can be sent again: it was not the one that ran,
   * and it changes nothing or the server said that it ran nothing more.
   */
  canRepeat(submission: Submission, error: unknown): boolean {
    if (!isUptempoError(error, 'db.connection.lost')) return false;
    const ranIt = this.isFirst(submission) && !this.isLost;
    this.isLost = true;
    if (ranIt || submission.isRepeated) return false;
    return !submission.isWrite || this.connection.wasEndedByServer;
  }

  /**
   * One that was full has room again when half of it has been answered. Filled up after each answer,
   * it would write to the socket for each statement, and both sides would wake up for each (`wire`).
   */
  #hasRoom(): boolean {
    if (this.length >= MAX_IN_FLIGHT) this.#isFull = true;
    else if (this.length <= MAX_IN_FLIGHT / 2) this.#isFull = false;
    return !this.#isFull;
  }

  #elapsedMs(): number {
    return performance.now() - this.#firstSinceMs;
  }
}
