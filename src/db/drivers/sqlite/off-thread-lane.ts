import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { isUptempoError } from '../../../core/index.ts';
import { queryCancelled } from '../../connection/cancelled.ts';
import { dbError } from '../../errors.ts';
import type { CompiledStatement, DatabaseValue, RawRow } from '../../sql/statement.ts';
import type { Lane } from '../driver.ts';
import type { SqliteSettings } from './settings.ts';
import type { ReadAnswer, ReadRequest } from './worker.ts';

interface Read extends ReadRequest {
  readonly resolve: (rows: readonly RawRow[]) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Reads in a thread of their own, one after the other, so that a long one keeps nobody waiting but
 * those who asked for the same. Rows are copied between the threads, which costs about as much
 * again as reading them: for reports, not for pages. The thread is started with the first read.
 */
export class OffThreadLane implements Pick<Lane, 'query'> {
  readonly #settings: SqliteSettings;
  readonly #reads: Read[] = [];
  #worker: Worker | undefined;
  #isClosed = false;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
  }

  query(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<readonly RawRow[]> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) throw closed();
      const read: Read = { sql, values, resolve, reject };
      const abort = () => this.#abort(read);
      signal?.addEventListener('abort', abort, { once: true });
      this.#reads.push(read);
      if (this.#reads.length === 1) this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
    for (const { reject } of this.#reads.splice(0)) reject(closed());
  }

  #next(): void {
    const [read] = this.#reads;
    if (read === undefined) {
      this.#worker?.unref();
      return;
    }
    this.#worker ??= this.#start();
    this.#worker.ref();
    const { sql, values } = read;
    this.#worker.postMessage({ sql, values } satisfies ReadRequest);
  }

  #start(): Worker {
    // In the published package this file is JavaScript, and so is its neighbour.
    const file = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    const worker = new Worker(file, { workerData: this.#settings });
    worker.on('message', (answer: ReadAnswer) => this.#answered(answer));
    worker.on('error', (error) => this.#failed(worker, error));
    return worker;
  }

  #answered(answer: ReadAnswer): void {
    const read = this.#reads.shift();
    if ('rows' in answer) read?.resolve(answer.rows);
    else read?.reject(dbError(answer.code, answer.message, answer.options));
    this.#next();
  }

  /** The thread could not start, or ended by itself; the next read starts another. */
  #failed(worker: Worker, error: unknown): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    const failure = isUptempoError(error)
      ? error
      : dbError('db.open.failed', `The thread for reads ended: ${String(error)}.`, {
          cause: error,
        });
    this.#reads.shift()?.reject(failure);
    this.#next();
  }

  /** SQLite cannot be interrupted from outside, but its thread can be ended. */
  #abort(read: Read): void {
    const index = this.#reads.indexOf(read);
    if (index === -1) return;
    this.#reads.splice(index, 1);
    read.reject(queryCancelled());
    if (index > 0) return;
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#next();
  }
}

function closed() {
  return dbError('db.closed', 'A query ran after the database had been closed.', {
    hint: 'Await all queries before disconnect().',
  });
}
