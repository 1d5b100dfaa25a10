import { suggest } from '../core/index.ts';
import { Cache } from './cache.ts';
import { cacheError } from './errors.ts';
import { type CacheOptions, cacheParts } from './settings.ts';

export const DEFAULT_CACHE = 'default';

/** The caches of this process by name. */
const caches = new Map<string, Cache>();

/**
 * Makes the caches of the settings the ones that `cache()` gives. A server is connected to when it
 * is first needed. A cache of the same name that was there before is closed and replaced.
 *
 * ```ts
 * connectCaches({ default: 'memory:' });
 * ```
 *
 * @param baseFolder - what relative paths are relative to. Default the working directory.
 * @throws cache.url.invalid, cache.key.invalid, cache.timeout.invalid, core.option.unknown,
 * core.option.invalid; then nothing has changed.
 */
export function connectCaches(
  settings: Readonly<Record<string, CacheOptions>>,
  baseFolder: string = process.cwd(),
): void {
  const made = Object.entries(settings).map(([name, options]) =>
    createCache(options, { name, baseFolder }),
  );
  for (const cache of made) {
    void caches.get(cache.name)?.close();
    caches.set(cache.name, cache);
  }
}

/** Closes all caches; `cache()` knows none of them any more. */
export async function disconnectCaches(): Promise<void> {
  const open = [...caches.values()];
  caches.clear();
  await Promise.all(open.map((cache) => cache.close()));
}

/** A cache of its own, which `cache()` does not know; whoever made it closes it. */
export function createCache(
  options: CacheOptions = 'memory:',
  { name = DEFAULT_CACHE, baseFolder = process.cwd() }: CreateCacheOptions = {},
): Cache {
  return new Cache(cacheParts(name, options, baseFolder));
}

export interface CreateCacheOptions {
  /** What events and messages call it. Default `default`. */
  readonly name?: string;
  /** What relative paths are relative to. Default the working directory. */
  readonly baseFolder?: string;
}

/**
 * A cache by its name in the settings. Without any settings there is one in memory.
 *
 * @throws cache.alias.unknown
 */
export function cache(name: string = DEFAULT_CACHE): Cache {
  const found = caches.get(name);
  if (found !== undefined) return found;
  if (name !== DEFAULT_CACHE || caches.size > 0) {
    throw cacheError('cache.alias.unknown', `There is no cache "${name}" in the settings.`, {
      hint: suggest(name, caches.size > 0 ? caches.keys() : [DEFAULT_CACHE]),
    });
  }
  const memory = createCache();
  caches.set(name, memory);
  return memory;
}

/** Whether the settings have a cache of that name. */
export function hasCache(name: string): boolean {
  return caches.has(name);
}
