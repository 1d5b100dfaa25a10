import type { MaybePromise } from '../core/index.ts';
import {
  type CacheOperation,
  CallSite,
  cacheChannel,
  currentContext,
  threadClock,
} from '../events/index.ts';

/** What a call of a cache adds up while somebody listens. */
export interface Tally {
  hits: number;
  misses: number;
  stale: number;
  bytes: number;
  computeMs: number;
  /** Why it can't be told when the value changes. */
  untracked?: string | undefined;
}

export function countHits(tally: Tally | undefined, hits: number, misses: number): void {
  if (tally === undefined) return;
  tally.hits += hits;
  tally.misses += misses;
}

export interface ObservedCall {
  readonly cache: string;
  readonly backend: string;
  readonly operation: CacheOperation;
  readonly keys: readonly string[];
}

/** Runs a call; publishes it once it is done, if anybody listens. */
export function observing<T>(
  call: () => ObservedCall,
  work: (tally: Tally | undefined) => MaybePromise<T>,
): Promise<T> {
  if (cacheChannel.hasSubscribers) return publishing(call(), work);
  try {
    const done = work(undefined);
    return done instanceof Promise ? done : Promise.resolve(done);
  } catch (error) {
    // What is wrong with the arguments is told as every other failure is.
    return Promise.reject(error);
  }
}

async function publishing<T>(
  call: ObservedCall,
  work: (tally: Tally) => MaybePromise<T>,
): Promise<T> {
  threadClock.mark(currentContext());
  const site = cacheChannel.wantsCallSite() ? CallSite.capture() : undefined;
  const tally: Tally = { hits: 0, misses: 0, stale: 0, bytes: 0, computeMs: 0 };
  const startedMs = performance.now();
  let failure: unknown;
  try {
    return await work(tally);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    cacheChannel.publish({
      ...call,
      ...tally,
      context: currentContext(),
      startedMs,
      durationMs: performance.now() - startedMs,
      site,
      error: failure,
    });
  }
}
