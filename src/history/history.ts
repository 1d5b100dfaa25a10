import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HistoryDocument } from './document.ts';
import { historyError } from './errors.ts';
import { type HistoryOptions, type HistorySettings, historySettings } from './options.ts';
import type { HistoryQuery } from './search-query.ts';
import type { Batch } from './store/batch.ts';
import type { Written } from './store/history-file.ts';
import type { HistoryPage } from './store/search.ts';
import type { Answer, Call, Problem, Task } from './worker.ts';

/** Requests in a file, written and read by a thread of their own. */
export interface History {
  readonly file: string;
  /** @throws history.query.invalid, history.write.failed */
  search(query: HistoryQuery): Promise<HistoryPage>;
  /** A request by its id, or undefined when it is not kept. */
  document(id: string): Promise<HistoryDocument | undefined>;
  /**
   * Writes a batch, or drops it when the thread does not keep up or the disk fails. Never throws;
   * the first problem of each kind becomes a warning of the process.
   */
  write(batch: Batch): Promise<void>;
  readonly counts: HistoryCounts;
  /** Waits for what was written. Nothing is kept afterwards. */
  close(): Promise<void>;
}

export interface HistoryCounts {
  readonly stored: number;
  /** Requests that were to be kept and were not: no room in the queue, or a file that fails. */
  readonly dropped: number;
}

/** Characters of documents on their way to the thread; what comes beyond them is dropped. */
const MAX_PENDING = 8_000_000;

/**
 * Opens a history. The file is created with the first write.
 *
 * ```ts
 * const history = openHistory({ file: '.uptempo/history.sqlite' });
 * const { entries } = await history.search({ path: '/movies', minMs: 100 });
 * await history.close();
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function openHistory(options: HistoryOptions): History {
  return new ThreadedHistory(historySettings(options));
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

class ThreadedHistory implements History {
  readonly #settings: HistorySettings;
  readonly #pending = new Map<number, Pending>();
  readonly #reported = new Set<string>();
  #worker: Worker | undefined;
  #calls = 0;
  #pendingLength = 0;
  #isClosed = false;
  #stored = 0;
  #dropped = 0;

  constructor(settings: HistorySettings) {
    this.#settings = settings;
  }

  get file(): string {
    return this.#settings.file;
  }

  get counts(): HistoryCounts {
    return { stored: this.#stored, dropped: this.#dropped };
  }

  search(query: HistoryQuery): Promise<HistoryPage> {
    return this.#ask({ kind: 'search', query });
  }

  document(id: string): Promise<HistoryDocument | undefined> {
    return this.#ask({ kind: 'document', id });
  }

  async write(batch: Batch): Promise<void> {
    const { requests } = batch;
    const length = requests.reduce((sum, { body }) => sum + body.length, 0);
    if (this.#isClosed || this.#pendingLength + length > MAX_PENDING) {
      this.#dropped += requests.length;
      return;
    }
    this.#pendingLength += length;
    try {
      const { added, movedTo } = await this.#ask<Written>({ kind: 'write', batch });
      this.#stored += added;
      if (movedTo !== undefined) this.#reportReplaced(movedTo);
    } catch (error) {
      this.#dropped += requests.length;
      this.#report(error as Problem);
    } finally {
      this.#pendingLength -= length;
    }
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    const isRunning = this.#worker !== undefined;
    const closed = isRunning ? this.#ask({ kind: 'close' }).catch(() => {}) : undefined;
    this.#isClosed = true;
    await closed;
    await this.#worker?.terminate();
  }

  #ask<Value>(task: Task): Promise<Value> {
    if (this.#isClosed) return Promise.reject(closedError(this.file));
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    this.#worker ??= this.#start();
    this.#worker.ref();
    const call = this.#calls++;
    this.#pending.set(call, { resolve, reject });
    this.#worker.postMessage({ call, task } satisfies Call);
    return promise;
  }

  #start(): Worker {
    // In the published package this file is JavaScript, and so is its neighbour.
    const file = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: this.#settings });
    worker.on('message', (answer: Answer) => this.#answered(answer));
    worker.on('error', (error) => this.#failed(worker, error as Error));
    return worker;
  }

  #answered({ call, value, problem }: Answer): void {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    if (problem === undefined) pending?.resolve(value as never);
    else pending?.reject(errorOf(problem));
    // An idle history keeps no process alive.
    if (this.#pending.size === 0) this.#worker?.unref();
  }

  /** The thread could not start, or ended by itself; the next task starts another. */
  #failed(worker: Worker, cause: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const error = historyError(
      'history.write.failed',
      `The thread of the history ${this.file} ended: ${cause.message}.`,
      { cause },
    );
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }

  #report({ code, message, hint }: Problem): void {
    if (this.#reported.has(code)) return;
    this.#reported.add(code);
    process.emitWarning(hint === undefined ? message : `${message} ${hint}`, {
      code: `uptempo.${code}`,
    });
  }

  #reportReplaced(movedTo: string): void {
    process.emitWarning(
      `The history ${this.file} could not be read and was moved to ${movedTo}; a new one was begun.`,
      { code: 'uptempo.history.file.moved' },
    );
  }
}

function errorOf({ code, message, hint }: Problem) {
  return historyError(code, message, hint === undefined ? {} : { hint });
}

function closedError(file: string) {
  return historyError('history.write.failed', `The history ${file} has been closed.`);
}
