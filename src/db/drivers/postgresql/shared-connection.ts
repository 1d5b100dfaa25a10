import { isUptempoError } from '../../../core/index.ts';
import type { PostgresqlConnection } from './connection.ts';
import type { Submission } from './submission.ts';

/** A statement that runs for so long holds up those behind it. */
const SLOW_MS = 25;

/** A connection with the statements that are on their way on it, in the order of their answers. */
export class SharedConnection {
  readonly connection: PostgresqlConnection;
  readonly #inFlight: Submission[] = [];
  #firstSinceMs = 0;
  /** Whether its session has ended and its first statement has been told. */
  isLost = false;

  constructor(connection: PostgresqlConnection) {
    this.connection = connection;
  }

  get length(): number {
    return this.#inFlight.length;
  }

  /** Whether one more statement of the kind may be sent behind those that are on their way. */
  takes(isWrite: boolean): boolean {
    if (!this.connection.isOpen) return false;
    const first = this.#inFlight[0];
    if (first === undefined) return true;
    return first.isWrite === isWrite && performance.now() - this.#firstSinceMs < SLOW_MS;
  }

  push(submission: Submission): void {
    if (this.#inFlight.length === 0) this.#firstSinceMs = performance.now();
    this.#inFlight.push(submission);
  }

  /**
   * Takes out one that has been answered; returns whether it was the first, as all are but those
   * that were sent twice.
   */
  remove(submission: Submission): boolean {
    const isFirst = this.#inFlight[0] === submission;
    if (isFirst) this.#inFlight.shift();
    else this.#inFlight.splice(this.#inFlight.indexOf(submission), 1);
    this.#firstSinceMs = performance.now();
    return isFirst;
  }

  /**
   * Whether a statement whose connection ended can be sent again: it was not the one that ran,
   * and it changes nothing or the server said that it ran nothing more.
   */
  canRepeat(submission: Submission, error: unknown, wasFirst: boolean): boolean {
    if (!isUptempoError(error, 'db.connection.lost')) return false;
    this.isLost = true;
    if (wasFirst || submission.isRepeated) return false;
    return !submission.isWrite || this.connection.wasEndedByServer;
  }
}
