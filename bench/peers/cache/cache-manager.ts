import { createCache } from 'cache-manager';
import type { CachePeer } from '../../cache/peers.ts';

/** Its memory as it comes: a Keyv over a Map, without a bound. */
export function open(): CachePeer {
  const cache = createCache({ ttl: 300_000 });
  return {
    get: (key) => cache.get(key),
    set: (key, value) => cache.set(key, value),
    close: () => cache.disconnect(),
  };
}
