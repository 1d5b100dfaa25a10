import type { MaybePromise } from '../../core/index.ts';
import type { Stored } from '../entry.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from './backend.ts';
import { HashRing } from './hash-ring.ts';

/** Several backends of one kind as one, each with the keys that the ring gives it. */
export class DistributedBackend extends CacheBackend {
  readonly #backends: readonly CacheBackend[];
  readonly #ring: HashRing;

  /** @param names - of the backends, on which the share of each depends. */
  constructor(backends: readonly CacheBackend[], names: readonly string[]) {
    super();
    this.#backends = backends;
    this.#ring = new HashRing(names);
  }

  get name(): string {
    return this.#backends[0]!.name;
  }

  get capabilities(): BackendCapabilities {
    return this.#backends[0]!.capabilities;
  }

  get(key: string): MaybePromise<Stored | undefined> {
    return this.#of(key).get(key);
  }

  override getExact(key: string): MaybePromise<Stored | undefined> {
    return this.#of(key).getExact(key);
  }

  set(key: string, stored: Stored, ttlMs: number | null): MaybePromise<void> {
    return this.#of(key).set(key, stored, ttlMs);
  }

  add(key: string, stored: Stored, ttlMs: number | null): MaybePromise<boolean> {
    return this.#of(key).add(key, stored, ttlMs);
  }

  delete(key: string): MaybePromise<boolean> {
    return this.#of(key).delete(key);
  }

  touch(key: string, ttlMs: number | null): MaybePromise<boolean> {
    return this.#of(key).touch(key, ttlMs);
  }

  increment(key: string, delta: number): MaybePromise<number | undefined> {
    return this.#of(key).increment(key, delta);
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): MaybePromise<boolean> {
    return this.#of(key).swap(key, expected, next, ttlMs);
  }

  async deletePrefix(prefix: string): Promise<void> {
    await Promise.all(this.#backends.map((backend) => backend.deletePrefix(prefix)));
  }

  override async getMany(keys: readonly string[]): Promise<readonly (Stored | undefined)[]> {
    const found = new Map<string, Stored | undefined>();
    await this.#perBackend(
      keys,
      (key) => key,
      async (backend, own) => {
        const stored = await backend.getMany(own);
        for (const [index, key] of own.entries()) found.set(key, stored[index]);
      },
    );
    return keys.map((key) => found.get(key));
  }

  override async setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    const failed: string[] = [];
    await this.#perBackend(
      entries,
      ({ key }) => key,
      async (backend, own) => {
        failed.push(...(await backend.setMany(own, ttlMs)));
      },
    );
    return failed;
  }

  override async deleteMany(keys: readonly string[]): Promise<number> {
    const counts: number[] = [];
    await this.#perBackend(
      keys,
      (key) => key,
      async (backend, own) => {
        counts.push(await backend.deleteMany(own));
      },
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }

  override async close(): Promise<void> {
    await Promise.all(this.#backends.map((backend) => backend.close()));
  }

  #of(key: string): CacheBackend {
    return this.#backends[this.#ring.ownerOf(key)]!;
  }

  /** All of them at a time. */
  async #perBackend<T>(
    items: readonly T[],
    keyOf: (item: T) => string,
    work: (backend: CacheBackend, own: readonly T[]) => Promise<void>,
  ): Promise<void> {
    const groups = Map.groupBy(items, (item) => this.#of(keyOf(item)));
    await Promise.all([...groups].map(([backend, own]) => work(backend, own)));
  }
}
