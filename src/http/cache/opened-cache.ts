import type { Cache } from '../../cache/index.ts';
import { isUptempoError, type MaybePromise } from '../../core/index.ts';

let registry: typeof import('../../cache/index.ts') | undefined;

/**
 * A cache by its name. The module of caches is loaded with the first request for a page that may be
 * kept, so that apps without such pages do without it.
 *
 * @throws cache.alias.unknown
 */
export function openedCache(name: string | undefined): MaybePromise<Cache> {
  if (registry !== undefined) return registry.cache(name);
  return import('../../cache/index.ts').then((loaded) => {
    registry = loaded;
    return loaded.cache(name);
  });
}

/** As in Django, fragments have a cache of their own where the settings name one so. */
const FRAGMENTS = 'template_fragments';

/** @throws cache.alias.unknown */
export function fragmentCache(name: string | undefined): MaybePromise<Cache> {
  if (name !== undefined) return openedCache(name);
  try {
    const opened = openedCache(FRAGMENTS);
    return opened instanceof Promise ? opened.catch(commonCache) : opened;
  } catch (error) {
    return commonCache(error);
  }
}

/** The cache of everything, where none is named for fragments. */
function commonCache(error: unknown): MaybePromise<Cache> {
  if (isUptempoError(error, 'cache.alias.unknown')) return openedCache(undefined);
  throw error;
}
