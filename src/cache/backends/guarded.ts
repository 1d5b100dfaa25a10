import type { MaybePromise } from '../../core/index.ts';
import type { Stored } from '../entry.ts';
import type { Health } from '../health.ts';
import { AnswerLimit, type Outcome } from './answer-limit.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from './backend.ts';
import { isRefusal, isUnavailable, unavailable } from './failures.ts';
import { LostWrites } from './lost-writes.ts';

/** What becomes of a call that the backend cannot do. */
export type FailurePolicy = 'raise' | 'miss';

export interface GuardOptions {
  readonly health: Health;
  readonly onFailure: FailurePolicy;
  /** How long the backend may take for an answer. */
  readonly timeoutMs: number;
  /** Begins all keys of the cache. */
  readonly root: string;
}

/** Time until a backend that cannot be reached is tried again: from, and at most. */
const RETRY_FROM_MS = 200;
const RETRY_TO_MS = 5_000;

/** What a call gives in the place of an answer, and what it leaves to be made up for. */
interface Instead<T> {
  readonly miss: () => T;
  readonly lostKeys?: readonly string[];
  readonly lostPrefix?: string;
}

/**
 * A backend that may fail, with what is to become of that. One that cannot be reached is left in
 * peace for a while: calls fail at once, not each after its timeout. Then one call tries it, and
 * when that works the others follow. What was lost meanwhile is made up for before.
 */
export class GuardedBackend extends CacheBackend {
  readonly #inner: CacheBackend;
  readonly #options: GuardOptions;
  readonly #lost: LostWrites;
  readonly #limit: AnswerLimit;
  /** Set while it cannot be reached. */
  #outage:
    | { readonly error: unknown; untilMs: number; waitMs: number; isTrying: boolean }
    | undefined;

  constructor(inner: CacheBackend, options: GuardOptions) {
    super();
    this.#inner = inner;
    this.#options = options;
    this.#lost = new LostWrites(options.root);
    this.#limit = new AnswerLimit(options.timeoutMs, () => silence(inner.name, options.timeoutMs));
  }

  get name(): string {
    return this.#inner.name;
  }

  get capabilities(): BackendCapabilities {
    return this.#inner.capabilities;
  }

  get(key: string): Promise<Stored | undefined> {
    return this.#do(() => this.#inner.get(key), { miss: () => undefined });
  }

  override getExact(key: string): Promise<Stored | undefined> {
    return this.#do(() => this.#inner.getExact(key), { miss: () => undefined });
  }

  override getMany(keys: readonly string[]): Promise<readonly (Stored | undefined)[]> {
    return this.#do(() => this.#inner.getMany(keys), { miss: () => keys.map(() => undefined) });
  }

  set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    return this.#do(() => this.#inner.set(key, stored, ttlMs), {
      miss: () => undefined,
      lostKeys: [key],
    });
  }

  override setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    const keys = entries.map(({ key }) => key);
    return this.#do(() => this.#inner.setMany(entries, ttlMs), {
      miss: () => keys,
      lostKeys: keys,
    });
  }

  /** Without an answer nobody may take the key for his own. */
  add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    return this.#do(() => this.#inner.add(key, stored, ttlMs), {
      miss: () => false,
      lostKeys: [key],
    });
  }

  delete(key: string): Promise<boolean> {
    return this.#do(() => this.#inner.delete(key), { miss: () => false, lostKeys: [key] });
  }

  override deleteMany(keys: readonly string[]): Promise<number> {
    return this.#do(() => this.#inner.deleteMany(keys), { miss: () => 0, lostKeys: keys });
  }

  touch(key: string, ttlMs: number | null): Promise<boolean> {
    return this.#do(() => this.#inner.touch(key, ttlMs), { miss: () => false });
  }

  /** There is no number to give instead. */
  increment(key: string, delta: number): Promise<number | undefined> {
    return this.#do(() => this.#inner.increment(key, delta), undefined);
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    return this.#do(() => this.#inner.swap(key, expected, next, ttlMs), { miss: () => false });
  }

  deletePrefix(prefix: string): Promise<void> {
    return this.#do(() => this.#inner.deletePrefix(prefix), {
      miss: () => undefined,
      lostPrefix: prefix,
    });
  }

  override reconnect(): void {
    this.#inner.reconnect();
  }

  override async close(): Promise<void> {
    await this.#inner.close();
  }

  #do<T>(work: () => MaybePromise<T>, instead: Instead<T> | undefined): Promise<T> {
    const outage = this.#outage;
    if (outage !== undefined) {
      if (outage.isTrying || Date.now() < outage.untilMs)
        return this.#refuse(outage.error, instead);
      outage.isTrying = true;
    }
    const outcome: Outcome<T> = {
      done: () => this.#works(),
      failed: (error) => {
        // Silence may be a slow server; with nothing answered to the call that tries it, it is not.
        if (outage !== undefined && isSilence(error)) this.#inner.reconnect();
        this.#fails(error);
        return this.#instead(error, instead);
      },
    };
    const preparing = this.#inner.prepare();
    if (preparing === undefined && this.#lost.isEmpty) return this.#limit.run(work, outcome);
    return this.#prepared(preparing).then(() => this.#limit.run(work, outcome), outcome.failed);
  }

  async #prepared(preparing: Promise<void> | undefined): Promise<void> {
    await preparing;
    if (!this.#lost.isEmpty) await this.#limit.run(() => this.#lost.makeUpFor(this.#inner));
  }

  async #refuse<T>(error: unknown, instead: Instead<T> | undefined): Promise<T> {
    return this.#instead(error, instead);
  }

  #instead<T>(error: unknown, instead: Instead<T> | undefined): T {
    if (instead !== undefined) this.#remember(instead);
    const isFailure = isUnavailable(error) || isRefusal(error);
    if (!isFailure || instead === undefined || this.#options.onFailure === 'raise') throw error;
    return instead.miss();
  }

  #remember({ lostKeys, lostPrefix }: Instead<unknown>): void {
    if (lostKeys !== undefined) this.#lost.addKeys(lostKeys);
    if (lostPrefix !== undefined) this.#lost.addPrefix(lostPrefix);
  }

  #works(): void {
    if (this.#outage === undefined) return;
    this.#outage = undefined;
    this.#options.health.recovered();
  }

  #fails(error: unknown): void {
    if (isRefusal(error)) this.#options.health.refused(error);
    if (!isUnavailable(error)) {
      this.#works();
      return;
    }
    const waitMs = Math.min((this.#outage?.waitMs ?? RETRY_FROM_MS / 2) * 2, RETRY_TO_MS);
    this.#outage = { error, waitMs, untilMs: Date.now() + waitMs, isTrying: false };
    this.#options.health.unavailable(error);
  }
}

/** Nothing was answered in time. */
class Silence extends Error {}

function silence(name: string, timeoutMs: number) {
  return unavailable(name, new Silence(`no answer within ${timeoutMs} ms`));
}

function isSilence(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Silence;
}
