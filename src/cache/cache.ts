import { andThen, type MaybePromise } from '../core/index.ts';
import { type CacheOperation, cacheChannel } from '../events/index.ts';
import type { CacheBackend } from './backends/backend.ts';
import type { CacheParts } from './cache-parts.ts';
import {
  type ComputeDefaults,
  type ComputeOptions,
  type CounterOptions,
  checkCounterOptions,
  checkVersion,
  checkVersionOptions,
  computeArguments,
  computePolicy,
  NONE,
  nameList,
  type SetOptions,
  setOptions,
  tagList,
  type VersionOptions,
  valuesByKey,
} from './call-options.ts';
import { countUp } from './counters.ts';
import { Dependencies, type Tracked } from './dependencies/dependencies.ts';
import type { Entry, TagVersions } from './entry.ts';
import { EntryStore, isFresh, valueOfHit, type Writing } from './entry-store.ts';
import { cacheClosed, entryMissing, prefixUnsupported } from './errors.ts';
import { type CacheKey, KeyMaker } from './keys.ts';
import { countHits, observing, type Tally } from './observing.ts';
import { BackendLocks } from './stampede/backend-lock.ts';
import { Computations } from './stampede/computations.ts';
import type { Compute } from './stampede/limited-run.ts';
import { TagStore } from './tags.ts';
import { type Timeout, timeoutMs } from './timeout.ts';

/**
 * A cache of the settings: Django's low-level API, with tags, and with computations that run once.
 *
 * Values are everything structured clone takes, `Decimal`, `Duration` and rows of models. What is
 * read is a copy. `undefined` and `null` are values like others: `get(key, fallback)`, `has` and
 * `getEntry` tell them from a miss.
 */
export class Cache {
  /** Its name in the settings. */
  readonly name: string;
  readonly backend: CacheBackend;
  readonly #keys: KeyMaker;
  readonly #version: number;
  readonly #defaults: ComputeDefaults;
  readonly #store: EntryStore;
  readonly #locks: BackendLocks;
  readonly #dependencies: Dependencies;
  readonly #computations: Computations;
  #isClosed = false;

  constructor(parts: CacheParts) {
    const { name, backend, health, keys, version, defaults, compression } = parts;
    this.name = name;
    this.backend = backend;
    this.#keys = new KeyMaker(keys);
    this.#version = checkVersion(version);
    this.#defaults = defaults;
    const tags = new TagStore(backend, this.#keys, health);
    this.#store = new EntryStore(backend, tags, health, compression);
    this.#locks = new BackendLocks(backend, this.#keys);
    this.#dependencies = new Dependencies(name, backend, this.#keys, health);
    if (parts.isToldOfWrites) this.#dependencies.start();
    this.#computations = new Computations(this.#store, this.#locks, this.#dependencies, health);
  }

  /** The value of a key, or the fallback (default `undefined`) on a miss. */
  get<T>(key: CacheKey<T>, fallback?: undefined, options?: VersionOptions): Promise<T | undefined>;
  get<T, D>(key: CacheKey<T>, fallback: D, options?: VersionOptions): Promise<T | D>;
  get<T = unknown>(key: string, fallback?: T, options?: VersionOptions): Promise<T | undefined>;
  get(key: string, fallback?: unknown, options: VersionOptions = NONE): Promise<unknown> {
    return this.#look('get', 'get()', key, options, (hit) =>
      hit === undefined ? fallback : hit.value,
    );
  }

  /**
   * A function that gets one key: for a key that is read so often that checking it and making a
   * promise weigh. It gives the value at once where the backend has it at once, as memory has.
   *
   * @throws cache.key.invalid, cache.key.too_long
   */
  reader<T = unknown>(key: CacheKey<T> | string): () => MaybePromise<T | undefined> {
    const own = this.#versioned(key, undefined);
    return () => {
      if (this.#isClosed || cacheChannel.hasSubscribers) return this.get<T>(key);
      return this.#store.readFor(own, undefined, valueOfHit<T>);
    };
  }

  /** The value in an object, or undefined on a miss: tells a cached `undefined` from none. */
  getEntry<T = unknown>(
    key: CacheKey<T> | string,
    options: VersionOptions = NONE,
  ): Promise<{ readonly value: T } | undefined> {
    return this.#look('get', 'getEntry()', key, options, (hit) =>
      hit === undefined ? undefined : { value: hit.value as T },
    );
  }

