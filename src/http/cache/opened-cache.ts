import type { Cache } from '../../cache/index.ts';

let registry: typeof import('../../cache/index.ts') | undefined;

/**
 * A cache by its name. The module of caches is loaded with the first request for a page that may be
 * kept, so that apps without such pages do without it.
 *
 * @throws cache.alias.unknown
 */
export async function openedCache(name: string | undefined): Promise<Cache> {
  registry ??= await import('../../cache/index.ts');
  return registry.cache(name);
}
