import type { FastifyRequest } from 'fastify';
import type { Cache, Timeout } from '../../cache/index.ts';
import { BoundedMap, checkOptions, type OptionKind, option } from '../../core/index.ts';
import { httpError } from '../errors.ts';
import { ageOption, timeoutMs, timeoutOption } from './timeout-option.ts';
import { startTracking } from './tracking.ts';

/** How the answers of a route are kept. */
export interface PageCacheOptions {
  /**
   * How long an answer is kept. Default what the answer says (`s-maxage`, `max-age`, `Expires`),
   * else 10 minutes.
   */
  readonly timeout?: Timeout;
  /**
   * `changed`: an answer is kept until a row or a table changes that the view has read, and at most
   * for the timeout, which then is 1 hour by default.
   */
  readonly until?: 'changed';
  /** How long an answer is kept of which it can't be told when it changes. Default 10 s. */
  readonly untracked?: Timeout;
  /**
   * How long past its time an answer is still sent while one request makes a new one in the
   * background, so that nobody waits. Default 0. The answer says so to other caches
   * (`stale-while-revalidate`), unless browsers are to ask each time.
   */
  readonly stale?: Timeout;
  /**
   * How long past its time an answer is still sent when making a new one fails with a status of 500
   * or above. Default 0. Other caches are told `stale-if-error`.
   */
  readonly grace?: Timeout;
  /** A cache of the settings by its name, or one of your own. Default `default`. */
  readonly cache?: string | Cache;
  /** Begins the keys, to keep sites or releases apart that share a cache. */
  readonly keyPrefix?: string;
  /** Names by which `cache().invalidateTags()` throws the answers away. */
  readonly tags?: readonly string[] | ((request: FastifyRequest) => readonly string[]);
  /**
   * How long browsers and proxies may use an answer without asking. Default as long as it is kept;
   * 0 for answers that can be thrown away before, which nobody could call back.
   */
  readonly maxAge?: Timeout;
  /**
   * The parameters of the query that the page depends on. All others are taken out of
   * `request.query`, so that `?x=1`, `?x=2`, … cannot fill the cache. Default: the whole query.
   */
  readonly query?: readonly string[];
  /**
   * The cookies that the page depends on. Default all of them, so that nobody sees the page of
   * another user; `[]` for pages that are the same for everybody.
   */
  readonly cookies?: readonly string[];
  /** Request headers that the page depends on beside those that the answer's Vary names. */
  readonly varyOn?: readonly string[];
  /** Anything else the page depends on, such as `(request) => [request.user.plan]`. */
  readonly keyParts?: (request: FastifyRequest) => readonly string[];
  /**
   * Whether a hit waits for the `onRequest` hooks of the application: for those that refuse
   * requests by what is in no header, such as the client's address. Default false.
   */
  readonly afterHooks?: boolean;
  /** Largest body that is kept. Default 2 MiB. */
  readonly maxBytes?: number;
  /** Most different answers to one URL that are kept in the time of one. Default 1,000. */
  readonly maxVariants?: number;
  /**
   * How long one request may make a page that others wait for; its queries are cancelled then, and
   * the others make their own. Default 30 s.
   */
  readonly limit?: Timeout;
  /** Whether the answer says in a `Cache-Status` header what became of it. Default false. */
  readonly statusHeader?: boolean;
}

/** As Django's `CACHE_MIDDLEWARE_SECONDS`. */
const DEFAULT_MS = 600_000;
const DEFAULT_UNTIL_MS = 3_600_000;
const DEFAULT_MAX_BYTES = 2 * 1024 * 1024;
const DEFAULT_MAX_VARIANTS = 1000;

/** URLs about which a policy remembers something between requests. */
const MAX_URLS = 10_000;

const OPTIONS: Readonly<Record<keyof PageCacheOptions, OptionKind>> = {
  timeout: timeoutOption,
  stale: ageOption,
  grace: ageOption,
  cache: option.either(option.string, option.object),
  keyPrefix: option.string,
  tags: option.either(option.arrayOf(option.string), option.function),
  until: option.oneOf('changed'),
  untracked: timeoutOption,
  maxAge: ageOption,
  query: option.arrayOf(option.string),
  cookies: option.arrayOf(option.string),
  varyOn: option.arrayOf(option.string),
  keyParts: option.function,
  afterHooks: option.boolean,
  maxBytes: option.integer({ min: 1 }),
  maxVariants: option.integer({ min: 1 }),
  limit: ageOption,
  statusHeader: option.boolean,
};

