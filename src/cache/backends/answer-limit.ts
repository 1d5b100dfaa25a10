import type { MaybePromise } from '../../core/index.ts';

/** What becomes of a call. */
export interface Outcome<T> {
  /** The answer is there. */
  done(): void;
  /** What the caller gets in its place. @throws what he gets else. */
  failed(error: unknown): T;
}

/**
 * A limit for how long answers may take. One timer watches over all that are awaited, and a call
 * makes one promise beside that of the backend: a timer each and some promises more made ten gets
 * from Redis take a third longer (bench: `cache`).
 *
 * What has arrived while the thread was busy is an answer in time: after the limit the event loop
 * reads once more what there is, and only then gives up.
 */
export class AnswerLimit {
  readonly #timeoutMs: number;
  readonly #silence: () => Error;
  /** In the order in which they began: the next of it is the first to be late. */
  readonly #awaited = new Awaited(0, () => undefined);
  #isWatching = false;

  /** @param silence - what a call that has got no answer fails with. */
  constructor(timeoutMs: number, silence: () => Error) {
    this.#timeoutMs = timeoutMs;
    this.#silence = silence;
  }

  /** What `work` gives in time, or what the outcome of the failure is. */
  run<T>(work: () => MaybePromise<T>, outcome?: Outcome<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => {
        try {
          if (outcome === undefined) reject(error);
          else resolve(outcome.failed(error));
        } catch (instead) {
          reject(instead);
        }
      };
      const succeed = (value: T) => {
        outcome?.done();
        resolve(value);
      };
      this.#start(work, succeed, fail);
    });
  }

  #start<T>(
    work: () => MaybePromise<T>,
    succeed: (value: T) => void,
    fail: (error: unknown) => void,
  ): void {
    let result: MaybePromise<T>;
    try {
      result = work();
    } catch (error) {
      fail(error);
      return;
    }
    if (!(result instanceof Promise)) {
      succeed(result);
      return;
    }
    const awaited = new Awaited(performance.now(), fail);
    this.#awaited.addLast(awaited);
    if (!this.#isWatching) this.#watch(this.#timeoutMs);
    result.then(
      (value) => {
        if (awaited.remove()) succeed(value);
      },
      (error) => {
        if (awaited.remove()) fail(error);
      },
    );
  }

  /** It keeps no process alive: what is awaited does. */
  #watch(delayMs: number): void {
    this.#isWatching = true;
    setTimeout(() => {
      const nowMs = performance.now();
      setImmediate(() => this.#giveUp(nowMs));
    }, delayMs).unref();
  }

  #giveUp(nowMs: number): void {
    this.#isWatching = false;
    for (;;) {
      const { next } = this.#awaited;
      if (next === this.#awaited) return;
      const leftMs = next.startedMs + this.#timeoutMs - nowMs;
      if (leftMs > 0) {
        this.#watch(leftMs);
        return;
      }
      next.remove();
      next.fail(this.#silence());
    }
  }
}

/** One of a ring of awaited answers; the ring begins and ends at one that stands for none. */
class Awaited {
  readonly startedMs: number;
  readonly fail: (error: unknown) => void;
  next: Awaited = this;
  #previous: Awaited = this;

  constructor(startedMs: number, fail: (error: unknown) => void) {
    this.startedMs = startedMs;
    this.fail = fail;
  }

  addLast(last: Awaited): void {
    last.next = this;
    last.#previous = this.#previous;
    this.#previous.next = last;
    this.#previous = last;
  }

  /** Whether it was in the ring. */
  remove(): boolean {
    if (this.next === this) return false;
    this.#previous.next = this.next;
    this.next.#previous = this.#previous;
    this.next = this;
    this.#previous = this;
    return true;
  }
}
