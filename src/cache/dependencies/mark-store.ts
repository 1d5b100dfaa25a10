import type { CacheBackend } from '../backends/backend.ts';
import { countUp } from '../counters.ts';
import { counterBytes, counterOf, type Stored } from '../entry.ts';
import { cacheError } from '../errors.ts';
import type { KeyMaker } from '../keys.ts';
import { isRowMark } from './marks.ts';

const MINUTE_MS = 60_000;

/** A mark that has run out makes entries misses, never hits. */
const ROW_MARK_MS = 60 * MINUTE_MS;
const MARK_MS = 30 * 24 * 60 * MINUTE_MS;

/** What was begun longer ago may depend on marks that have come and gone since. */
export const MAX_AGE_MS = 30 * MINUTE_MS;

/**
 * No fleet commits faster than that (per millisecond, and at once), but an epoch that begins again
 * at the clock is that far ahead of one from a few minutes before.
 */
const MAX_RATE = 100;
const MAX_STEP = 100_000;

/** Of many that raise a mark at a time, one that never gets through gives up. */
const MAX_ATTEMPTS = 20;

/** The epoch and the marks of a cache in its backend, as counters. */
export class MarkStore {
  readonly #backend: CacheBackend;
  readonly #keys: KeyMaker;
  readonly #epochKey: string;

  constructor(backend: CacheBackend, keys: KeyMaker) {
    this.#backend = backend;
    this.#keys = keys;
    this.#epochKey = keys.internal('tag', '~epoch');
  }

  /** The epoch as it is now. */
  async epoch(): Promise<number> {
    return numberOf(await this.#backend.get(this.#epochKey)) ?? (await this.nextEpoch());
  }

  /**
   * A later epoch than any before. One that the backend has lost begins again at the microseconds
   * of the clock, which is later than any that was counted up from an earlier time.
   */
  nextEpoch(): Promise<number> {
    return countUp(this.#backend, this.#epochKey, 1, Date.now() * 1_000, null);
  }

  /**
   * Makes marks that are missing, as ones that were last raised at `epoch`, which was true some
   * `ageMs` ago.
   *
   * @returns false when the backend has been emptied meanwhile: marks that were raised since may
   * be among what it has lost.
   */
  async complete(marks: readonly string[], epoch: number, ageMs: number): Promise<boolean> {
    const keys = [this.#epochKey, ...marks.map((mark) => this.#keyOf(mark))];
    const [now, ...stored] = (await this.#backend.getMany(keys)).map(numberOf);
    if (now === undefined || now < epoch || now - epoch > MAX_STEP + MAX_RATE * ageMs) return false;
    const missing = marks.filter((_, index) => stored[index] === undefined);
    await Promise.all(
      missing.map((mark) =>
        this.#backend.add(this.#keyOf(mark), counterBytes(epoch), lifeOf(mark)),
      ),
    );
    return true;
  }

  /** Raises marks to an epoch; one that is higher already stays. */
  async raise(marks: readonly string[], epoch: number): Promise<void> {
    const stored = await this.#read(marks);
    await Promise.all(marks.map((mark, index) => this.#raise(mark, stored[index], epoch)));
  }

  async #raise(mark: string, known: Stored | undefined, epoch: number): Promise<void> {
    const key = this.#keyOf(mark);
    const next = counterBytes(epoch);
    let stored = known;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      if (stored === undefined) {
        if (await this.#backend.add(key, next, lifeOf(mark))) return;
      } else {
        if ((numberOf(stored) ?? -1) >= epoch) return;
        if (await this.#backend.swap(key, stored, next, lifeOf(mark))) return;
      }
      stored = await this.#backend.get(key);
    }
    throw cacheError('cache.backend.refused', `The mark ${mark} could not be raised.`, {
      hint: 'Many processes write the same rows at a time; it is tried again by itself.',
    });
  }

  async #read(marks: readonly string[]): Promise<readonly (Stored | undefined)[]> {
    return this.#backend.getMany(marks.map((mark) => this.#keyOf(mark)));
  }

  #keyOf(mark: string): string {
    return this.#keys.internal('tag', mark);
  }
}

function lifeOf(mark: string): number {
  return isRowMark(mark) ? ROW_MARK_MS : MARK_MS;
}

function numberOf(stored: Stored | undefined): number | undefined {
  return stored instanceof Uint8Array ? counterOf(stored) : undefined;
}
