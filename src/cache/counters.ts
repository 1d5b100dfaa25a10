import type { CacheBackend } from './backends/backend.ts';
import { counterBytes, counterOf, type Stored } from './entry.ts';
import { cacheError } from './errors.ts';

/** The value of a counter after a step. @throws cache.counter.invalid, cache.counter.out_of_range */
export function stepped(stored: Stored, delta: number): number {
  const value = stored instanceof Uint8Array ? counterOf(stored) : undefined;
  if (value === undefined) throw notACounter();
  return inRange(value + delta);
}

/** @throws cache.counter.out_of_range */
export function inRange(value: number): number {
  if (Number.isSafeInteger(value)) return value + 0;
  throw outOfRange();
}

export function outOfRange() {
  return cacheError('cache.counter.out_of_range', 'A counter would leave ±2^53.', {
    hint: 'Use a database for numbers of this size.',
  });
}

export function notACounter() {
  return cacheError('cache.counter.invalid', 'The entry is no counter, so it cannot be counted.', {
    hint: 'A counter is a whole number that was set without tags: set(key, 0), then incr(key).',
  });
}

/** Of many that make a counter at a time, one that never gets through gives up. */
const MAX_ATTEMPTS = 5;

/** Adds to a counter; one that is not there is made from `initial`, if there is one. */
export async function countUp(
  backend: CacheBackend,
  key: string,
  delta: number,
  initial: number | undefined,
  timeoutMs: number | null,
): Promise<number> {
  if (!Number.isSafeInteger(delta)) throw notWhole();
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const value = await backend.increment(key, delta);
    if (value !== undefined) return value;
    if (initial === undefined) break;
    const first = inRange(initial + delta);
    if (timeoutMs === 0 || (await backend.add(key, counterBytes(first), timeoutMs))) return first;
  }
  throw cacheError('cache.counter.missing', 'There is no entry to count.', {
    hint: 'Set it first, or pass what to begin with: incr(key, 1, { initial: 0 }).',
  });
}

function notWhole() {
  return cacheError('cache.counter.invalid', 'A counter is counted by whole numbers.', {
    hint: 'Pass a whole number such as 1; keep amounts of money in their smallest unit.',
  });
}
