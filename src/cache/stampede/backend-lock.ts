import { randomBytes } from 'node:crypto';
import type { CacheBackend } from '../backends/backend.ts';
import { NO_META, type Stored } from '../entry.ts';
import { open, seal } from '../envelope.ts';
import type { KeyMaker } from '../keys.ts';

/** What the lock of a key says to those who do not get it. */
export type LockState = 'free' | 'computing' | 'backing-off';

/** Renewed this often within its time, so that two renewals may fail. */
const RENEWALS = 3;

/**
 * Locks of keys in a backend that several processes share. A lock lasts for a short time only and
 * is renewed while its holder works: whoever is killed leaves it for that time at most.
 */
export class BackendLocks {
  readonly #backend: CacheBackend;
  readonly #keys: KeyMaker;

  constructor(backend: CacheBackend, keys: KeyMaker) {
    this.#backend = backend;
    this.#keys = keys;
  }

  /** The key of the lock of an entry's key. */
  keyOf(key: string): string {
    return this.#keys.internal('lock', key.slice(this.#keys.root.length));
  }

  /** The lock of a key; undefined when somebody else has it. */
  async acquire(key: string, holdMs: number): Promise<Lease | undefined> {
    const lockKey = this.keyOf(key);
    const mark = markOf('computing');
    if (!(await this.#backend.add(lockKey, mark, holdMs))) return undefined;
    return new Lease(this.#backend, lockKey, mark, holdMs);
  }

  async state(key: string): Promise<LockState> {
    const stored = await this.#backend.get(this.keyOf(key));
    if (stored === undefined) return 'free';
    const mark = open(stored, () => undefined)?.value;
    return String(mark).startsWith('backing-off') ? 'backing-off' : 'computing';
  }
}

/** A lock that this process has, as far as it knows. */
export class Lease {
  readonly #backend: CacheBackend;
  readonly #key: string;
  readonly #mark: Stored;
  readonly #holdMs: number;
  readonly #renewal: NodeJS.Timeout;

  constructor(backend: CacheBackend, key: string, mark: Stored, holdMs: number) {
    this.#backend = backend;
    this.#key = key;
    this.#mark = mark;
    this.#holdMs = holdMs;
    this.#renewal = setInterval(() => void this.renew().catch(() => {}), holdMs / RENEWALS);
    this.#renewal.unref();
  }

  /** Whether it was still ours; then it is for its full time again. */
  async renew(): Promise<boolean> {
    return this.#backend.swap(this.#key, this.#mark, this.#mark, this.#holdMs);
  }

  /** If that fails, the lock ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.#renewal);
    try {
      await this.#backend.swap(this.#key, this.#mark, undefined, null);
    } catch {
      // What went wrong with the backend has been told by whoever used it for the value.
    }
  }

  /** Keeps all others from computing for a while, after it has failed. */
  async backOff(forMs: number): Promise<void> {
    clearInterval(this.#renewal);
    await this.#backend.swap(this.#key, this.#mark, markOf('backing-off'), forMs);
  }
}

/** Different each time, so that nobody takes another's lock for his own. */
function markOf(state: LockState): Stored {
  return seal(`${state}:${randomBytes(9).toString('base64url')}`, NO_META);
}
