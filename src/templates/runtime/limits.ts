import { templateError } from '../errors.ts';

/** What a render may use, for templates written by people who are not trusted with more. */
export interface RenderLimits {
  /** Milliseconds from the start to the end, waiting included. */
  readonly timeMs: number;
  /** Length of the output in UTF-16 code units. */
  readonly outputLength: number;
}

/** Rounds of loops between two looks at the clock. */
const ROUNDS = 64;

/** How much of its limits a render has used. */
export class LimitGuard {
  readonly #limits: RenderLimits;
  readonly #deadlineMs: number;
  #rounds = 0;

  constructor(limits: RenderLimits) {
    this.#limits = limits;
    this.#deadlineMs = performance.now() + limits.timeMs;
  }

  /** Called in each round of a loop and at the start of each template and block. */
  round(): void {
    if (++this.#rounds % ROUNDS === 0) this.clock();
  }

  /** @throws templates.limit.time */
  clock(): void {
    if (performance.now() > this.#deadlineMs) throw this.#tooLong();
  }

  /**
   * Waits for a value as long as there is time.
   *
   * @throws templates.limit.time
   */
  async wait(pending: PromiseLike<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const leftMs = Math.max(0, this.#deadlineMs - performance.now());
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(this.#tooLong()), leftMs + 1);
    });
    try {
      return await Promise.race([pending, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** @throws templates.limit.output */
  output(length: number): void {
    if (length <= this.#limits.outputLength) return;
    throw templateError(
      'templates.limit.output',
      `The template wrote more than its ${this.#limits.outputLength} characters.`,
    );
  }

  #tooLong(): Error {
    return templateError(
      'templates.limit.time',
      `The template took longer than its ${this.#limits.timeMs} ms.`,
    );
  }
}
