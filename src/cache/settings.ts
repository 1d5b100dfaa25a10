import { checkOptions, type OptionKind, option } from '../core/index.ts';
import { CacheBackend } from './backends/backend.ts';
import type { FailurePolicy } from './backends/guarded.ts';
import {
  BACKEND_OPTIONS,
  type BackendOptions,
  createBackend,
  type MadeBackend,
} from './backends/schemes.ts';
import { withTier } from './backends/tiered/settings.ts';
import type { CacheParts } from './cache-parts.ts';
import {
  COMPUTE_DEFAULTS,
  type ComputeDefaults,
  computePolicy,
  fractionOption,
  NONE,
  positiveMs,
  timeoutOption,
} from './call-options.ts';
import type { Compression } from './envelope.ts';
import { cacheError } from './errors.ts';
import { Health } from './health.ts';
import { defaultKeyFunction, type KeyFunction } from './keys.ts';
import { type Timeout, timeoutMs } from './timeout.ts';

/** A cache in the settings; an address alone is `{ url }`. */
export interface CacheSettings extends BackendOptions {
  /**
   * `memory:`, `file:.cache/pages`, `database:default`, `redis://127.0.0.1:6379/0`,
   * `memcached://10.0.0.1:11211,10.0.0.2:11211`, `dummy:`. Default `memory:`.
   */
  readonly url?: string;
  /** A backend of your own, instead of an address. */
  readonly backend?: CacheBackend;
  /** Begins every key, so that sites can share a server. Default `uptempo`. */
  readonly prefix?: string;
  /** Version of keys for which a call names none. Default 1. */
  readonly version?: number;
  /** Makes the part of keys behind the prefix. Default `version:key`. */
  readonly keyFunction?: KeyFunction;
  /** What happens to keys of more than 250 bytes. Default `refuse`. */
  readonly longKeys?: 'refuse' | 'hash';
  /** How long entries are kept if a call does not say. Default 300 seconds, as in Django. */
  readonly timeout?: Timeout;
  /** Defaults of `getOrSet()`. */
  readonly stale?: Timeout;
  readonly grace?: Timeout;
  readonly refreshAfter?: number;
  readonly limit?: Timeout;
  readonly lock?: Timeout;
  /**
   * Whether what this process writes to its databases is told to the cache, for entries that are
   * kept `until: 'changed'`. Set it in every process that writes. Default false; a cache in the
   * memory of one process needs no telling.
   */
  readonly dependencies?: boolean;
  /** Compress values with zstd from this size on; `true` is from 1,024 bytes. Default false. */
  readonly compress?: boolean | Partial<Compression>;
  /** What a call does when the backend cannot do it. Default `miss`. */
  readonly onFailure?: FailurePolicy;
  /** How long a backend may take for an answer. Default 1 second. */
  readonly answerTimeout?: Timeout;
}

export type CacheOptions = string | CacheSettings;

const OWN: Readonly<Record<Exclude<keyof CacheSettings, keyof BackendOptions>, OptionKind>> = {
  url: option.string,
  backend: {
    expected: 'an instance of a class that extends CacheBackend',
    accepts: (value): value is CacheBackend => value instanceof CacheBackend,
  },
  prefix: option.string,
  version: option.integer({ min: 0 }),
  keyFunction: option.function,
  longKeys: option.oneOf('refuse', 'hash'),
  timeout: timeoutOption,
  stale: timeoutOption,
  grace: timeoutOption,
  refreshAfter: fractionOption,
  limit: timeoutOption,
  lock: timeoutOption,
  dependencies: option.boolean,
  compress: option.either(option.boolean, option.object),
  onFailure: option.oneOf('miss', 'raise'),
  answerTimeout: timeoutOption,
};

const COMPRESSION: Compression = { minBytes: 1024, level: 3 };

/**
 * What a cache of the settings is made of. Nothing is connected yet.
 *
 * @throws cache.url.invalid, cache.key.invalid, cache.timeout.invalid, core.option.*
 */
export function cacheParts(name: string, options: CacheOptions, baseFolder: string): CacheParts {
  const where = `caches.${name}`;
  const settings = typeof options === 'string' ? { url: options } : options;
  const any = Object.fromEntries(BACKEND_OPTIONS.map((key) => [key, option.any]));
  checkOptions(where, settings, { ...any, ...OWN });
  const { prefix = 'uptempo' } = settings;
  return {
    name,
    ...backendOf(name, { ...settings, prefix }, baseFolder),
    keys: {
      prefix,
      keyFunction: settings.keyFunction ?? defaultKeyFunction,
      longKeys: settings.longKeys ?? 'refuse',
    },
    version: settings.version ?? 1,
    defaults: defaultsOf(where, settings),
    isToldOfWrites: settings.dependencies ?? false,
    compression: compressionOf(where, settings.compress),
  };
}

function backendOf(cache: string, settings: CacheSettings, baseFolder: string): MadeBackend {
  const { backend, url = 'memory:', onFailure = 'miss', answerTimeout = 1, prefix } = settings;
  const root = `${prefix}:`;
  if (backend !== undefined) {
    if (settings.url !== undefined) throw twoBackends(cache);
    const tiered = withTier(backend, { options: settings, where: `caches.${cache}`, root });
    return { backend: tiered, health: new Health(cache, backend.name) };
  }
  const given = Object.entries(settings).filter(([key]) => BACKEND_OPTIONS.includes(key));
  return createBackend({
    cache,
    url,
    options: Object.fromEntries(given),
    baseFolder,
    where: `caches.${cache}`,
    onFailure,
    answerTimeoutMs: positiveMs(`caches.${cache}.answerTimeout`, answerTimeout),
    root,
  });
}

function twoBackends(cache: string) {
  return cacheError('cache.url.invalid', `caches.${cache}: there is an address and a backend.`, {
    hint: 'Leave out url, or backend.',
  });
}

/** @throws cache.timeout.invalid: at the start, not in the first call. */
function defaultsOf(where: string, settings: CacheSettings): ComputeDefaults {
  // `null` is a value: for ever.
  const given = Object.entries(settings).filter(
    ([name, value]) => name in COMPUTE_DEFAULTS && value !== undefined,
  );
  for (const [name, value] of given) {
    if (name !== 'refreshAfter') timeoutMs(value, `${where}.${name}`);
  }
  const defaults: ComputeDefaults = { ...COMPUTE_DEFAULTS, ...Object.fromEntries(given) };
  computePolicy(NONE, defaults);
  return defaults;
}

function compressionOf(
  where: string,
  compress: CacheSettings['compress'],
): Compression | undefined {
  if (compress === undefined || compress === false) return undefined;
  if (compress === true) return COMPRESSION;
  checkOptions(`${where}.compress`, compress, {
    minBytes: option.integer({ min: 0 }),
    level: option.integer({ min: 1, max: 19 }),
  });
  return { ...COMPRESSION, ...compress };
}