  /** The hits among the keys, in their order. One trip to the backend, two with tagged entries. */
  async getMany<T = unknown>(
    keys: Iterable<CacheKey<T> | string> & object,
    options: VersionOptions = NONE,
  ): Promise<Map<string, T>> {
    const names = nameList('getMany', keys);
    return this.#call('getMany', names, async (tally) => {
      const hits = new Map<string, T>();
      if (names.length === 0) return hits;
      const own = names.map((key) => this.#key(key, 'getMany()', options));
      const entries = await this.#store.readMany(own, tally);
      for (const [index, entry] of entries.entries()) {
        if (isFresh(entry)) hits.set(names[index]!, entry.value as T);
      }
      countHits(tally, hits.size, names.length - hits.size);
      return hits;
    });
  }

  /**
   * The value of a key; on a miss what `compute` gives, which is stored. Of all that ask for a key
   * at a time, in all processes that share the backend, one computes and the others wait for it.
   *
   * ```ts
   * const top = await cache().getOrSet('top', { timeout: '15m', stale: '1m' }, () => topMovies());
   * ```
   *
   * @throws cache.compute.timeout, cache.value.unserializable, and what `compute` throws.
   */
  getOrSet<T>(key: CacheKey<T> | string, compute: Compute<T>): Promise<T>;
  getOrSet<T>(
    key: CacheKey<T> | string,
    options: ComputeOptions | Timeout,
    compute: Compute<T>,
  ): Promise<T>;
  getOrSet<T>(
    key: string,
    given: Compute<T> | ComputeOptions | Timeout,
    last?: Compute<T>,
  ): Promise<T> {
    return this.#call('getOrSet', [key], (tally) => {
      const { options, compute } = computeArguments(given, last);
      const policy = computePolicy(options, this.#defaults);
      const { version = this.#version } = options;
      const own = this.#keys.key(key, checkVersion(version));
      return this.#computations.getOrSet(own, policy, compute, tally) as Promise<T>;
    });
  }

  /**
   * Runs `work` and finds out what it reads: with the `tags` it gives, `set()` keeps the result until
   * that changes, as `getOrSet()` does with `until: 'changed'`.
   *
   * @throws cache.dependencies.off, and what `work` throws.
   */
  track<T>(work: () => T | Promise<T>): Promise<Tracked<T>> {
    return this.#dependencies.track(work);
  }

  /** Whether a key has an entry. */
  has(key: string, options: VersionOptions = NONE): Promise<boolean> {
    return this.#look('has', 'has()', key, options, (hit) => hit !== undefined);
  }

  /** Stores a value. `set(key, value, '15m')` is short for `{ timeout: '15m' }`. */
  set<T>(
    key: CacheKey<T> | string,
    value: NoInfer<T>,
    options?: SetOptions | Timeout,
  ): Promise<void>;
  set(key: string, value: unknown, options?: SetOptions | Timeout): Promise<void> {
    return this.#write('set', key, options, (own, writing, tally) =>
      this.#store.write(own, value, writing, tally),
    );
  }

  /** Stores a value unless the key has an entry; whether it did. Of many callers one wins. */
  add<T>(
    key: CacheKey<T> | string,
    value: NoInfer<T>,
    options?: SetOptions | Timeout,
  ): Promise<boolean>;
  add(key: string, value: unknown, options?: SetOptions | Timeout): Promise<boolean> {
    return this.#write('add', key, options, (own, writing, tally) =>
      this.#store.add(own, value, writing, tally),
    );
  }

  /** Stores many values in one trip. @returns the keys that could not be stored. */
  async setMany(
    values: Iterable<readonly [string, unknown]> | Readonly<Record<string, unknown>>,
    options?: SetOptions | Timeout,
  ): Promise<readonly string[]> {
    const pairs = valuesByKey(values);
    return this.#call('setMany', [...pairs.keys()], async (tally) => {
      if (pairs.size === 0) return [];
      const checked = setOptions('setMany()', options);
      const names = new Map(
        [...pairs.keys()].map((key) => [this.#versioned(key, checked.version), key]),
      );
      const own = new Map([...names].map(([key, name]) => [key, pairs.get(name)]));
      const writing = await this.#store.writing(checked, this.#timeout(checked.timeout));
      const failed = await this.#store.writeMany(own, writing, tally);
      return failed.map((key) => names.get(key)!);
    });
  }

  /** Gives an entry a new timeout (default that of the cache); whether there was one. */
  touch(key: string, timeout?: Timeout, options: VersionOptions = NONE): Promise<boolean> {
    return this.#call('touch', [key], () =>
      this.#store.touch(this.#key(key, 'touch()', options), this.#timeout(timeout)),
    );
  }

  /**
   * Adds to a counter, in one step on every backend: `set('visits', 0)`, then `incr('visits')`.
   * Its timeout stays as it was set. A cache whose backend cannot be reached has no number to give
   * and throws, also where it otherwise takes failures for misses.
   *
   * @returns the new value.
   * @throws cache.counter.missing without `initial`, cache.counter.invalid,
   * cache.counter.out_of_range
   */
  incr(key: string, delta = 1, options: CounterOptions = NONE): Promise<number> {
    return this.#call('incr', [key], () => {
      const { initial, timeout, version } = checkCounterOptions('incr()', options);
      const own = this.#versioned(key, version);
      return countUp(this.backend, own, delta, initial, this.#timeout(timeout));
    });
  }

  /** `incr` downwards; a counter may go below 0. */
  decr(key: string, delta = 1, options: CounterOptions = NONE): Promise<number> {
    return this.incr(key, -delta, options);
  }

  /**
   * Moves an entry to a later version of its key, with the timeout of the cache.
   *
   * @returns the new version.
   * @throws cache.entry.missing
   */
  async incrVersion(key: string, delta = 1, options: VersionOptions = NONE): Promise<number> {
    const { version = this.#version } = checkVersionOptions('incrVersion()', options);
    const next = checkVersion(checkVersion(version) + delta);
    const entry = await this.getEntry(key, { version });
    if (entry === undefined) throw entryMissing(version);
    await this.set(key, entry.value, { version: next });
    await this.delete(key, { version });
    return next;
  }

  /** `incrVersion` downwards. */
  decrVersion(key: string, delta = 1, options: VersionOptions = NONE): Promise<number> {
    return this.incrVersion(key, -delta, options);
  }

  /** Deletes an entry, and has what is being computed for it not be stored; whether it was there. */
  delete(key: string, options: VersionOptions = NONE): Promise<boolean> {
    return this.#call('delete', [key], async () => {
      return (await this.#delete([this.#key(key, 'delete()', options)])) > 0;
    });
  }

  /** @returns how many there were. */
  async deleteMany(
    keys: Iterable<string> & object,
    options: VersionOptions = NONE,
  ): Promise<number> {
    const names = nameList('deleteMany', keys);
    return this.#call('deleteMany', names, () =>
      this.#delete(names.map((key) => this.#key(key, 'deleteMany()', options))),
    );
  }

  /**
   * Deletes all entries whose key begins so, of one version. It goes through all keys of the
   * backend; tags find entries without.
   *
   * @throws cache.backend.unsupported
   */
  deletePrefix(prefix: string, options: VersionOptions = NONE): Promise<void> {
    return this.#call('deletePrefix', [prefix], () =>
      this.#deletePrefix(this.#key(prefix, 'deletePrefix()', options)),
    );
  }

  /** Deletes all entries of this cache, by its key prefix; others on the same server stay. */
  clear(): Promise<void> {
    return this.#call('clear', [], () => this.#deletePrefix(this.#keys.root));
  }

  /**
   * The versions of tags as they are now. Read them before you read what a value is made of, and
   * store the value with them: if a tag is invalidated in between, the entry is never a hit.
   */
  async readTags(tags: Iterable<string> & object): Promise<TagVersions> {
    const names = tagList(nameList('readTags', tags));
    return this.#call('readTags', names, () => this.#store.tags.versions(names));
  }

  /**
   * Makes all entries with one of these tags misses, whatever their key or version. One trip,
   * however many there are.
   *
   * @throws with `onFailure: 'raise'`, cache.backend.unavailable or cache.backend.refused.
   */
  async invalidateTags(tags: Iterable<string> & object): Promise<void> {
    const names = tagList(nameList('invalidateTags', tags));
    return this.#call('invalidateTags', names, () => this.#store.tags.invalidate(names));
  }

  /** Waits for computations in the background, then ends connections. Entries stay. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#dependencies.stop();
    await this.#computations.settled();
    await this.backend.close();
  }

  #call<T>(
    operation: CacheOperation,
    keys: readonly string[],
    work: (tally: Tally | undefined) => MaybePromise<T>,
  ): Promise<T> {
    return observing(
      () => ({ cache: this.name, backend: this.backend.name, operation, keys }),
      this.#isClosed ? () => Promise.reject(cacheClosed(this.name)) : work,
    );
  }

  /** What is made of the hit of a key, or of none. Memory has it at once: one promise. */
  #look<T>(
    operation: CacheOperation,
    call: string,
    key: string,
    options: VersionOptions,
    make: (hit: Entry | undefined) => T,
  ): Promise<T> {
    return this.#call(operation, [key], (tally) =>
      this.#store.readFor(this.#key(key, call, options), tally, (entry) => {
        const isHit = isFresh(entry);
        countHits(tally, isHit ? 1 : 0, isHit ? 0 : 1);
        return make(isHit ? entry : undefined);
      }),
    );
  }

  #write<T>(
    operation: 'set' | 'add',
    key: string,
    options: SetOptions | Timeout | undefined,
    write: (own: string, writing: Writing, tally: Tally | undefined) => MaybePromise<T>,
  ): Promise<T> {
    return this.#call(operation, [key], (tally) => {
      const checked = setOptions(`${operation}()`, options);
      const own = this.#versioned(key, checked.version);
      const writing = this.#store.writing(checked, this.#timeout(checked.timeout));
      return andThen(writing, (known) => write(own, known, tally));
    });
  }

  #key(key: string, call: string, options: VersionOptions): string {
    return this.#versioned(key, checkVersionOptions(call, options).version);
  }

  #versioned(key: string, version: number | undefined): string {
    return this.#keys.key(key, version === undefined ? this.#version : checkVersion(version));
  }

  #timeout(timeout: Timeout | undefined): number | null {
    return timeoutMs(timeout === undefined ? this.#defaults.timeout : timeout);
  }

  /** With their locks, if the backend is shared: who computes such a key then does not store it. */
  async #delete(keys: readonly string[]): Promise<number> {
    if (keys.length === 0) return 0;
    for (const key of keys) this.#computations.forget(key);
    if (!this.backend.capabilities.isShared) return this.backend.deleteMany(keys);
    const [deleted] = await Promise.all([
      this.backend.deleteMany(keys),
      this.backend.deleteMany(keys.map((key) => this.#locks.keyOf(key))),
    ]);
    return deleted;
  }

  async #deletePrefix(prefix: string): Promise<void> {
    const { canDeletePrefix, isShared } = this.backend.capabilities;
    if (!canDeletePrefix) throw prefixUnsupported(this.name);
    this.#computations.forgetPrefix(prefix);
    if (isShared && prefix !== this.#keys.root) {
      await this.backend.deletePrefix(this.#locks.keyOf(prefix));
    }
    await this.backend.deletePrefix(prefix);
  }
}
