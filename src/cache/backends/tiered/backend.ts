import type { MaybePromise } from '../../../core/index.ts';
import type { Stored } from '../../entry.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from '../backend.ts';
import { MemoryCopies } from './copies.ts';
import type { InvalidationSource } from './invalidations.ts';

export interface TieredParts {
  readonly lower: CacheBackend;
  /** Most bytes of keys and values in memory. */
  readonly maxBytes: number;
  /** How long a copy in memory is used at most. */
  readonly memoryTtlMs: number;
  /** Messages of what others change; without, the time above is all that bounds a copy's age. */
  readonly invalidations: InvalidationSource | undefined;
  /** Whether a key must always be answered from below. */
  readonly isExact: (key: string) => boolean;
}

/**
 * Copies in the memory of this process, in front of a backend that has the truth. What is changed
 * is changed there first; then the copy is dropped, and the other processes are told. Versions of
 * tags, marks and locks are never answered from memory, nor are counters.
 */
export class TieredBackend extends CacheBackend {
  readonly capabilities: BackendCapabilities;
  readonly #lower: CacheBackend;
  readonly #copies: MemoryCopies;
  readonly #invalidations: InvalidationSource | undefined;
  readonly #isExact: (key: string) => boolean;
  #isStarted = false;

  constructor({ lower, maxBytes, memoryTtlMs, invalidations, isExact }: TieredParts) {
    super();
    this.capabilities = {
      ...lower.capabilities,
      keepsLiveEntries: false,
      needsExpiry: true,
    };
    this.#lower = lower;
    this.#copies = new MemoryCopies(maxBytes, memoryTtlMs);
    this.#invalidations = invalidations;
    this.#isExact = isExact;
  }

  get name(): string {
    return this.#lower.name;
  }

  get(key: string): MaybePromise<Stored | undefined> {
    if (!this.#mayKeep(key)) return this.#lower.get(key);
    return this.#copies.get(key) ?? this.#read(key);
  }

  override getExact(key: string): MaybePromise<Stored | undefined> {
    return this.#mayKeep(key) ? this.#read(key) : this.#lower.getExact(key);
  }

  /** What is missing in memory is read below in one go. */
  override getMany(keys: readonly string[]): MaybePromise<readonly (Stored | undefined)[]> {
    const found = keys.map((key) => (this.#mayKeep(key) ? this.#copies.get(key) : undefined));
    const missing = keys.filter((_, index) => found[index] === undefined);
    return missing.length === 0 ? found : this.#completed(found, missing);
  }

  set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    return this.#changing([key], () => this.#lower.set(key, stored, ttlMs));
  }

  override setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    const keys = entries.map(({ key }) => key);
    return this.#changing(keys, () => this.#lower.setMany(entries, ttlMs));
  }

  add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    return this.#changing([key], () => this.#lower.add(key, stored, ttlMs));
  }

  delete(key: string): Promise<boolean> {
    return this.#changing([key], () => this.#lower.delete(key));
  }

  override deleteMany(keys: readonly string[]): Promise<number> {
    return this.#changing(keys, () => this.#lower.deleteMany(keys));
  }

  touch(key: string, ttlMs: number | null): Promise<boolean> {
    return this.#changing([key], () => this.#lower.touch(key, ttlMs));
  }

  increment(key: string, delta: number): Promise<number | undefined> {
    return this.#changing([key], () => this.#lower.increment(key, delta));
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    return this.#changing([key], () => this.#lower.swap(key, expected, next, ttlMs));
  }

  async deletePrefix(prefix: string): Promise<void> {
    try {
      await this.#lower.deletePrefix(prefix);
    } finally {
      this.#copies.dropPrefix(prefix);
    }
  }

  override async close(): Promise<void> {
    this.#invalidations?.close();
    this.#copies.clear();
    await this.#lower.close();
  }

  /** While messages may be missed, memory is left out altogether. */
  #mayKeep(key: string): boolean {
    if (this.#isExact(key)) return false;
    if (this.#invalidations === undefined) return true;
    if (!this.#isStarted) this.#start(this.#invalidations);
    return this.#invalidations.isListening;
  }

  #start(invalidations: InvalidationSource): void {
    this.#isStarted = true;
    invalidations.start({
      changed: (keys) => {
        for (const key of keys) this.#copies.drop(key);
      },
      changedPrefix: (prefix) => this.#copies.dropPrefix(prefix),
      missed: () => this.#copies.clear(),
    });
  }

  async #read(key: string): Promise<Stored | undefined> {
    const read = this.#copies.begin(key);
    let stored: Stored | undefined;
    try {
      stored = await this.#lower.getExact(key);
      return stored;
    } finally {
      this.#copies.end(key, read, stored);
    }
  }

  async #completed(
    found: readonly (Stored | undefined)[],
    missing: readonly string[],
  ): Promise<readonly (Stored | undefined)[]> {
    const reads = missing.map((key) => (this.#mayKeep(key) ? this.#copies.begin(key) : undefined));
    let answers: readonly (Stored | undefined)[] = [];
    try {
      answers = await this.#lower.getMany(missing);
    } finally {
      for (const [index, read] of reads.entries()) {
        if (read !== undefined) this.#copies.end(missing[index]!, read, answers[index]);
      }
    }
    let next = 0;
    return found.map((stored) => stored ?? answers[next++]);
  }

  /** The copies are dropped also after a failure: who knows what of it has been done. */
  async #changing<T>(keys: readonly string[], change: () => MaybePromise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      for (const key of keys) this.#copies.drop(key);
    }
  }
}
