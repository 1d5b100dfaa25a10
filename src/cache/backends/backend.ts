import { andThen, type MaybePromise } from '../../core/index.ts';
import type { Stored } from '../entry.ts';

/** What a kind of backend can do, as questions. The cache asks these, never the name. */
export interface BackendCapabilities {
  /**
   * Do several processes see the same entries? Then one computation of a key for all of them needs
   * a lock in the backend.
   */
  readonly isShared: boolean;
  /** Does it keep live entries, without turning values into bytes? */
  readonly keepsLiveEntries: boolean;
  /** Can it delete all keys with one beginning? `clear()` needs it. */
  readonly canDeletePrefix: boolean;
  /** The step it measures timeouts in; what is finer is rounded up. */
  readonly timeoutStepMs: number;
  /** Must an entry say itself when it ends, because it may be copied from place to place? */
  readonly needsExpiry: boolean;
}

/** What is to be written under one key. */
export interface BackendEntry {
  readonly key: string;
  readonly stored: Stored;
}

/**
 * Where entries are kept. A backend knows keys, bytes and times to live; versions, tags, stale
 * values and locks are made of these by the cache. Keys have been checked, `ttlMs` is above 0, or
 * `null` for ever.
 *
 * Eight methods make a backend; the others do one key after the other and are there to be done
 * better. Whatever fails is thrown as `cache.backend.unavailable` (may work again later) or
 * `cache.backend.refused` (the backend is there and says no), never swallowed: what becomes of a
 * failure is decided above.
 */
export abstract class CacheBackend {
  /** The kind, as settings name it: `redis`. */
  abstract readonly name: string;
  abstract readonly capabilities: BackendCapabilities;

  /**
   * Loads what the first call needs, such as a package. Not counted against the time that the
   * backend has for an answer. Called before each call, so it must be quick the second time.
   */
  prepare(): Promise<void> | undefined {
    return undefined;
  }

  abstract get(key: string): MaybePromise<Stored | undefined>;
  /** Replaces whatever is there. When it fails, the old entry must not be left behind. */
  abstract set(key: string, stored: Stored, ttlMs: number | null): MaybePromise<void>;
  /** Writes if there is no entry; whether there was none. In one step: of many callers one wins. */
  abstract add(key: string, stored: Stored, ttlMs: number | null): MaybePromise<boolean>;
  /** Whether there was an entry. */
  abstract delete(key: string): MaybePromise<boolean>;
  /** Gives an entry a new time to live; whether there is one. */
  abstract touch(key: string, ttlMs: number | null): MaybePromise<boolean>;
  /**
   * Adds to a counter, in one step, and leaves its time to live alone.
   *
   * @returns the new value, or undefined when there is no entry.
   * @throws cache.counter.invalid, cache.counter.out_of_range
   */
  abstract increment(key: string, delta: number): MaybePromise<number | undefined>;
  /**
   * Writes, or deletes for `undefined`, if exactly `expected` is stored; whether it was. In one
   * step. `expected` came from `get`, or is what was written.
   */
  abstract swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): MaybePromise<boolean>;
  /** Deletes all keys with this beginning, which may be empty. Only if `canDeletePrefix`. */
  abstract deletePrefix(prefix: string): MaybePromise<void>;

  /** As `get`, but never from a copy, where a backend keeps copies that may be older. */
  getExact(key: string): MaybePromise<Stored | undefined> {
    return this.get(key);
  }

  /** In the order of the keys. */
  getMany(keys: readonly string[]): MaybePromise<readonly (Stored | undefined)[]> {
    return inOrder(keys, (key) => this.get(key));
  }

  /** @returns the keys that could not be written. */
  async setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    for (const { key, stored } of entries) await this.set(key, stored, ttlMs);
    return [];
  }

  /** @returns how many there were. */
  async deleteMany(keys: readonly string[]): Promise<number> {
    const deleted = await Promise.all(keys.map((key) => this.delete(key)));
    return deleted.filter(Boolean).length;
  }

  /**
   * Ends connections on which nothing was answered, so that the next call makes new ones: a network
   * may have lost them without telling anybody. What is under way on them fails.
   */
  reconnect(): void {}

  /** Ends connections and timers. Entries stay. */
  close(): MaybePromise<void> {}
}

/** One after the other, without a promise as long as the answers are there at once. */
function inOrder<T>(
  keys: readonly string[],
  read: (key: string) => MaybePromise<T>,
): MaybePromise<readonly T[]> {
  const results: T[] = [];
  const from = (start: number): MaybePromise<readonly T[]> => {
    for (let index = start; index < keys.length; index += 1) {
      const result = read(keys[index]!);
      if (result instanceof Promise) {
        return andThen(result, (value) => {
          results.push(value);
          return from(index + 1);
        });
      }
      results.push(result);
    }
    return results;
  };
  return from(0);
}
