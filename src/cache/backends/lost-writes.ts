import type { CacheBackend } from './backend.ts';

/** Beyond it all entries are deleted instead. */
const MAX_KEYS = 10_000;

/**
 * What could not be written or deleted while a backend could not be reached. Its old values must
 * not be read once it is there again, so they are deleted before anything else is done.
 */
export class LostWrites {
  readonly #root: string;
  readonly #keys = new Set<string>();
  readonly #prefixes = new Set<string>();

  /** @param root - begins all keys of the cache. */
  constructor(root: string) {
    this.#root = root;
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0 && this.#prefixes.size === 0;
  }

  addKeys(keys: Iterable<string>): void {
    for (const key of keys) this.#keys.add(key);
    if (this.#keys.size <= MAX_KEYS) return;
    this.#keys.clear();
    this.#prefixes.add(this.#root);
  }

  addPrefix(prefix: string): void {
    this.#prefixes.add(this.#prefixes.size < MAX_KEYS ? prefix : this.#root);
  }

  /** What fails stays for the next time. */
  async makeUpFor(backend: CacheBackend): Promise<void> {
    for (const prefix of [...this.#prefixes]) {
      await backend.deletePrefix(prefix);
      this.#prefixes.delete(prefix);
    }
    const keys = [...this.#keys];
    if (keys.length === 0) return;
    await backend.deleteMany(keys);
    for (const key of keys) this.#keys.delete(key);
  }
}
