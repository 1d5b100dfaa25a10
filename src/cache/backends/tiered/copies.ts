import { LRUCache } from 'lru-cache';
import type { Stored } from '../../entry.ts';
import { freshUntilOf } from '../../envelope.ts';

/** What an entry takes beside its key and value: the objects around them, measured roughly. */
const OVERHEAD_BYTES = 250;

interface Copy {
  readonly stored: Buffer;
  /** `performance.now()`, which nobody sets back. */
  readonly usableUntilMs: number;
  /** `Date.now()`, as the entry itself says, or infinity. */
  readonly freshUntilMs: number;
}

/** A read of the lower tier whose answer may be kept if it is still the one of its key at the end. */
export interface ReadUnderWay {
  readonly startedMs: number;
  /** How many callers wait for answers that nothing has come between. */
  readers: number;
}

/**
 * Copies of entries in the memory of this process, bounded in bytes and in time.
 *
 * What is read below may be changed by somebody before the answer is here. So a read says when it
 * begins, `drop` forgets the reads of a key together with its copy, and an answer is kept only if
 * its read was not forgotten: the old value cannot come back after the message of its end.
 */
export class MemoryCopies {
  readonly #copies: LRUCache<string, Copy>;
  readonly #underWay = new Map<string, ReadUnderWay>();
  readonly #ttlMs: number;

  constructor(maxBytes: number, ttlMs: number) {
    this.#ttlMs = ttlMs;
    this.#copies = new LRUCache<string, Copy>({
      maxSize: maxBytes,
      sizeCalculation: ({ stored }, key) => stored.length + key.length * 2 + OVERHEAD_BYTES,
    });
  }

  /**
   * A copy that is a hit by its time. What is past it may still be served stale, but for how long
   * is known below only.
   */
  get(key: string): Buffer | undefined {
    const copy = this.#copies.get(key);
    if (copy === undefined) return undefined;
    const isUsable =
      performance.now() < copy.usableUntilMs &&
      (copy.freshUntilMs === Infinity || Date.now() < copy.freshUntilMs);
    if (isUsable) return copy.stored;
    this.#copies.delete(key);
    return undefined;
  }

  begin(key: string): ReadUnderWay {
    const known = this.#underWay.get(key);
    if (known !== undefined) {
      known.readers += 1;
      return known;
    }
    const read = { startedMs: performance.now(), readers: 1 };
    this.#underWay.set(key, read);
    return read;
  }

  /** @param stored - the answer; undefined for none, or for a failure. */
  end(key: string, read: ReadUnderWay, stored: Stored | undefined): void {
    read.readers -= 1;
    if (this.#underWay.get(key) !== read) return;
    if (read.readers === 0) this.#underWay.delete(key);
    if (stored instanceof Uint8Array) this.#keep(key, stored, read.startedMs);
    else this.#copies.delete(key);
  }

  drop(key: string): void {
    this.#underWay.delete(key);
    this.#copies.delete(key);
  }

  dropPrefix(prefix: string): void {
    for (const key of [...this.#underWay.keys(), ...this.#copies.keys()]) {
      if (key.startsWith(prefix)) this.drop(key);
    }
  }

  clear(): void {
    this.#underWay.clear();
    this.#copies.clear();
  }

  #keep(key: string, stored: Uint8Array, startedMs: number): void {
    const freshUntilMs = freshUntilOf(stored);
    if (freshUntilMs === undefined) {
      this.#copies.delete(key);
      return;
    }
    // Drivers hand out parts of large blocks, as Node's pool does, which a small part would keep alive.
    const own = Buffer.allocUnsafeSlow(stored.length);
    own.set(stored);
    this.#copies.set(key, {
      stored: own,
      // From the beginning of the read: what is changed after it is seen after that time.
      usableUntilMs: startedMs + this.#ttlMs,
      freshUntilMs,
    });
  }
}
