import { deserialize, serialize } from 'node:v8';
import { LRUCache } from 'lru-cache';
import { createClient } from 'redis';
import { startRedis } from '../scripts/services/index.ts';
import { type Cache, createCache } from '../src/cache/index.ts';
import { djangoOnRedis, PEERS, peerSubjects } from './cache/peers.ts';
import { type Bench, peerVersions, type Workload } from './harness/index.ts';

interface Movie {
  readonly id: number;
  readonly title: string;
  readonly rating: number;
  readonly director: string;
}

/** What a list page shows. */
const movies: readonly Movie[] = Array.from({ length: 25 }, (_, id) => ({
  id,
  title: `Film number ${id}`,
  rating: (id % 10) / 2,
  director: `Director ${id % 5}`,
}));

const page = `<!doctype html>${'<p>Film</p>'.repeat(100)}`;

const FIVE_MINUTES = { expiration: { type: 'EX', value: 300 } } as const;

const closing: (() => unknown)[] = [];

function opened(url: string): Cache {
  const cache = createCache({ url, onFailure: 'raise', answerTimeout: '10s' });
  closing.push(() => cache.close());
  return cache;
}

/** The text itself: no copy is needed, so this is what the layers above the store cost. */
async function textFromMemory(): Promise<Workload> {
  const map = new Map([['page', page]]);
  const lru = new LRUCache<string, string>({ max: 1_000 });
  lru.set('page', page);
  const cache = opened('memory:');
  await cache.set('page', page);
  return {
    name: 'a text from memory',
    limit: 'lru-cache',
    subjects: {
      Map: async () => map.get('page'),
      'lru-cache': async () => lru.get('page'),
      uptempo: () => cache.get('page'),
      ...peerSubjects('get', page),
    },
  };
}

async function textToMemory(): Promise<Workload> {
  const lru = new LRUCache<string, string>({ max: 1_000 });
  const cache = opened('memory:');
  return {
    name: 'a text to memory',
    limit: 'lru-cache',
    subjects: {
      'lru-cache': async () => void lru.set('page', page),
      uptempo: () => cache.set('page', page, '5m'),
      ...peerSubjects('set', page),
    },
  };
}

/** Data that the reader may change: each way gives a copy, but for the one that says so. */
async function rowsFromMemory(): Promise<Workload> {
  const lru = new LRUCache<string, readonly Movie[]>({ max: 1_000 });
  lru.set('movies', movies);
  const bytes = serialize(movies);
  const cache = opened('memory:');
  await cache.set('movies', movies);
  await cache.set('shared', movies, { shared: true });
  return {
    name: '25 rows from memory, copied',
    limit: 'lru-cache, structuredClone()',
    subjects: {
      'lru-cache, structuredClone()': async () => structuredClone(lru.get('movies')),
      'v8.deserialize()': async () => deserialize(bytes),
      uptempo: () => cache.get('movies'),
      'uptempo, shared (no copy)': () => cache.get('shared'),
    },
  };
}

async function rowsToMemory(): Promise<Workload> {
  const lru = new LRUCache<string, readonly Movie[]>({ max: 1_000 });
  const cache = opened('memory:');
  return {
    name: '25 rows to memory, copied',
    limit: 'lru-cache, structuredClone()',
    subjects: {
      'lru-cache, structuredClone()': async () => void lru.set('movies', structuredClone(movies)),
      'v8.serialize()': async () => void serialize(movies),
      uptempo: () => cache.set('movies', movies),
    },
  };
}

/** One read after the other, and ten on their way at a time, as a server has them. */
async function fromRedis(): Promise<readonly Workload[]> {
  const server = await startRedis();
  closing.push(() => server.close());
  const client = createClient({ url: server.value });
  await client.connect();
  closing.push(() => client.destroy());
  // By default the client makes a timer for each command; a careful user may do without.
  const bare = createClient({ url: server.value, commandOptions: { timeout: 0 } });
  await bare.connect();
  closing.push(() => bare.destroy());
  const cache = opened(server.value);
  await client.set('page', page);
  await client.set('movies', JSON.stringify(movies));
  await cache.set('page', page);
  await cache.set('movies', movies);
  const tenTimes = <T>(read: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, read));
  return [
    {
      name: 'a text from Redis',
      limit: 'redis',
      subjects: {
        redis: () => client.get('page'),
        'redis, no timers': () => bare.get('page'),
        uptempo: () => cache.get('page'),
        ...djangoOnRedis('get', page, server.value),
      },
    },
    {
      name: 'a text to Redis',
      limit: 'redis',
      subjects: {
        redis: async () => void (await client.set('page', page, FIVE_MINUTES)),
        uptempo: () => cache.set('page', page, '5m'),
        ...djangoOnRedis('set', page, server.value),
      },
    },
    {
      name: 'ten texts from Redis at a time',
      limit: 'redis',
      subjects: {
        redis: () => tenTimes(() => client.get('page')),
        'redis, no timers': () => tenTimes(() => bare.get('page')),
        uptempo: () => tenTimes(() => cache.get('page')),
      },
    },
    {
      name: '25 rows from Redis',
      limit: 'redis, JSON',
      subjects: {
        'redis, JSON': async () => JSON.parse((await client.get('movies')) ?? 'null'),
        'redis, JSON, no timers': async () => JSON.parse((await bare.get('movies')) ?? 'null'),
        uptempo: () => cache.get('movies'),
        ...djangoOnRedis('get', movies, server.value),
      },
    },
  ];
}

export const bench: Bench = {
  name: 'cache',
  description: 'The cache in memory and on Redis against what it is made of.',
  versions: () => peerVersions(PEERS),
  async workloads() {
    return [
      await textFromMemory(),
      await textToMemory(),
      await rowsFromMemory(),
      await rowsToMemory(),
      ...(await fromRedis()),
    ];
  },
  async close() {
    for (const close of closing.splice(0).reverse()) await close();
  },
};
