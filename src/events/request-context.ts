import { AsyncLocalStorage } from 'node:async_hooks';
import { threadClock } from './time/thread-clock.ts';
import { ThreadTime } from './time/thread-time.ts';

/** What is known about the unit of work (a request, a command, a task) that runs now. */
export interface RequestContext {
  /** Unique in this process and hard to guess, since traces can be looked up by it. */
  readonly id: string;
  /** `performance.now()` at the start. */
  readonly startedMs: number;
  /** Values that folders attach for the length of the request, keyed by a symbol of their own. */
  readonly values: Map<symbol, unknown>;
  /** Aborted when nobody waits for the work any more; what runs for it is then cancelled. */
  readonly signal?: AbortSignal | undefined;
  /** How it uses the thread; undefined when nobody measured at its start. */
  readonly thread?: ThreadTime | undefined;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** A fresh context; it becomes current only through `runInContext`. */
export function createRequestContext(signal?: AbortSignal): RequestContext {
  const thread = threadClock.isOn ? new ThreadTime() : undefined;
  const context: RequestContext = {
    id: crypto.randomUUID(),
    startedMs: performance.now(),
    values: new Map(),
    signal,
    thread,
  };
  if (thread !== undefined) threadClock.enter(context);
  return context;
}

/** Runs `work` with the context as the current one, through every await below it. */
export function runInContext<T>(context: RequestContext, work: () => T): T {
  return storage.run(context, work);
}

/** The current context, or undefined outside of a unit of work. */
export function currentContext(): RequestContext | undefined {
  return storage.getStore();
}
