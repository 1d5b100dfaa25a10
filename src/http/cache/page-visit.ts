import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Cache, ComputeContext } from '../../cache/index.ts';
import { isUptempoError } from '../../core/index.ts';
import { contextOf } from '../request-events.ts';
import { type Conditions, conditionsOf } from './conditions.ts';
import { openedCache } from './opened-cache.ts';
import { PageAddress } from './page-address.ts';
import type { PagePolicy } from './page-options.ts';
import { canBeRemade, remake, visitToRemake } from './remaking.ts';
import { NO_PAGE, type PageRecord, type StoredPage } from './stored-page.ts';
import { isTrackedSince } from './tracking.ts';

/** Lets the request go on to its view. */
export type Proceed = () => void;

/** How a page that was made is kept. */
export interface Keeping {
  readonly page: StoredPage;
  readonly timeoutMs: number | null;
  /** Sorted names that the answer varies on, without those that every key has. */
  readonly vary: readonly string[];
  /** Whether it may be sent past its time. */
  readonly mayBeStale: boolean;
}

/** The page that a request makes for all that wait for it. */
export interface Making {
  readonly key: string;
  /** What the key's variant is made of; undefined as long as nobody knows it. */
  readonly vary: readonly string[] | undefined;
  settle(record: PageRecord, timeoutMs: number | null, mayBeStale: boolean): void;
  fail(error: Error): void;
}

/** Where a page was found. */
export interface Place {
  readonly cache: Cache;
  readonly key: string;
  /** Of the record there. */
  readonly vary: readonly string[];
  readonly variant: string;
}

/** One request for a page that may be kept, from its arrival until its answer is known. */
export class PageVisit {
  readonly policy: PagePolicy;
  readonly request: FastifyRequest;
  readonly address: PageAddress;
  readonly method: 'GET' | 'HEAD';
  /** What the browser has; the view does not see it, so that it makes the whole page. */
  conditions: Conditions | undefined;
  /** Whether the view answered with a stream, which hooks may have made of a text since. */
  isStream: boolean | undefined;
  /** Whether the view runs, rather than the cache answering. */
  isRunning = false;
  /** Where the page was found that it is answered with, if it was fresh. */
  place: Place | undefined;
  /** Opened before anything is looked for. */
  #cache!: Cache;
  /** Where a record of this address is looked for first. */
  readonly #key: string;
  readonly #startedMs: number;
  #making: Making | undefined;
  /** What all get who asked for the page that this request makes. */
  #made: Promise<PageRecord> | undefined;

  /** Undefined for a request that neither gets a kept page nor makes one. */
  static of(policy: PagePolicy, request: FastifyRequest): PageVisit | undefined {
    const { method, headers } = request;
    if (method !== 'GET' && method !== 'HEAD') return undefined;
    // A body that the key does not know could make any page, and an upgrade makes none.
    if (hasBody(headers) || headers.upgrade !== undefined) return undefined;
    const address = PageAddress.of(request, policy.options);
    return address && new PageVisit(policy, request, address, method);
  }

  private constructor(
    policy: PagePolicy,
    request: FastifyRequest,
    address: PageAddress,
    method: 'GET' | 'HEAD',
  ) {
    this.policy = policy;
    this.request = request;
    this.address = address;
    this.method = method;
    this.#key = address.key(method);
    this.#startedMs = contextOf(request)?.startedMs ?? performance.now();
    this.conditions = conditionsOf(request.headers);
  }

