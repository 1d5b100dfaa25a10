import { randomBytes } from 'node:crypto';
import { andThen, BoundedMap, type MaybePromise } from '../core/index.ts';
import type { CacheBackend } from './backends/backend.ts';
import { isMark } from './dependencies/marks.ts';
import { counterOf, NO_META, type Stored, type TagVersions } from './entry.ts';
import { open, seal } from './envelope.ts';
import type { Health } from './health.ts';
import type { KeyMaker } from './keys.ts';

/** Keys of tags that are remembered: to check and put together one takes as long as to read it. */
const MAX_KNOWN = 10_000;

/**
 * Versions of tags, kept in the backend under keys of their own. An entry carries the versions that
 * its tags had when it was begun; it is valid as long as they are still these. To invalidate a tag
 * gives it a version that was never used before, so a version that the backend has lost can only
 * make entries invalid, never valid again.
 */
export class TagStore {
  readonly #backend: CacheBackend;
  readonly #keys: KeyMaker;
  readonly #health: Health;
  readonly #known = new BoundedMap<string, string>(MAX_KNOWN);

  constructor(backend: CacheBackend, keys: KeyMaker, health: Health) {
    this.#backend = backend;
    this.#keys = keys;
    this.#health = health;
  }

  keyOf(tag: string): string {
    const known = this.#known.get(tag);
    if (known !== undefined) return known;
    const key = this.#keys.internal('tag', tag);
    this.#known.set(tag, key);
    return key;
  }

  /** Whether none of an entry's tags has been invalidated. */
  areValid(tags: TagVersions): MaybePromise<boolean> {
    const keys: string[] = [];
    for (const tag of tags.keys()) keys.push(this.keyOf(tag));
    return andThen(this.#backend.getMany(keys), (stored) => {
      let index = 0;
      for (const [tag, version] of tags) {
        if (!this.#isStill(tag, version, stored[index])) return false;
        index += 1;
      }
      return true;
    });
  }

  /** The versions of tags as they are now; one that has none gets its first. */
  async versions(tags: readonly string[]): Promise<TagVersions> {
    if (tags.length === 0) return NO_VERSIONS;
    return this.completed(tags, await this.#backend.getMany(tags.map((tag) => this.keyOf(tag))));
  }

  /** The same from what is stored under the tags' keys, where that was read already. */
  async completed(
    tags: readonly string[],
    stored: readonly (Stored | undefined)[],
  ): Promise<TagVersions> {
    const versions = new Map<string, string>();
    for (const [index, tag] of tags.entries()) {
      versions.set(tag, this.#read(stored[index]) ?? (await this.#create(tag)));
    }
    return versions;
  }

  /** The versions of those tags that have one. */
  known(tags: readonly string[]): MaybePromise<TagVersions> {
    return andThen(this.#backend.getMany(tags.map((tag) => this.keyOf(tag))), (stored) => {
      const versions = new Map<string, string>();
      for (const [index, tag] of tags.entries()) {
        const version = this.#read(stored[index]);
        if (version !== undefined) versions.set(tag, version);
      }
      return versions;
    });
  }

  /** A version that cannot be written is gone all the same, and nobody agrees with one that is not there. */
  async invalidate(tags: readonly string[]): Promise<void> {
    if (tags.length === 0) return;
    const entries = tags.map((tag) => ({ key: this.keyOf(tag), stored: newVersion().stored }));
    await this.#backend.setMany(entries, null);
  }

  /** Of several that create it at a time one wins, and all take that one's. */
  async #create(tag: string): Promise<string> {
    const key = this.keyOf(tag);
    const { version, stored } = newVersion();
    if (await this.#backend.add(key, stored, null)) return version;
    const winner = this.#read(await this.#backend.get(key));
    if (winner !== undefined) return winner;
    // What is there is no version: damaged, or foreign. A version never stored is valid for nobody.
    await this.#backend.set(key, stored, null);
    return version;
  }

  /** A mark is compared without a text in between: a page may have a hundred of them. */
  #isStill(tag: string, version: string, stored: Stored | undefined): boolean {
    const epoch = isMark(tag) && stored instanceof Uint8Array ? counterOf(stored) : undefined;
    return epoch === undefined
      ? isStill(tag, version, this.#read(stored))
      : epoch <= Number(version);
  }

  #read(stored: Stored | undefined): string | undefined {
    if (stored === undefined) return undefined;
    const value = open(stored, (reason) => this.#health.corrupt(reason))?.value;
    // The version of a mark is a counter.
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  }
}

export const NO_VERSIONS: TagVersions = new Map();

function newVersion(): { readonly version: string; readonly stored: Stored } {
  const version = randomBytes(9).toString('base64url');
  return { version, stored: seal(version, NO_META) };
}

/** Whether none of the tags of an entry has been invalidated, as far as the versions tell. */
export function agree(tags: TagVersions | undefined, versions: TagVersions): boolean {
  if (tags === undefined) return true;
  for (const [tag, version] of tags) if (!isStill(tag, version, versions.get(tag))) return false;
  return true;
}

/** Whether a tag has the version it had, or a mark was not raised above the epoch of its entry. */
function isStill(tag: string, version: string, known: string | undefined): boolean {
  return isMark(tag) ? Number(known) <= Number(version) : known === version;
}
