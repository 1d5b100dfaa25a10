import { createHash } from 'node:crypto';
import { describeKind } from '../core/index.ts';
import { cacheError } from './errors.ts';

declare const VALUE: unique symbol;

/** A key that knows the type of its value. It is a text all the same. */
export type CacheKey<T> = string & { readonly [VALUE]: T };

/** What may follow the name in a key. */
export type KeyPart = string | number | bigint | boolean | null;

/**
 * A key with the type of its value, so that `get` gives it and `set` checks it. Further parts are
 * joined so that no two lists give the same key.
 *
 * ```ts
 * const TOP = cacheKey<Movie[]>('top');
 * const byGenre = (genre: string) => cacheKey<Movie[]>('genre', genre);
 * ```
 *
 * @throws cache.key.invalid
 */
export function cacheKey<T>(name: string, ...parts: readonly KeyPart[]): CacheKey<T> {
  if (parts.length === 0) return name as CacheKey<T>;
  return [escapePart(name), ...parts.map(escapePart)].join(':') as CacheKey<T>;
}

function escapePart(part: KeyPart): string {
  const text = String(part);
  if (!text.isWellFormed()) throw invalid('holds half of a character');
  return encodeURIComponent(text);
}

/** Turns the application's part of a key into the one that is used; the prefix comes before it. */
export type KeyFunction = (key: string, version: number) => string;

export interface KeySettings {
  readonly prefix: string;
  readonly keyFunction: KeyFunction;
  readonly longKeys: 'refuse' | 'hash';
}

/** Most bytes a key may have with its prefix: what Memcached allows, and so all of them. */
export const MAX_KEY_BYTES = 250;

/** Bytes of a SHA-256 in base64url. */
const HASH_BYTES = 43;

/** As Django's, without the prefix. */
export const defaultKeyFunction: KeyFunction = (key, version) => `${version}:${key}`;

/**
 * Makes the keys that backends see: `prefix:version:key`. Those of the cache's own bookkeeping have
 * a `~` where the version begins, which no key of the application can have.
 */
export class KeyMaker {
  /** Begins every key of this cache and of no other. */
  readonly root: string;
  readonly #keyFunction: KeyFunction;
  readonly #longKeys: KeySettings['longKeys'];

  /** @throws cache.key.invalid for a prefix that would not keep the keys of two sites apart. */
  constructor({ prefix, keyFunction, longKeys }: KeySettings) {
    if (prefix.includes(':') || hasForbidden(prefix)) {
      throw invalid('has a colon, a space or a control character', 'The prefix of a cache');
    }
    this.root = `${prefix}:`;
    this.#keyFunction = keyFunction;
    this.#longKeys = longKeys;
  }

  /** @throws cache.key.invalid, cache.key.too_long */
  key(key: string, version: number): string {
    if (typeof key !== 'string') throw invalid(`is ${describeKind(key)}, no text`);
    const own = this.#keyFunction(key, version);
    if (typeof own !== 'string' || own.startsWith('~')) {
      throw invalid('was made by a key function that gave no text, or one that begins with "~"');
    }
    return this.#checked(`${this.root}${own}`);
  }

  /** The key of something the cache keeps for itself, such as the version of a tag. */
  internal(kind: 'tag' | 'lock', name: string): string {
    if (typeof name !== 'string') throw invalid(`is ${describeKind(name)}, no text`);
    const isOwnName = kind === 'lock' || name.startsWith('~');
    return this.#checked(`${this.root}~${kind}:${name}`, isOwnName ? 'hash' : undefined);
  }

  /** The beginning that all keys with this beginning have. */
  prefixOf(prefix: string, version: number): string {
    return this.key(prefix, version);
  }

  #checked(key: string, longKeys = this.#longKeys): string {
    if (hasForbidden(key)) throw invalid('has spaces or control characters, or half a character');
    // Only a key with characters above U+007F has more bytes than characters.
    const bytes = key.length > MAX_KEY_BYTES / 3 ? Buffer.byteLength(key) : key.length;
    if (bytes <= MAX_KEY_BYTES) return key;
    if (longKeys === 'hash') return shortened(key);
    throw cacheError(
      'cache.key.too_long',
      `A key takes ${bytes} bytes with its prefix and version; ${MAX_KEY_BYTES} is the most.`,
      { hint: `Shorten it, or set longKeys: 'hash' for this cache. It begins: ${start(key)}` },
    );
  }
}

/**
 * Everything up to the space, and DEL, would end a key in the protocol of Memcached. Half of a
 * surrogate pair has no bytes of its own, so that two different keys would be one.
 */
function hasForbidden(key: string): boolean {
  for (let index = 0; index < key.length; index += 1) {
    const code = key.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return true;
  }
  return !key.isWellFormed();
}

/** The beginning, by which `deletePrefix` finds it, and the hash of the whole. */
function shortened(key: string): string {
  const hash = createHash('sha256').update(key).digest('base64url');
  const kept = Buffer.from(key).subarray(0, MAX_KEY_BYTES - HASH_BYTES - 1);
  // A character cut in two is left out.
  return `${new TextDecoder().decode(kept, { stream: true })}~${hash}`;
}

function start(key: string): string {
  return JSON.stringify(`${key.slice(0, 40)}…`);
}

function invalid(problem: string, what = 'A key') {
  return cacheError('cache.key.invalid', `${what} ${problem}.`, {
    hint: 'Make keys of letters, digits and punctuation; cacheKey(name, …parts) escapes the rest.',
  });
}
