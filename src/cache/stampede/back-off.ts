import { BoundedMap } from '../../core/index.ts';

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
const MAX_KEYS = 10_000;

interface Failures {
  readonly count: number;
  readonly untilMs: number;
}

/** How long not to compute a key again that failed: 1 s, then twice as long each time, up to 60 s. */
export class BackOff {
  readonly #failures = new BoundedMap<string, Failures>(MAX_KEYS);

  isActive(key: string): boolean {
    return (this.#failures.get(key)?.untilMs ?? 0) > Date.now();
  }

  /** @returns the milliseconds to wait. */
  failed(key: string): number {
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const forMs = Math.min(FIRST_MS * 2 ** (count - 1), LONGEST_MS);
    this.#failures.set(key, { count, untilMs: Date.now() + forMs });
    return forMs;
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}
