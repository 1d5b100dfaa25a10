import { parentPort, workerData } from 'node:worker_threads';
import { isUptempoError } from '../core/index.ts';
import { type HistoryErrorCode, historyError } from './errors.ts';
import type { HistorySettings } from './options.ts';
import type { HistoryQuery } from './search-query.ts';
import type { Batch } from './store/batch.ts';
import { HistoryFile } from './store/history-file.ts';

/**
 * The thread that has the file: what SQLite, the compression and the disk take, the event loop of
 * the application does not feel.
 */

export type Task =
  | { readonly kind: 'write'; readonly batch: Batch }
  | { readonly kind: 'search'; readonly query: HistoryQuery }
  | { readonly kind: 'document'; readonly id: string }
  | { readonly kind: 'close' };

export interface Call {
  readonly call: number;
  readonly task: Task;
}

/** Errors lose their class on the way between threads. */
export interface Answer {
  readonly call: number;
  readonly value?: unknown;
  readonly problem?: Problem;
}

export interface Problem {
  readonly code: HistoryErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
}

const { file, maxBytes, maxAgeMs }: HistorySettings = workerData;
let opened: HistoryFile | undefined;

/** Opened by the first task and again after a failure, which may be over by then. */
function history(): HistoryFile {
  opened ??= new HistoryFile(file, { maxBytes, maxAgeMs });
  return opened;
}

parentPort?.on('message', ({ call, task }: Call) => {
  const answer: Answer = { call, ...run(task) };
  parentPort?.postMessage(answer);
  if (task.kind === 'close') parentPort?.close();
});

function run(task: Task): Omit<Answer, 'call'> {
  try {
    return { value: perform(task) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

function perform(task: Task): unknown {
  switch (task.kind) {
    case 'write':
      return history().write(task.batch);
    case 'search':
      return history().search(task.query);
    case 'document':
      return history().document(task.id);
    case 'close':
      return opened?.close();
  }
}

function problemOf(error: unknown): Problem {
  const known = isUptempoError(error)
    ? error
    : historyError('history.write.failed', `The history ${file} failed: ${String(error)}.`);
  return { code: known.code as HistoryErrorCode, message: known.message, hint: known.hint };
}
