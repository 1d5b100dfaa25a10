import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Messages from a child process, with an error in their place when the child ends first. */
export class ChildMessages {
  readonly #child: ChildProcess;
  readonly #end: Promise<never>;

  /** @param name - of the child, for the error. */
  constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#end = once(child, 'exit').then(([code]) => {
      throw new Error(`The process of ${name} ended with code ${code}.`);
    });
    // Nobody may be waiting for a message when the child is told to end.
    this.#end.catch(() => {});
  }

  /** The next message. */
  async next(limitMs?: number): Promise<unknown> {
    const arrival = new AbortController();
    const signals = limitMs === undefined ? [] : [AbortSignal.timeout(limitMs)];
    const signal = AbortSignal.any([arrival.signal, ...signals]);
    try {
      const message = once(this.#child, 'message', { signal });
      const [first] = await Promise.race([message, this.#end]);
      return first;
    } finally {
      arrival.abort();
    }
  }

  /** Resolves when the child has ended. */
  async ended(): Promise<void> {
    await this.#end.catch(() => {});
  }
}
