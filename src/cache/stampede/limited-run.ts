import { AsyncLocalStorage } from 'node:async_hooks';
import { currentContext, runInContext } from '../../events/index.ts';
import type { TagVersions } from '../entry.ts';
import { cacheError } from '../errors.ts';
import { type Timeout, timeoutMs } from '../timeout.ts';

/** What the function that computes a value can say about how it is to be kept. */
export interface ComputeContext {
  /** Aborted when the time limit is over; the value is not waited for any more. */
  readonly signal: AbortSignal;
  /** Whether an older value is served meanwhile, so that nobody waits for this one. */
  readonly isRefresh: boolean;
  /** Sets how long this value is kept, 0 for not at all. */
  setTimeout(timeout: Timeout): void;
  /** Has this value not be served past its time, whatever `stale` and `grace` of the call say. */
  neverStale(): void;
  /**
   * Adds tags with versions that `cache.readTags()` gave before what they stand for was read. It
   * may be called until the function's promise is settled.
   */
  addTags(versions: TagVersions): void;
}

export type Compute<T> = (context: ComputeContext) => T | Promise<T>;

/** What came of a computation. */
export interface Computed {
  readonly value: unknown;
  /** Undefined: what the call's options say. */
  readonly timeoutMs: number | null | undefined;
  /** Whether it may be served past its time. */
  readonly mayBeStale: boolean;
  readonly tags: TagVersions;
}

/** Runs what would otherwise belong to a request or transaction that may be over before it is. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Computes a value within a time limit.
 *
 * It works for whoever waits for the key, so it is not cancelled with the request that happened to
 * come first; what it reads is still recorded as that request's.
 *
 * @throws cache.compute.timeout, and what the function throws.
 */
export async function runLimited(
  compute: Compute<unknown>,
  limitMs: number,
  { tags, isRefresh }: { readonly tags: TagVersions; readonly isRefresh: boolean },
): Promise<Computed> {
  const controller = new AbortController();
  const added = new Map(tags);
  let ownTimeoutMs: number | null | undefined;
  let mayBeStale = true;
  const context: ComputeContext = {
    signal: controller.signal,
    isRefresh,
    setTimeout(timeout) {
      ownTimeoutMs = timeoutMs(timeout);
    },
    neverStale() {
      mayBeStale = false;
    },
    addTags(versions) {
      for (const [tag, version] of versions) addFirst(added, tag, version);
    },
  };
  const value = await within(limitMs, controller, () => inOwnContext(compute, context));
  return { value, timeoutMs: ownTimeoutMs, mayBeStale, tags: added };
}

/** Runs in the background: outside of the caller's transaction, recorded as part of its request. */
export function runInBackground(work: () => Promise<void>): Promise<void> {
  const request = currentContext();
  return outside(() => (request === undefined ? work() : runInContext(request, work)));
}

/** Of two versions of a tag the first was read earlier: it alone covers all that was read. */
function addFirst(tags: Map<string, string>, tag: string, version: string): void {
  if (!tags.has(tag)) tags.set(tag, version);
}

function inOwnContext(compute: Compute<unknown>, context: ComputeContext): unknown {
  const request = currentContext();
  if (request === undefined) return compute(context);
  return runInContext({ ...request, signal: context.signal }, () => compute(context));
}

async function within(
  limitMs: number,
  controller: AbortController,
  work: () => unknown,
): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = timedOut(limitMs);
      reject(error);
      controller.abort(error);
    }, limitMs);
  });
  try {
    return await Promise.race([(async () => work())(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

export function timedOut(limitMs: number) {
  return cacheError('cache.compute.timeout', `Computing a value took longer than ${limitMs} ms.`, {
    hint: 'Make it faster, raise the option limit, or serve an older value meanwhile with stale or grace.',
  });
}
