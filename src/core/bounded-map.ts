/**
 * A map that forgets its oldest entry when it is full. Reading does not refresh an entry, which
 * keeps `get` as fast as a plain Map; for caches of compiled things, whose number is small by
 * nature and where the bound only guards against keys made from user input.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #maxEntries: number;
  readonly #onEvict: ((value: Value) => void) | undefined;

  constructor(maxEntries: number, onEvict?: (value: Value) => void) {
    this.#maxEntries = maxEntries;
    this.#onEvict = onEvict;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    if (this.#entries.size >= this.#maxEntries && !this.#entries.has(key)) this.#evictOldest();
    this.#entries.set(key, value);
  }

  /** Drops an entry as `onEvict` would learn of it. */
  delete(key: Key): void {
    const value = this.#entries.get(key);
    if (value === undefined || !this.#entries.delete(key)) return;
    this.#onEvict?.(value);
  }

  clear(): void {
    this.#entries.clear();
  }

  #evictOldest(): void {
    const oldest = this.#entries.entries().next();
    if (oldest.done) return;
    this.#entries.delete(oldest.value[0]);
    this.#onEvict?.(oldest.value[1]);
  }
}
