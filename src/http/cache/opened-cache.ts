import type { Cache } from '../../cache/index.ts';
import type { MaybePromise } from '../../core/index.ts';

type Caches = typeof import('../../cache/index.ts');

let caches: Caches | undefined;

/**
 * A cache by its name. The module of caches is loaded with the first request for a page that may be
 * kept, so that apps without such pages do without it.
 *
 * @throws cache.alias.unknown
 */
export function openedCache(name: string | undefined): MaybePromise<Cache> {
  return withCaches((loaded) => loaded.cache(name));
}

/** As in Django, fragments have a cache of their own where the settings name one so. */
const FRAGMENTS = 'template_fragments';

/** @throws cache.alias.unknown */
export function fragmentCache(name: string | undefined): MaybePromise<Cache> {
  return withCaches((loaded) =>
    loaded.cache(name ?? (loaded.hasCache(FRAGMENTS) ? FRAGMENTS : undefined)),
  );
}

function withCaches(choose: (loaded: Caches) => Cache): MaybePromise<Cache> {
  if (caches !== undefined) return choose(caches);
  return import('../../cache/index.ts').then((loaded) => {
    caches = loaded;
    return choose(loaded);
  });
}
