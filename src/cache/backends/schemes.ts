import { resolve } from 'node:path';
import { checkOptions, type OptionKind, option, suggest } from '../../core/index.ts';
import { cacheError } from '../errors.ts';
import { Health } from '../health.ts';
import type { CacheBackend } from './backend.ts';
import { DatabaseBackend, type DatabaseCacheOptions } from './database/backend.ts';
import { DistributedBackend } from './distributed.ts';
import { DummyBackend } from './dummy.ts';
import { FileBackend } from './file/backend.ts';
import { type FailurePolicy, GuardedBackend } from './guarded.ts';
import { parseMemcachedAddress } from './memcached/address.ts';
import { MemcachedBackend } from './memcached/backend.ts';
import { MemoryBackend } from './memory.ts';
import { parseRedisAddress } from './redis/address.ts';
import { RedisBackend } from './redis/backend.ts';
import { RedisInvalidations } from './redis/invalidations.ts';
import { AnnouncingBackend } from './tiered/announcing.ts';
import { hasTier, isExactIn, TIER_OPTION, type TierOptions, withTier } from './tiered/settings.ts';

/** Options of single kinds of backends, beside those that every cache has. */
export interface BackendOptions {
  /** memory, file: most bytes of all entries. Default 64 MiB in memory, 256 MiB in files. */
  readonly maxBytes?: number;
  /** database: the table, which is created when it is missing. Default `uptempo_cache`. */
  readonly table?: string;
  /** database: most entries, looked at now and then. Default no bound. */
  readonly maxEntries?: number;
  /** redis: whether the hosts of the address are nodes of a cluster. Default false. */
  readonly cluster?: boolean;
  /** redis: name of the master, if the hosts of the address are sentinels. */
  readonly sentinel?: string;
  /**
   * All but memory and dummy: copies in the memory of this process. A single Redis server
   * tells all processes of changes; else a copy may be as old as its `memoryTtl`. Default false.
   */
  readonly tiered?: boolean | TierOptions;
}

/** What a backend is made from. */
export interface BackendSource {
  /** The name of the cache in the settings. */
  readonly cache: string;
  /** The address as it was written. */
  readonly url: string;
  readonly options: BackendOptions;
  /** What relative paths are relative to. */
  readonly baseFolder: string;
  /** Where the cache stands in the settings, for messages. */
  readonly where: string;
  readonly onFailure: FailurePolicy;
  /** How long the backend may take for an answer. */
  readonly answerTimeoutMs: number;
  /** Begins all keys of the cache. */
  readonly root: string;
}

/** A backend, and what is told of it. */
export interface MadeBackend {
  readonly backend: CacheBackend;
  readonly health: Health;
}

interface Scheme {
  readonly options: Readonly<Partial<Record<keyof BackendOptions, OptionKind>>>;
  create(source: BackendSource, health: Health): CacheBackend;
}

const MEBIBYTE = 1024 * 1024;

const TIERED = { tiered: TIER_OPTION };

/** Kinds of backends by the scheme of their address. */
const SCHEMES: Readonly<Record<string, Scheme>> = {
  memory: {
    options: { maxBytes: option.integer({ min: 1 }) },
    create(source) {
      checkBareAddress(source);
      return new MemoryBackend(source.options);
    },
  },
  dummy: {
    options: {},
    create(source) {
      checkBareAddress(source);
      return new DummyBackend();
    },
  },
  file: {
    options: { maxBytes: option.integer({ min: 1 }), ...TIERED },
    create(source, health) {
      const directory = resolve(source.baseFolder, pathOf(source));
      const { maxBytes = 256 * MEBIBYTE } = source.options;
      return withTier(guarded(new FileBackend({ directory, maxBytes }), source, health), source);
    },
  },
  database: {
    options: { table: option.string, maxEntries: option.integer({ min: 1 }), ...TIERED },
    create(source, health) {
      const backend = new DatabaseBackend(databaseOptions(source.url, source.options));
      return withTier(guarded(backend, source, health), source);
    },
  },
  redis: { options: redisOptions(), create: createRedis },
  rediss: { options: redisOptions(), create: createRedis },
  memcached: { options: TIERED, create: createMemcached },
};

