/** What a context waited for, or did on the thread that is not its own code. */
export type TimeKind =
  /** A connection of a pool, or another transaction's end. */
  | 'pool'
  /** A statement in a database that answers later. */
  | 'database'
  /** A statement in an embedded database, which has the thread meanwhile. */
  | 'embedded-database'
  | 'cache'
  /** A request to another server. */
  | 'http'
  | 'template';

/** A stretch of time that a context spent on something, in milliseconds of `performance.now()`. */
export interface TimeNote {
  readonly kind: TimeKind;
  readonly startMs: number;
  readonly endMs: number;
}

/** A stretch of time in which a context had the thread. */
export interface Run {
  readonly startMs: number;
  endMs: number;
  /** When what it waited for before had come, at the earliest; then it waited for the thread. */
  readonly arrivedMs: number;
}

/** Runs and notes kept of a context. A request that has more of them counts them together. */
const MAX_ENTRIES = 2_000;

/** Runs that follow each other so closely are one, in milliseconds. */
const JOIN_MS = 0.002;

/** How one context used the thread and what it waited for, in the order it happened. */
export class ThreadTime {
  readonly runs: Run[] = [];
  readonly notes: TimeNote[] = [];
  /**
   * How long of its runs the machine had its processors elsewhere; single looks err by a tick of the
   * system, both ways, so it is meant for sums.
   */
  starvedMs = 0;
  /** Whether there was more than is kept, which makes an account of it unsure. */
  isCut = false;

  addRun(startMs: number, endMs: number, arrivedMs: number): void {
    const last = this.runs.at(-1);
    if (last !== undefined && startMs - last.endMs < JOIN_MS) last.endMs = endMs;
    else if (!this.#isFull(this.runs)) this.runs.push({ startMs, endMs, arrivedMs });
  }

  addNote(kind: TimeKind, startMs: number, endMs: number): void {
    if (endMs > startMs && !this.#isFull(this.notes)) this.notes.push({ kind, startMs, endMs });
  }

  #isFull(entries: readonly unknown[]): boolean {
    if (entries.length < MAX_ENTRIES) return false;
    this.isCut = true;
    return true;
  }
}
