import { isLoadable, LOAD } from '../../core/index.ts';

/** A value that must be waited for: a promise, a QuerySet, an unloaded relation. */
export type Pending = PromiseLike<unknown> | { [LOAD](): Promise<unknown> };

export function isPending(value: unknown): value is Pending {
  return typeof value === 'object' && value !== null && (isLoadable(value) || isThenable(value));
}

export function isThenable(value: object): value is PromiseLike<unknown> {
  return 'then' in value && typeof value.then === 'function';
}

/**
 * What a render is made of: a generator that yields each promise it must wait for and is resumed
 * with its value. One that never yields has run synchronously.
 */
export interface Steps<T> {
  next(value?: unknown): IteratorResult<PromiseLike<unknown> | null, T>;
  return(value: T): IteratorResult<PromiseLike<unknown> | null, T>;
  throw(error: unknown): IteratorResult<PromiseLike<unknown> | null, T>;
  [Symbol.iterator](): Steps<T>;
}

/** The promise of a value that must be waited for; null when there is nothing to wait for. */
export function waitOn(value: unknown): PromiseLike<unknown> | null {
  if (!isPending(value)) return null;
  return isLoadable(value) ? value[LOAD]() : value;
}

/** The value behind promises, QuerySets and unloaded relations. */
export function* settle(value: unknown): Steps<unknown> {
  let settled = value;
  for (let wait = waitOn(settled); wait !== null; wait = waitOn(settled)) settled = yield wait;
  return settled;
}

/**
 * Runs steps to their end: the result at once when nothing has to be waited for.
 *
 * @param wait - how to wait; renders under limits wait no longer than they may.
 */
export function runSteps<T>(steps: Steps<T>, wait: Wait = waitForever): T | Promise<T> {
  const first = steps.next();
  return first.done ? first.value : continueSteps(steps, first.value, wait);
}

/** Goes on with steps that were begun by hand, as `yield*` would from their beginning. */
export function* goOn<T>(steps: Steps<T>, first: PromiseLike<unknown> | null): Steps<T> {
  let next: IteratorResult<PromiseLike<unknown> | null, T> = { done: false, value: first };
  try {
    while (!next.done) next = yield* step(steps, next.value);
    return next.value;
  } finally {
    // Where a stream is given up, what has been begun inside is told so.
    if (!next.done) steps.return(undefined as T);
  }
}

/** Hands one value out, and what comes back for it in. */
function* step<T>(
  steps: Steps<T>,
  pending: PromiseLike<unknown> | null,
): Steps<IteratorResult<PromiseLike<unknown> | null, T>> {
  let value: unknown;
  try {
    value = yield pending;
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(value);
}

/** Waits for a value. */
export type Wait = (pending: PromiseLike<unknown>) => PromiseLike<unknown>;

export const waitForever: Wait = (pending) => pending;

async function continueSteps<T>(
  steps: Steps<T>,
  firstPending: PromiseLike<unknown> | null,
  wait: Wait,
): Promise<T> {
  let pending = firstPending;
  for (;;) {
    const next = await advance(steps, pending === null ? pending : wait(pending));
    if (next.done) return next.value;
    pending = next.value;
  }
}

/** Goes on when a promise has come to its end: with its value, or its failure thrown inside. */
export async function advance<T>(
  steps: Steps<T>,
  pending: PromiseLike<unknown> | null,
): Promise<IteratorResult<PromiseLike<unknown> | null, T>> {
  let value: unknown;
  try {
    value = await pending;
  } catch (error) {
    return steps.throw(error);
  }
  return steps.next(value);
}
