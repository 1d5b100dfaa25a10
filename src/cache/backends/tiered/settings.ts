import { checkOptions, type OptionKind, option } from '../../../core/index.ts';
import { positiveMs, timeoutOption } from '../../call-options.ts';
import type { Timeout } from '../../timeout.ts';
import type { CacheBackend } from '../backend.ts';
import { TieredBackend } from './backend.ts';
import type { InvalidationSource } from './invalidations.ts';

/** Of the copies of a cache in the memory of this process. */
export interface TierOptions {
  /** Most bytes of keys and values; the least recently used go first. Default 64 MiB. */
  readonly maxBytes?: number;
  /**
   * How long a copy is used at most. Without messages of changes this is how old an answer may be,
   * so the default is one second; with them it is for what no message tells of, and one minute.
   * `null` sets no bound.
   */
  readonly memoryTtl?: Timeout;
}

export const TIER_OPTION: OptionKind = option.either(option.boolean, option.object);

const KINDS = { maxBytes: option.integer({ min: 1 }), memoryTtl: timeoutOption };

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const TTL_WITH_MESSAGES = 60;
const TTL_ALONE = 1;

/** What a cache with a tier is made from, as far as the tier needs it. */
interface TierSource {
  readonly options: { readonly tiered?: boolean | TierOptions };
  readonly where: string;
  /** Begins all keys of the cache. */
  readonly root: string;
}

export function hasTier({ options }: TierSource): boolean {
  return options.tiered !== undefined && options.tiered !== false;
}

/** Keys of the cache's own bookkeeping: versions of tags, marks and locks. */
export function isExactIn(root: string): (key: string) => boolean {
  const beginning = `${root}~`;
  return (key) => key.startsWith(beginning);
}

/**
 * The backend with copies in memory in front of it, if the settings say so.
 *
 * @throws core.option.unknown, core.option.invalid, cache.timeout.invalid
 */
export function withTier(
  lower: CacheBackend,
  source: TierSource,
  invalidations?: InvalidationSource,
): CacheBackend {
  if (!hasTier(source)) return lower;
  const { tiered } = source.options;
  const settings = typeof tiered === 'object' ? tiered : {};
  checkOptions(`${source.where}.tiered`, settings, KINDS);
  const defaultTtl = invalidations === undefined ? TTL_ALONE : TTL_WITH_MESSAGES;
  const { memoryTtl = defaultTtl } = settings;
  return new TieredBackend({
    lower,
    maxBytes: settings.maxBytes ?? DEFAULT_MAX_BYTES,
    memoryTtlMs:
      memoryTtl === null ? Infinity : positiveMs(`${source.where}.tiered.memoryTtl`, memoryTtl),
    invalidations,
    isExact: isExactIn(source.root),
  });
}