/** Stores counted since a time. */
interface Stores {
  readonly sinceMs: number;
  readonly count: number;
}

/** The options of one route, checked, and what is remembered of its URLs in this process. */
export class PagePolicy {
  readonly options: PageCacheOptions;
  /** Undefined: what the answer says. */
  readonly timeoutMs: number | null | undefined;
  readonly defaultTimeoutMs: number;
  readonly staleMs: number;
  readonly graceMs: number;
  readonly maxBytes: number;
  readonly varyOn: readonly string[];
  /** Headers that answers to a URL were found to vary on. */
  readonly knownVary = new BoundedMap<string, readonly string[]>(MAX_URLS);
  readonly #maxAgeMs: number | undefined;
  readonly #maxVariants: number;
  readonly #stores = new BoundedMap<string, Stores>(MAX_URLS);
  readonly #passing = new BoundedMap<string, number>(MAX_URLS);

  /** @throws core.option.unknown, core.option.invalid, http.cache.invalid */
  constructor(where: string, options: PageCacheOptions) {
    checkOptions(where, options, OPTIONS);
    const { timeout, maxAge, cache, varyOn = [] } = options;
    if (typeof cache === 'object' && typeof cache.getOrSet !== 'function') throw notACache(where);
    this.options = options;
    this.timeoutMs = timeout === undefined ? undefined : timeoutMs(timeout);
    if (options.until !== undefined) void startTracking();
    this.defaultTimeoutMs = options.until === undefined ? DEFAULT_MS : DEFAULT_UNTIL_MS;
    this.staleMs = timeoutMs(options.stale ?? 0)!;
    this.graceMs = timeoutMs(options.grace ?? 0)!;
    this.#maxAgeMs = maxAge === undefined ? undefined : timeoutMs(maxAge)!;
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#maxVariants = options.maxVariants ?? DEFAULT_MAX_VARIANTS;
    this.varyOn = varyOn.map((name) => name.toLowerCase());
  }

  /** Whether answers can be thrown away before their time is over. */
  get canExpire(): boolean {
    return this.options.tags !== undefined || this.options.until !== undefined;
  }

  /** Whether answers are kept past their time. */
  get keepsStale(): boolean {
    return this.staleMs > 0 || this.graceMs > 0;
  }

  /** What browsers are told, for an answer that is kept so long. */
  maxAgeMs(keptMs: number | null): number {
    if (this.#maxAgeMs !== undefined) return this.#maxAgeMs;
    if (this.canExpire) return 0;
    return Math.min(keptMs ?? YEAR_MS, YEAR_MS);
  }

  tagsOf(request: FastifyRequest): readonly string[] {
    const { tags = [] } = this.options;
    return typeof tags === 'function' ? tags(request) : tags;
  }

  /** Counts a store of an answer to a URL; false when there have been too many. */
  mayStore(url: string, keptMs: number | null): boolean {
    const nowMs = Date.now();
    const known = this.#stores.get(url);
    const isOver = known === undefined || nowMs - known.sinceMs > (keptMs ?? this.defaultTimeoutMs);
    const { sinceMs, count } = isOver ? { sinceMs: nowMs, count: 0 } : known;
    if (count >= this.#maxVariants) return false;
    this.#stores.set(url, { sinceMs, count: count + 1 });
    return true;
  }

  /** Remembers that an answer could not be kept, so that for a while nobody waits for another's. */
  passed(key: string): void {
    this.#passing.set(key, Date.now() + PASS_MS);
  }

  stored(key: string): void {
    this.#passing.delete(key);
  }

  isPassing(key: string): boolean {
    return (this.#passing.get(key) ?? 0) > Date.now();
  }
}

const YEAR_MS = 365 * 86_400_000;
const PASS_MS = 10_000;

function notACache(where: string) {
  return httpError('http.cache.invalid', `${where}: "cache" is no cache.`, {
    hint: 'Pass the name of a cache in the settings, or what createCache() gave.',
  });
}
