import { queryChannel } from '../../events/index.ts';

/** How long a statement waited in a lane before a connection was its own; the lane writes it. */
export interface LaneWait {
  waitedMs: number;
}

/** By the promise of the statement's result, which is what a lane and who observes it both have. */
const waits = new WeakMap<Promise<unknown>, LaneWait>();

/**
 * Runs a statement that may have to wait in its lane. Only while somebody listens is it given an object
 * to write down how long.
 */
export function measuringWait<T>(run: (wait: LaneWait | undefined) => Promise<T>): Promise<T> {
  if (!queryChannel.hasSubscribers) return run(undefined);
  const wait = { waitedMs: 0 };
  const result = run(wait);
  waits.set(result, wait);
  return result;
}

/** Milliseconds that a result was waited for before its statement ran; 0 where none are known. */
export function waitedMs(result: Promise<unknown>): number {
  return waits.get(result)?.waitedMs ?? 0;
}
