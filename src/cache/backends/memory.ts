import { LRUCache } from 'lru-cache';
import { stepped } from '../counters.ts';
import { counterBytes, type Stored, sizeOf } from '../entry.ts';
import { type BackendCapabilities, CacheBackend } from './backend.ts';

export interface MemoryOptions {
  /** Most bytes of keys and values; the least recently used go first. Default 64 MiB. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** What an entry takes beside its key and value: the objects around them, measured roughly. */
const OVERHEAD_BYTES = 200;

interface Slot {
  readonly stored: Stored;
  /** `Date.now()`, or infinity. */
  readonly expiresAtMs: number;
}

/**
 * Entries in the memory of this process, bounded in bytes. An entry that has run out is dropped
 * when it is asked for or when its place is needed; nothing runs in the background.
 */
export class MemoryBackend extends CacheBackend {
  readonly name = 'memory';
  readonly capabilities: BackendCapabilities = {
    isShared: false,
    keepsLiveEntries: true,
    canDeletePrefix: true,
    timeoutStepMs: 1,
    needsExpiry: false,
  };
  readonly #slots: LRUCache<string, Slot>;

  constructor({ maxBytes = DEFAULT_MAX_BYTES }: MemoryOptions = {}) {
    super();
    this.#slots = new LRUCache<string, Slot>({
      maxSize: maxBytes,
      sizeCalculation: ({ stored }, key) => sizeOf(stored) + key.length * 2 + OVERHEAD_BYTES,
    });
  }

  /** Bytes of keys and values, those that have run out and were not dropped yet included. */
  get sizeBytes(): number {
    return this.#slots.calculatedSize;
  }

  get entryCount(): number {
    return this.#slots.size;
  }

  get(key: string): Stored | undefined {
    return this.#live(key)?.stored;
  }

  /** What is larger than all there is room for is not kept, and the old entry neither. */
  set(key: string, stored: Stored, ttlMs: number | null): void {
    this.#slots.set(key, { stored, expiresAtMs: ttlMs === null ? Infinity : Date.now() + ttlMs });
  }

  add(key: string, stored: Stored, ttlMs: number | null): boolean {
    if (this.#live(key) !== undefined) return false;
    this.set(key, stored, ttlMs);
    return true;
  }

  delete(key: string): boolean {
    const wasThere = this.#live(key) !== undefined;
    this.#slots.delete(key);
    return wasThere;
  }

  touch(key: string, ttlMs: number | null): boolean {
    const slot = this.#live(key);
    if (slot === undefined) return false;
    this.set(key, slot.stored, ttlMs);
    return true;
  }

  increment(key: string, delta: number): number | undefined {
    const slot = this.#live(key);
    if (slot === undefined) return undefined;
    const value = stepped(slot.stored, delta);
    this.#slots.set(key, { stored: counterBytes(value), expiresAtMs: slot.expiresAtMs });
    return value;
  }

  swap(key: string, expected: Stored, next: Stored | undefined, ttlMs: number | null): boolean {
    const stored = this.#live(key)?.stored;
    if (stored === undefined || !areSame(stored, expected)) return false;
    if (next === undefined) this.#slots.delete(key);
    else this.set(key, next, ttlMs);
    return true;
  }

  deletePrefix(prefix: string): void {
    for (const key of [...this.#slots.keys()]) {
      if (key.startsWith(prefix)) this.#slots.delete(key);
    }
  }

  override getMany(keys: readonly string[]): readonly (Stored | undefined)[] {
    const nowMs = Date.now();
    return keys.map((key) => this.#live(key, nowMs)?.stored);
  }

  /** Entries do not outlive the backend. */
  override close(): void {
    this.#slots.clear();
  }

  #live(key: string, nowMs = Date.now()): Slot | undefined {
    const slot = this.#slots.get(key);
    if (slot === undefined || slot.expiresAtMs > nowMs) return slot;
    this.#slots.delete(key);
    return undefined;
  }
}

function areSame(stored: Stored, expected: Stored): boolean {
  if (stored === expected) return true;
  if (!(stored instanceof Uint8Array) || !(expected instanceof Uint8Array)) return false;
  return Buffer.compare(stored, expected) === 0;
}
