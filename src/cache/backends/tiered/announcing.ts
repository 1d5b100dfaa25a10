import type { MaybePromise } from '../../../core/index.ts';
import type { Stored } from '../../entry.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from '../backend.ts';
import { keyMessages, prefixMessage } from './invalidations.ts';

/** A backend that can send a message to all processes that use it. */
export interface Announcer extends CacheBackend {
  publish(channel: string, message: string): Promise<void>;
}

export interface AnnouncingOptions {
  readonly channel: string;
  /** Whether a key is one that no memory tier keeps, so that nobody needs to hear of it. */
  readonly isSilent: (key: string) => boolean;
}

/**
 * A backend that tells of each change once it is made. It stands below what watches over failures:
 * a change that could not be told counts as failed and is made up for, and what is made up for is
 * told as well.
 */
export class AnnouncingBackend extends CacheBackend {
  readonly #inner: Announcer;
  readonly #options: AnnouncingOptions;

  constructor(inner: Announcer, options: AnnouncingOptions) {
    super();
    this.#inner = inner;
    this.#options = options;
  }

  get name(): string {
    return this.#inner.name;
  }

  get capabilities(): BackendCapabilities {
    return this.#inner.capabilities;
  }

  override prepare(): Promise<void> | undefined {
    return this.#inner.prepare();
  }

  get(key: string): MaybePromise<Stored | undefined> {
    return this.#inner.get(key);
  }

  override getMany(keys: readonly string[]): MaybePromise<readonly (Stored | undefined)[]> {
    return this.#inner.getMany(keys);
  }

  set(key: string, stored: Stored, ttlMs: number | null): MaybePromise<void> {
    return this.#told([key], () => this.#inner.set(key, stored, ttlMs));
  }

  override setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    const keys = entries.map(({ key }) => key);
    return this.#told(keys, () => this.#inner.setMany(entries, ttlMs));
  }

  add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    return this.#toldIfTrue(key, () => this.#inner.add(key, stored, ttlMs));
  }

  /** Told of in any case: an entry that the server has lost may have copies. */
  delete(key: string): Promise<boolean> {
    return this.#told([key], () => this.#inner.delete(key));
  }

  override deleteMany(keys: readonly string[]): Promise<number> {
    return this.#told(keys, () => this.#inner.deleteMany(keys));
  }

  touch(key: string, ttlMs: number | null): Promise<boolean> {
    return this.#toldIfTrue(key, () => this.#inner.touch(key, ttlMs));
  }

  /** No memory tier keeps counters, so there is nobody to be told. */
  increment(key: string, delta: number): MaybePromise<number | undefined> {
    return this.#inner.increment(key, delta);
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    return this.#toldIfTrue(key, () => this.#inner.swap(key, expected, next, ttlMs));
  }

  async deletePrefix(prefix: string): Promise<void> {
    try {
      await this.#inner.deletePrefix(prefix);
    } finally {
      await this.#inner.publish(this.#options.channel, prefixMessage(prefix));
    }
  }

  override reconnect(): void {
    this.#inner.reconnect();
  }

  override close(): MaybePromise<void> {
    return this.#inner.close();
  }

  /** Also after a failure: who knows what of it has been done. */
  async #told<T>(keys: readonly string[], change: () => MaybePromise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      await this.#tell(keys);
    }
  }

  async #toldIfTrue(key: string, change: () => MaybePromise<boolean>): Promise<boolean> {
    let mayHaveChanged = true;
    try {
      mayHaveChanged = await change();
      return mayHaveChanged;
    } finally {
      if (mayHaveChanged) await this.#tell([key]);
    }
  }

  async #tell(keys: readonly string[]): Promise<void> {
    const { channel, isSilent } = this.#options;
    const messages = keyMessages(keys.filter((key) => !isSilent(key)));
    await Promise.all(messages.map((message) => this.#inner.publish(channel, message)));
  }
}
