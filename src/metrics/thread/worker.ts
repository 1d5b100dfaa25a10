import { parentPort, workerData } from 'node:worker_threads';
import { isUptempoError } from '../../core/index.ts';
import { Keeper } from './keeper.ts';
import type { Answer, Call, Problem, ThreadSettings } from './tasks.ts';

const settings: ThreadSettings = workerData;
let keeper: Keeper | undefined;

parentPort?.on('message', (call: Call) => {
  parentPort?.postMessage(answer(call));
  if (call.task.kind === 'close') parentPort?.close();
});

function answer({ call, task, news }: Call): Answer {
  try {
    keeper ??= new Keeper(settings);
    const value = keeper.perform(task, news);
    return { call, value, warnings: keeper.takeWarnings(), isWatched: keeper.isWatched };
  } catch (error) {
    const warnings = keeper?.takeWarnings() ?? [];
    return { call, problem: problemOf(error), warnings, isWatched: keeper?.isWatched ?? false };
  }
}

function problemOf(error: unknown): Problem {
  if (isUptempoError(error)) {
    const { cause } = error;
    const message = cause instanceof Error ? `${error.message} ${cause.message}` : error.message;
    return { code: error.code, message, hint: error.hint };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: undefined, message, hint: undefined };
}