  /**
   * The page from the cache; undefined when the request was let go on, because it makes the page or
   * because there is none that could be kept. Of several that miss a page at a time one makes it.
   */
  async answer(proceed: Proceed): Promise<StoredPage | undefined> {
    const { cache, until } = this.policy.options;
    const opened = typeof cache === 'object' ? cache : openedCache(cache);
    this.#cache = opened instanceof Promise ? await opened : opened;
    const isKnown = until === undefined || isTrackedSince(this.#startedMs);
    const page = isKnown ? await this.#found() : undefined;
    if (page !== undefined) return page;
    const go = () => this.#run(proceed);
    const made = isKnown && this.#mayMake() ? await this.#waited(go) : undefined;
    if (made === undefined && !this.isRunning) go();
    return made;
  }

  /** A request made in the background, whose answer is kept in the place of this one's. */
  taken(request: FastifyRequest, making: Making): PageVisit {
    const visit = new PageVisit(this.policy, request, this.address, this.method);
    visit.conditions = undefined;
    visit.isRunning = true;
    visit.#cache = this.#cache;
    visit.#making = making;
    return visit;
  }

  /** Keeps what the view has made, and hands it to those who wait; whether it could. */
  keep({ page, timeoutMs, vary, mayBeStale }: Keeping): boolean {
    const making = this.#making;
    const names = this.#learn(vary);
    const isKnown =
      making?.vary === undefined || names.every((name) => making.vary!.includes(name));
    // The answers vary on more than was known: the next request begins anew with all of it.
    if (!isKnown) inBackground(this.#cache.delete(this.#key));
    const own = making?.vary ?? names;
    const variant = isKnown ? this.address.variant(own) : undefined;
    if (variant === undefined) {
      this.pass();
      return false;
    }
    const record = { vary: own, variant, page };
    this.policy.stored(this.#key);
    this.#making = undefined;
    if (making === undefined) this.#set(this.#key, record, timeoutMs);
    else making.settle(record, timeoutMs, mayBeStale);
    if (page.isPublic && this.address.hasAuthorization) {
      this.#set(this.address.publicKey(this.method), record, timeoutMs);
    }
    return true;
  }

  /** Tells those who wait that they have to make their own. */
  pass(): void {
    this.#making?.settle(NO_PAGE, 0, false);
    this.#making = undefined;
  }

  /** Passes, and throws away an older page, which is not what the view answers any more. */
  refuse(): void {
    this.policy.passed(this.#key);
    const { key } = this.#making ?? { key: this.#key };
    if (this.policy.keepsStale) inBackground(this.#cache.delete(key));
    this.pass();
  }

  /** After a failure of the view: the older page that all get who asked for this one, if any. */
  async failed(statusCode: number): Promise<StoredPage | undefined> {
    if (this.#making === undefined) return undefined;
    this.#making.fail(new ViewFailed(statusCode));
    this.#making = undefined;
    const record = await this.#made?.catch(() => NO_PAGE);
    return record && this.#fitting(record);
  }

  /** These names, and all that answers to this URL were found to vary on before. */
  #learn(vary: readonly string[]): readonly string[] {
    const { knownVary } = this.policy;
    const { url } = this.address;
    const names = [...new Set([...vary, ...(knownVary.get(url) ?? [])])].sort();
    if (names.length > 0) knownVary.set(url, names);
    return names;
  }

  #run(proceed: Proceed): void {
    this.isRunning = true;
    const { headers } = this.request;
    if (this.conditions !== undefined && headers.range === undefined) {
      delete headers['if-none-match'];
      delete headers['if-modified-since'];
    }
    proceed();
  }

  /** A part of a page is not kept, and after an answer that was none nobody waits for a while. */
  #mayMake(): boolean {
    const { range } = this.request.headers;
    return range === undefined && !this.policy.isPassing(this.#key);
  }

  /** Looked up before it is asked for by `getOrSet`, since that has more to prepare. */
  async #found(): Promise<StoredPage | undefined> {
    if (this.address.hasAuthorization) {
      const record = await this.#cache.get<PageRecord>(this.address.publicKey('GET'));
      const page = record?.page?.isPublic === true ? this.#fitting(record) : undefined;
      if (page !== undefined) return page;
    }
    const page = this.method === 'HEAD' ? await this.#stored('GET') : undefined;
    return page ?? this.#stored(this.method);
  }

  async #stored(method: string): Promise<StoredPage | undefined> {
    const key = method === this.method ? this.#key : this.address.key(method);
    const record = await this.#cache.get<PageRecord>(key);
    if (record === undefined) return undefined;
    const page = this.#placed(key, method, record);
    if (page !== undefined || this.address.variant(record.vary) === undefined) return page;
    const ownKey = this.address.variantKey(method, record.vary);
    const other = await this.#cache.get<PageRecord>(ownKey);
    return other && this.#placed(ownKey, method, other);
  }

  /** A page that fits, with its place noted. */
  #placed(key: string, method: string, record: PageRecord): StoredPage | undefined {
    const page = this.#fitting(record);
    const { vary, variant } = record;
    if (page !== undefined && method === this.method)
      this.place = { cache: this.#cache, key, vary, variant };
    return page;
  }

  /** The page that is there, or that another request makes meanwhile. */
  async #waited(go: Proceed): Promise<StoredPage | undefined> {
    const { address, method } = this;
    const record = await this.#make(this.#key, undefined, go);
    if (this.isRunning || record.page === null) return undefined;
    const page = this.#fitting(record);
    if (page !== undefined || address.variant(record.vary) === undefined) return page;
    const key = address.variantKey(method, record.vary);
    const other = await this.#make(key, record.vary, go);
    return this.isRunning ? undefined : this.#fitting(other);
  }

  #fitting({ vary, variant, page }: PageRecord): StoredPage | undefined {
    if (page === null || this.address.variant(vary) !== variant) return undefined;
    return page;
  }

