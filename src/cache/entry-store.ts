import { andThen, type MaybePromise } from '../core/index.ts';
import type { CacheBackend } from './backends/backend.ts';
import { type SetOptions, tagList } from './call-options.ts';
import {
  type Entry,
  type EntryMeta,
  NO_META,
  type Stored,
  sizeOf,
  type TagVersions,
} from './entry.ts';
import { type Compression, open, seal, sealLive } from './envelope.ts';
import type { Health } from './health.ts';
import type { Tally } from './observing.ts';
import { agree, NO_VERSIONS, type TagStore } from './tags.ts';

/** How an entry is to be stored. */
export interface Writing {
  /** Time until it is no hit any more; `null` for ever, 0 not at all. */
  readonly timeoutMs: number | null;
  /** Time for which it stays behind that, to be served stale. */
  readonly staleMs?: number;
  /** Whether the entry says when it was stored, for early refresh. */
  readonly hasTimes?: boolean;
  readonly tags?: TagVersions | undefined;
  /** Whether the value may be handed out as it is, because nobody changes it. */
  readonly isShared?: boolean;
}

/** Of many that replace a dead entry at a time, one that never gets through gives up. */
const MAX_ATTEMPTS = 5;

/**
 * Entries of a backend as values: seals and opens them, compares their tags, and knows which are
 * over though the backend has them still. Keys are those of the backend.
 */
export class EntryStore {
  readonly backend: CacheBackend;
  readonly tags: TagStore;
  readonly #health: Health;
  readonly #compression: Compression | undefined;

  constructor(
    backend: CacheBackend,
    tags: TagStore,
    health: Health,
    compression: Compression | undefined,
  ) {
    this.backend = backend;
    this.tags = tags;
    this.#health = health;
    this.#compression = compression;
  }

  /** An entry whose tags are valid, fresh or stale. */
  read(key: string, tally?: Tally): MaybePromise<Entry | undefined> {
    return this.readFor(key, tally, asItIs);
  }

  /** What `use` makes of it: in one step, where most reads wait for nothing but the backend. */
  readFor<T>(
    key: string,
    tally: Tally | undefined,
    use: (entry: Entry | undefined) => T,
  ): MaybePromise<T> {
    return andThen(this.backend.get(key), (stored) => {
      const entry = this.#valid(this.#open(stored, tally));
      if (entry instanceof Promise || this.#mayBeOld(stored, entry)) {
        return this.#readOn(key, stored, entry).then(use);
      }
      return use(entry);
    });
  }

