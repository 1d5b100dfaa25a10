import { BentoCache, bentostore } from 'bentocache';
import { memoryDriver } from 'bentocache/drivers/memory';
import type { CachePeer } from '../../cache/peers.ts';

/** Its memory layer as it comes, which keeps values as JSON. */
export function open(): CachePeer {
  const store = bentostore().useL1Layer(memoryDriver({ maxItems: 1_000 }));
  const bento = new BentoCache({ default: 'memory', stores: { memory: store } });
  return {
    get: (key) => bento.get({ key }),
    set: (key, value) => bento.set({ key, value, ttl: '5m' }),
    close: () => bento.disconnectAll(),
  };
}
