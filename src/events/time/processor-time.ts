import { closeSync, openSync, readSync } from 'node:fs';

/** What the system has given this thread since it began, in milliseconds. */
export interface ProcessorTime {
  /** On a processor. */
  readonly onMs: number;
  /** Ready to run, while the processors ran others. */
  readonly readyMs: number;
}

/** Nanoseconds on a processor, nanoseconds waiting for one, and a count: proc_pid_schedstat(5). */
const FILE = '/proc/thread-self/schedstat';

/** Longer than three numbers of 64 bits. */
const MAX_BYTES = 80;

/**
 * Asks Linux, which alone tells waiting for a processor from waiting for something else, such as a
 * file that is read synchronously. A look takes 2 µs.
 */
export class ProcessorClock {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(MAX_BYTES);

  private constructor(file: number) {
    this.#file = file;
  }

  /** The clock of this thread; undefined where the system has none. */
  static open(): ProcessorClock | undefined {
    try {
      return new ProcessorClock(openSync(FILE, 'r'));
    } catch {
      return undefined;
    }
  }

  read(): ProcessorTime {
    const length = readSync(this.#file, this.#bytes, 0, MAX_BYTES, 0);
    const [on = 0, ready = 0] = this.#bytes.toString('latin1', 0, length).split(' ').map(Number);
    return { onMs: on / 1e6, readyMs: ready / 1e6 };
  }

  close(): void {
    closeSync(this.#file);
  }
}