  async #readOn(
    key: string,
    stored: Stored | undefined,
    valid: MaybePromise<Entry | undefined>,
  ): Promise<Entry | undefined> {
    const entry = await valid;
    return this.#mayBeOld(stored, entry) ? this.#second(key, stored) : entry;
  }

  /** The same for many, in their order; the tags of all of them are read at once. */
  async readMany(keys: readonly string[], tally?: Tally): Promise<readonly (Entry | undefined)[]> {
    const stored = await this.backend.getMany(keys);
    const entries = await this.#validOf(stored.map((one) => this.#open(one, tally)));
    if (!this.backend.capabilities.needsExpiry) return entries;
    return Promise.all(
      entries.map((entry, index) =>
        this.#mayBeOld(stored[index], entry) ? this.#second(keys[index]!, stored[index]) : entry,
      ),
    );
  }

  /**
   * Reads an entry and the versions of tags it is to be stored with if it has to be computed, in
   * one go. The versions are thereby older than anything the computation reads.
   */
  async readWithTags(
    key: string,
    tags: readonly string[],
    tally?: Tally,
  ): Promise<{ readonly entry: Entry | undefined; readonly versions: TagVersions }> {
    if (tags.length === 0) return { entry: await this.read(key, tally), versions: NO_VERSIONS };
    const tagKeys = tags.map((tag) => this.tags.keyOf(tag));
    const [stored, ...storedTags] = await this.backend.getMany([key, ...tagKeys]);
    const versions = await this.tags.completed(tags, storedTags);
    const entry = await this.#validAgainst(this.#open(stored, tally), versions);
    if (!this.#mayBeOld(stored, entry)) return { entry, versions };
    return { entry: await this.#second(key, stored), versions };
  }

  /** What the options of a call say, with the versions of their tags as they are now. */
  writing(
    { tags, shared: isShared = false }: SetOptions,
    timeoutMs: number | null,
  ): MaybePromise<Writing> {
    if (tags === undefined) return { timeoutMs, isShared };
    const versions: MaybePromise<TagVersions> =
      tags instanceof Map ? tags : this.tags.versions(tagList(tags));
    return andThen(versions, (read) => ({ timeoutMs, isShared, tags: read }));
  }

  write(key: string, value: unknown, writing: Writing, tally?: Tally): MaybePromise<void> {
    if (writing.timeoutMs === 0) return andThen(this.backend.delete(key), () => undefined);
    return this.writeSealed(key, this.sealed(value, writing), writing, tally);
  }

  /** Writes what `sealed` gave for the same. */
  writeSealed(key: string, stored: Stored, writing: Writing, tally?: Tally): MaybePromise<void> {
    if (tally !== undefined) tally.bytes += sizeOf(stored);
    return this.backend.set(key, stored, ttlOf(writing));
  }

  /** @returns the keys that could not be written. */
  async writeMany(
    values: ReadonlyMap<string, unknown>,
    writing: Writing,
    tally?: Tally,
  ): Promise<readonly string[]> {
    if (writing.timeoutMs === 0) {
      await this.backend.deleteMany([...values.keys()]);
      return [];
    }
    const entries = [...values].map(([key, value]) => ({
      key,
      stored: this.sealed(value, writing),
    }));
    if (tally !== undefined) for (const { stored } of entries) tally.bytes += sizeOf(stored);
    return this.backend.setMany(entries, ttlOf(writing));
  }

  /** Writes unless there is an entry that is a hit; an entry that is over does not count. */
  async add(key: string, value: unknown, writing: Writing, tally?: Tally): Promise<boolean> {
    if (writing.timeoutMs === 0) return !isFresh(await this.read(key));
    const next = this.sealed(value, writing);
    if (tally !== undefined) tally.bytes += sizeOf(next);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (await this.backend.add(key, next, ttlOf(writing))) return true;
      const stored = await this.backend.get(key);
      if (stored === undefined) continue;
      if (isFresh(await this.#valid(this.#open(stored)))) return false;
      if (await this.backend.swap(key, stored, next, ttlOf(writing))) return true;
    }
    return false;
  }

  /** Gives an entry that is a hit a new timeout; whether there was one. */
  async touch(key: string, timeoutMs: number | null): Promise<boolean> {
    if (timeoutMs === 0) return this.backend.delete(key);
    // Both at once: most entries have no times of their own, and then this is one trip.
    const [stored, wasThere] = await Promise.all([
      this.backend.getExact(key),
      this.backend.touch(key, timeoutMs),
    ]);
    if (stored === undefined || !wasThere) return false;
    const entry = await this.#valid(this.#open(stored));
    if (entry === undefined || !isFresh(entry)) return false;
    const { value, tags } = entry;
    const mustSay = timeoutMs !== null && this.#mustSayExpiry(value, tags);
    if (entry.freshUntilMs === undefined && !mustSay) return true;
    const next = this.sealed(value, { timeoutMs, tags });
    return this.backend.swap(key, stored, next, timeoutMs);
  }

  /** A value as this backend keeps it. @throws cache.value.unserializable */
  sealed(value: unknown, writing: Writing): Stored {
    const meta = this.#meta(value, writing);
    if (this.backend.capabilities.keepsLiveEntries) {
      const live = sealLive(value, meta, writing.isShared ?? false);
      if (live !== undefined) return live;
    }
    return seal(value, meta, this.#compression, !this.backend.capabilities.isShared);
  }

  /** The value of what was sealed, as the next reader will get it. */
  opened(stored: Stored): unknown {
    return open(stored, (reason) => this.#health.corrupt(reason))?.value;
  }

  #meta(value: unknown, writing: Writing): EntryMeta {
    const { timeoutMs, staleMs = 0, hasTimes = false } = writing;
    const tags = writing.tags?.size === 0 ? undefined : writing.tags;
    const saysTimes =
      timeoutMs !== null && (hasTimes || staleMs > 0 || this.#mustSayExpiry(value, tags));
    if (!saysTimes) return tags === undefined ? NO_META : { ...NO_META, tags };
    const nowMs = Date.now();
    return { freshUntilMs: nowMs + timeoutMs, storedAtMs: nowMs, tags };
  }

  /** A whole number stays a counter, which such a backend does not copy. */
  #mustSayExpiry(value: unknown, tags: TagVersions | undefined): boolean {
    if (!this.backend.capabilities.needsExpiry) return false;
    return tags !== undefined || !Number.isSafeInteger(value);
  }

  /** Whether an entry is invalid, and may be so only because it is a copy of what was there before. */
  #mayBeOld(stored: Stored | undefined, entry: Entry | undefined): boolean {
    return entry === undefined && stored !== undefined && this.backend.capabilities.needsExpiry;
  }

  /** What is really there, so that nobody computes again what another process has just stored. */
  async #second(key: string, first: Stored | undefined): Promise<Entry | undefined> {
    const stored = await this.backend.getExact(key);
    return stored === first ? undefined : this.#valid(this.#open(stored));
  }

  #open(stored: Stored | undefined, tally?: Tally): Entry | undefined {
    if (stored === undefined) return undefined;
    if (tally !== undefined) tally.bytes += sizeOf(stored);
    return open(stored, (reason) => this.#health.corrupt(reason));
  }

  #valid(entry: Entry | undefined): MaybePromise<Entry | undefined> {
    if (entry?.tags === undefined) return entry;
    return andThen(this.tags.areValid(entry.tags), (areValid) => (areValid ? entry : undefined));
  }

  async #validOf(entries: readonly (Entry | undefined)[]): Promise<readonly (Entry | undefined)[]> {
    const names = new Set(entries.flatMap((entry) => [...(entry?.tags?.keys() ?? [])]));
    if (names.size === 0) return entries;
    const versions = await this.tags.known([...names]);
    return entries.map((entry) => (agree(entry?.tags, versions) ? entry : undefined));
  }

  async #validAgainst(entry: Entry | undefined, versions: TagVersions): Promise<Entry | undefined> {
    if (entry?.tags === undefined) return entry;
    const isKnown = [...entry.tags.keys()].every((tag) => versions.has(tag));
    if (!isKnown) return this.#valid(entry);
    return agree(entry.tags, versions) ? entry : undefined;
  }
}

function asItIs(entry: Entry | undefined): Entry | undefined {
  return entry;
}

/** Whether an entry is a hit: there, and not past its time. */
export function isFresh(entry: Entry | undefined): entry is Entry {
  if (entry === undefined) return false;
  return entry.freshUntilMs === undefined || entry.freshUntilMs > Date.now();
}

/** The value of a hit, undefined for a miss. */
export function valueOfHit<T>(entry: Entry | undefined): T | undefined {
  return isFresh(entry) ? (entry.value as T) : undefined;
}

function ttlOf({ timeoutMs, staleMs = 0 }: Writing): number | null {
  return timeoutMs === null ? null : timeoutMs + staleMs;
}
