import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { metricsError } from '../errors.ts';
import type { Answer, Call, News, Problem, Task, ThreadSettings } from './tasks.ts';

export interface ThreadListener {
  /** What could not be written, or why the thread ended. */
  warned(message: string): void;
  /** Whether somebody looks, so that news are wanted each second. */
  watched(isWatched: boolean): void;
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/** The thread that keeps the figures, seen from the one that counts them. It keeps no process alive. */
export class MetricsThread {
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #end: Error | undefined;

  constructor(settings: ThreadSettings, listener: ThreadListener) {
    this.#listener = listener;
    // In the published package this file is JavaScript, and so is its neighbour.
    const file = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    this.#worker = new Worker(file, { workerData: settings });
    this.#worker.on('message', (answer: Answer) => this.#answered(answer));
    this.#worker.on('error', (error) => this.#ended(error as Error));
    this.#worker.on('exit', () => this.#ended(new Error('The thread of the metrics has ended.')));
  }

  /** Whether it will answer no more. */
  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Whether something was asked that is not answered yet. */
  get isBusy(): boolean {
    return this.#pending.size > 0;
  }

  /** @throws metrics.store.unusable, metrics.store.newer, and Error when the thread has ended. */
  ask<Value>(task: Task, news: News): Promise<Value> {
    if (this.#end !== undefined) return Promise.reject(this.#end);
    const { promise, resolve, reject } = Promise.withResolvers<Value>();
    const call = this.#calls++;
    this.#pending.set(call, { resolve, reject });
    this.#worker.ref();
    this.#worker.postMessage({ call, task, news } satisfies Call);
    return promise;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #answered({ call, value, problem, warnings, isWatched }: Answer): void {
    const pending = this.#pending.get(call);
    this.#pending.delete(call);
    if (this.#pending.size === 0) this.#worker.unref();
    this.#listener.watched(isWatched);
    for (const warning of warnings) this.#listener.warned(warning);
    if (problem === undefined) pending?.resolve(value as never);
    else pending?.reject(errorOf(problem));
  }

  #ended(error: Error): void {
    if (this.#end !== undefined) return;
    this.#end = error;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(error);
  }
}

function errorOf({ code, message, hint }: Problem): Error {
  const options = hint === undefined ? {} : { hint };
  if (code === 'metrics.store.unusable' || code === 'metrics.store.newer') {
    return metricsError(code, message, options);
  }
  return new Error(message);
}
