import {
  type CommittedWrites,
  onCommittedWrites,
  ReadScope,
  recordRead,
  trackDependencies,
  trackReads,
} from '../../db/index.ts';
import type { CacheBackend } from '../backends/backend.ts';
import type { TagVersions } from '../entry.ts';
import { cacheError } from '../errors.ts';
import type { Health } from '../health.ts';
import type { KeyMaker } from '../keys.ts';
import { EpochHistory } from './epoch-history.ts';
import { MAX_AGE_MS, MarkStore } from './mark-store.ts';
import { addMarks, databaseMark, marksOfReads, marksOfWrites } from './marks.ts';

/** A value, and what it may be kept with until something that it was made of changes. */
export interface Tracked<T> {
  readonly value: T;
  /** For `set(key, value, { tags })`; undefined when it can't be told what changes it. */
  readonly tags: TagVersions | undefined;
  /** Why it can't be told. */
  readonly untracked: string | undefined;
  /** Whether it must not be kept at all, not even for a moment: it may hold what will be undone. */
  readonly isUnsettled: boolean;
  /** Whether it can't be told only because the process began to look after the request had begun. */
  readonly isEarly: boolean;
}

/** More marks than that are not remembered one by one while the backend fails. */
const MAX_BEHIND = 1_000;

/** What could not be raised is tried again this often. */
const RETRY_MS = 1_000;

/**
 * What entries were made of, and what has changed since. The argument that no order of events makes
 * an old entry a hit is in decision 0013.
 */
export class Dependencies {
  readonly #name: string;
  readonly #isShared: boolean;
  readonly #marks: MarkStore;
  readonly #history = new EpochHistory();
  readonly #health: Health;
  /** Marks that a failing backend still has to be told of. */
  #behind = new Set<string>();
  #retry: NodeJS.Timeout | undefined;
  #unlisten: (() => void) | undefined;

  constructor(name: string, backend: CacheBackend, keys: KeyMaker, health: Health) {
    this.#name = name;
    this.#isShared = backend.capabilities.isShared;
    this.#marks = new MarkStore(backend, keys);
    this.#health = health;
  }

  /** From now on commits of this process are told to the backend. */
  start(): void {
    if (this.#unlisten !== undefined) return;
    trackDependencies();
    this.#unlisten = onCommittedWrites((writes) => this.#raise(writes));
  }

  stop(): void {
    this.#unlisten?.();
    this.#unlisten = undefined;
    clearTimeout(this.#retry);
  }

  /**
   * Runs `work` and finds out what the result was made of.
   *
   * @throws cache.dependencies.off, and what `work` throws.
   */
  async track<T>(work: () => T | Promise<T>): Promise<Tracked<T>> {
    this.#assertOn();
    await this.#learnEpoch();
    const scope = new ReadScope();
    const value = await trackReads(scope, async () => await work());
    const outcome = await this.#keptWith(scope);
    const isKept = typeof outcome !== 'string';
    return {
      value,
      tags: isKept ? outcome : undefined,
      untracked: isKept ? undefined : outcome,
      isUnsettled: scope.isUnsettled,
      isEarly: scope.isEarly,
    };
  }

  /** Without it nothing can be kept, but the value can be computed. */
  async #learnEpoch(): Promise<void> {
    try {
      this.#history.add(await this.#marks.epoch(), performance.now());
    } catch (error) {
      this.#health.unavailable(error);
    }
  }

  /** Of an entry that is used while another value is made: what it depends on counts for that, too. */
  passOn(tags: TagVersions | undefined): void {
    if (tags !== undefined) recordRead((scope) => addMarks(scope, tags.keys()));
  }

  /** The marks of what was read with the epoch it was begun at, or why there are none. */
  async #keptWith(scope: ReadScope): Promise<TagVersions | string> {
    if (scope.untracked !== undefined) return scope.untracked;
    const ageMs = performance.now() - scope.startedMs;
    const epoch = this.#history.reachedAt(scope.startedMs);
    if (epoch === undefined || ageMs > MAX_AGE_MS) return 'rows that were read too long before';
    const marks = marksOfReads(scope);
    try {
      const isCertain = await this.#marks.complete(marks, epoch, ageMs);
      if (!isCertain) return 'a cache that was emptied meanwhile';
    } catch (error) {
      this.#health.unavailable(error);
      return 'a cache that cannot be reached';
    }
    return new Map(marks.map((mark) => [mark, String(epoch)]));
  }

  async #raise(writes: CommittedWrites): Promise<void> {
    const marks = marksOfWrites(writes);
    try {
      await this.#marks.raise(marks, await this.#marks.nextEpoch());
    } catch (error) {
      this.#health.unavailable(error);
      for (const mark of marks) this.#behind.add(mark);
      if (this.#behind.size > MAX_BEHIND)
        this.#behind = new Set([...this.#behind].map(databaseMark));
      this.#tryAgain();
    }
  }

  #tryAgain(): void {
    this.#retry ??= setTimeout(async () => {
      this.#retry = undefined;
      const marks = [...this.#behind];
      try {
        await this.#marks.raise(marks, await this.#marks.nextEpoch());
        for (const mark of marks) this.#behind.delete(mark);
      } catch {
        // Has been told of when it began.
      }
      if (this.#behind.size > 0 && this.#unlisten !== undefined) this.#tryAgain();
    }, RETRY_MS).unref();
  }

  #assertOn(): void {
    if (!this.#isShared) this.start();
    if (this.#unlisten !== undefined) return;
    throw cacheError(
      'cache.dependencies.off',
      `The cache "${this.#name}" is not told what the application writes.`,
      {
        hint: `Set dependencies: true for caches.${this.#name} in the settings of every process that writes.`,
      },
    );
  }
}