/** Every option of every kind: which of them a cache may have depends on its address. */
export const BACKEND_OPTIONS: readonly string[] = [
  ...new Set(Object.values(SCHEMES).flatMap(({ options }) => Object.keys(options))),
];

/** @throws cache.url.invalid, core.option.unknown, core.option.invalid, cache.directory.insecure */
export function createBackend(source: BackendSource): MadeBackend {
  const { url, options, where, cache } = source;
  const name = /^([a-z]+):/.exec(url)?.[1] ?? '';
  const scheme = Object.hasOwn(SCHEMES, name) ? SCHEMES[name] : undefined;
  if (scheme === undefined) {
    throw cacheError('cache.url.invalid', `${where}: "${name}" is no kind of cache.`, {
      hint: `Begin the address with a kind, such as memory: ${suggest(name, Object.keys(SCHEMES))}`,
    });
  }
  checkOptions(where, options, scheme.options);
  const health = new Health(cache, name === 'rediss' ? 'redis' : name);
  return { backend: scheme.create(source, health), health };
}

/** What stands behind the colon would be ignored, such as options written as in a URL. */
function checkBareAddress({ url, where }: BackendSource): void {
  const kind = url.slice(0, url.indexOf(':') + 1);
  if (url === kind) return;
  throw cacheError('cache.url.invalid', `${where}: nothing can follow "${kind}" in "${url}".`, {
    hint: `Write "${kind}", and options beside it: { url: '${kind}', … }.`,
  });
}

function guarded(backend: CacheBackend, source: BackendSource, health: Health): CacheBackend {
  const { onFailure, answerTimeoutMs: timeoutMs, root } = source;
  return new GuardedBackend(backend, { health, onFailure, timeoutMs, root });
}

/** What an address such as `database:default` and the options beside it say. */
export function databaseOptions(url: string, options: BackendOptions): DatabaseCacheOptions {
  const { table = 'uptempo_cache', maxEntries } = options;
  return { alias: url.slice('database:'.length) || 'default', table, maxEntries };
}

function redisOptions() {
  return { cluster: option.boolean, sentinel: option.string, ...TIERED };
}

function createRedis(source: BackendSource, health: Health): CacheBackend {
  const { cluster = false, sentinel } = source.options;
  if (cluster && sentinel !== undefined) {
    throw cacheError('cache.url.invalid', `${source.where}: a cluster has no sentinels.`, {
      hint: 'Leave out cluster, or sentinel.',
    });
  }
  const defaultPort = sentinel === undefined ? 6379 : 26_379;
  const options = {
    address: parseRedisAddress(source.url, source.where, defaultPort),
    isCluster: cluster,
    sentinel,
    connectTimeoutMs: source.answerTimeoutMs,
  };
  const backend = new RedisBackend(options);
  if (!hasTier(source) || cluster || sentinel !== undefined) {
    return withTier(guarded(backend, source, health), source);
  }
  // Channels belong to the server, not to one of its databases.
  const channel = `${source.root}~changes:${options.address.database}`;
  const announcing = new AnnouncingBackend(backend, { channel, isSilent: isExactIn(source.root) });
  const invalidations = new RedisInvalidations(options, channel);
  return withTier(guarded(announcing, source, health), source, invalidations);
}

/** Each server fails by itself: while one is down, the keys of the others are there. */
function createMemcached(source: BackendSource, health: Health): CacheBackend {
  const servers = parseMemcachedAddress(source.url, source.where);
  const names = servers.map(({ host, port }) => `${host}:${port}`);
  const isAlone = servers.length === 1;
  const backends = servers.map((server, index) => {
    const own = isAlone ? health : new Health(source.cache, `memcached ${names[index]}`);
    return guarded(new MemcachedBackend(server, source.answerTimeoutMs), source, own);
  });
  return withTier(isAlone ? backends[0]! : new DistributedBackend(backends, names), source);
}

/** `file:./cache`, `file:/var/cache/site`. */
function pathOf({ url, where }: BackendSource): string {
  const path = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '');
  if (path !== '') return path;
  throw cacheError('cache.url.invalid', `${where}: the address names no directory.`, {
    hint: 'Write file:.cache/pages; a relative path lies in the folder of the configuration.',
  });
}