  async #make(key: string, vary: readonly string[] | undefined, go: Proceed): Promise<PageRecord> {
    const compute = (context: ComputeContext) =>
      new Promise<PageRecord>((resolve, reject) => {
        const making: Making = {
          key,
          vary,
          settle(record, timeoutMs, mayBeStale) {
            context.setTimeout(timeoutMs === null ? null : timeoutMs / 1000);
            if (!mayBeStale) context.neverStale();
            resolve(record);
          },
          fail: reject,
        };
        if (context.isRefresh) {
          void remake(this, making);
          return;
        }
        if (this.isRunning) {
          // A value that may be undone is computed once more; a view runs once for a request.
          context.setTimeout(0);
          resolve(NO_PAGE);
          return;
        }
        this.#making = making;
        go();
      });
    this.#made = this.#cache.getOrSet(key, this.#computeOptions(), compute).catch((error) => {
      // The view goes on without us; and whoever waited in vain makes a page of his own.
      const isInVain =
        error instanceof ViewFailed || isUptempoError(error, 'cache.compute.timeout');
      if (this.isRunning || isInVain) return NO_PAGE;
      throw error;
    });
    return this.#made;
  }

  #computeOptions() {
    const { limit, until, untracked, stale = 0, grace = 0 } = this.policy.options;
    const isOld = this.policy.keepsStale && canBeRemade(this.request);
    return {
      refreshAfter: 1,
      shared: true,
      stale: isOld ? stale : 0,
      grace: isOld ? grace : 0,
      tags: this.policy.tagsOf(this.request),
      ...(limit === undefined ? {} : { limit }),
      ...(until === undefined ? {} : { until }),
      ...(untracked === undefined ? {} : { untracked }),
    };
  }

  /** Stores what nobody waits for; not what can be thrown away, of which had to be noted before the view ran. */
  #set(key: string, record: PageRecord, timeoutMs: number | null): void {
    if (this.policy.canExpire) return;
    const timeout = timeoutMs === null ? null : timeoutMs / 1000;
    inBackground(this.#cache.set(key, record, { timeout, shared: true }));
  }
}

/** What those are told who wait for a page that cannot be made. */
class ViewFailed extends Error {
  constructor(statusCode: number) {
    super(`the view of a page answered with status ${statusCode}`);
  }
}

/** What goes wrong there is told by the cache. */
function inBackground(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

function hasBody(headers: FastifyRequest['headers']): boolean {
  const length = headers['content-length'];
  return headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for a request that was found to be none; undefined until that is known. */
    uptempoPageVisit?: PageVisit | null | undefined;
  }
}

/** The visit that a request was found to be; undefined for one that is none. */
export function visitOf(request: FastifyRequest): PageVisit | undefined {
  return request.uptempoPageVisit ?? undefined;
}

/** Whether it has been asked already whether the request is a visit. */
export function isSeen(request: FastifyRequest): boolean {
  return request.uptempoPageVisit !== undefined;
}

export function beginVisit(request: FastifyRequest, policy: PagePolicy): PageVisit | undefined {
  const visit = visitToRemake(request) ?? PageVisit.of(policy, request);
  request.uptempoPageVisit = visit ?? null;
  return visit;
}

/** When the connection ends with the answer begun, nothing is to be waited for any more. */
export function passWhenClosed(visit: PageVisit, { raw }: FastifyReply): void {
  raw.once('close', () => {
    if (raw.headersSent) visit.pass();
  });
}
