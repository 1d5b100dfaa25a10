import { IncomingMessage, type ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { BoundedMap, type MaybePromise } from '../../core/index.ts';
import {
  cacheChannel,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../events/index.ts';
import { beginEarly, publishFinishOnce, type RouteNames } from '../request-events.ts';
import { conditionsOf } from './conditions.ts';
import { countedCookies, keyedText } from './page-address.ts';
import type { PagePolicy } from './page-options.ts';
import type { PageVisit } from './page-visit.ts';
import { dressingsOf } from './response-dressing.ts';
import { hasResponseHooks } from './route-hooks.ts';
import { hitHeaders, hitStatus, type PageRecord, type StoredPage } from './stored-page.ts';
import { writePage } from './write-page.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** By what requests for a URL differ, of which a page was found. */
interface KnownUrl {
  /** As in the policy, with the cookie that chooses the language. */
  readonly cookies: readonly string[] | undefined;
  /** Request headers that the answers vary on. */
  readonly vary: readonly string[];
}

/** Where a page was found for a request. */
interface KnownPlace {
  readonly names: RouteNames;
  readonly policy: PagePolicy;
  /** Asks the cache. */
  readonly read: () => MaybePromise<PageRecord | undefined>;
  /** As a record there has to have them to be for the same requests. */
  readonly vary: string;
  readonly variant: string;
}

const MAX_URLS = 5_000;
const MAX_PLACES = 10_000;

/** Of a request: longer ones are not remembered. */
const MAX_TEXT_LENGTH = 2_048;

/**
 * Answers hits before Fastify sees the request. It remembers of requests that were answered from a
 * cache where the page was, by all that the page's key is made of, and looks there at once for the
 * next one alike. Whatever is not as it was goes the usual way. Why nothing is left out that an
 * application could have in that way is in decision 0020.
 */
export class PageFront {
  readonly #urls = new BoundedMap<string, KnownUrl>(MAX_URLS);
  readonly #places = new BoundedMap<string, KnownPlace>(MAX_PLACES);
  readonly #next: Listener;
  readonly #trustsProxies: boolean;
  #isOpen = true;

  /** In front of an app's server; undefined where the app's options have something before routing. */
  static of(app: FastifyInstance, options: FastifyServerOptions): PageFront | undefined {
    if (!leavesRoomInFront(options)) return undefined;
    const [next] = app.server.listeners('request') as readonly (Listener | undefined)[];
    if (next === undefined) return undefined;
    const front = new PageFront(next, Boolean(options.trustProxy));
    app.server.off('request', next);
    app.server.prependListener('request', (request, response) => front.#take(request, response));
    // Which of several routes a URL means depends on more than the URL then.
    app.addHook('onRoute', ({ constraints = {} }) => {
      if (Object.keys(constraints).length > 0) front.#isOpen = false;
    });
    app.addHook('preClose', (done) => {
      front.#isOpen = false;
      done();
    });
    return front;
  }

  private constructor(next: Listener, trustsProxies: boolean) {
    this.#next = next;
    this.#trustsProxies = trustsProxies;
  }

  /** Remembers where the page of a visit was found, if the next one may be answered in front. */
  learn({ policy, place, request }: PageVisit): void {
    const { raw } = request;
    const { afterHooks, keyParts } = policy.options;
    if (place === undefined || afterHooks === true || keyParts !== undefined) return;
    if (!this.#isOpen || !(raw instanceof IncomingMessage) || !isPlainGet(raw)) return;
    if (dressingsOf(request).length > 0 || hasResponseHooks(request)) return;
    const { key, vary, variant, cache } = place;
    const cookies = countedCookies(request, policy.options.cookies);
    const text = this.#textOf(raw, { cookies, vary });
    if (text.length > MAX_TEXT_LENGTH) return;
    const { url, config } = request.routeOptions;
    const names: RouteNames = { route: url, routeName: config?.name, site: config?.site };
    this.#urls.set(raw.url!, { cookies, vary });
    this.#places.set(text, {
      names,
      policy,
      read: cache.reader<PageRecord>(key),
      vary: vary.join(),
      variant,
    });
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#isOpen ? this.#placeOf(request) : undefined;
    if (place === undefined) this.#next(request, response);
    else if (isObserved()) this.#observed(request, response, place);
    else this.#answer(request, response, place, undefined);
  }

  #placeOf(request: IncomingMessage): KnownPlace | undefined {
    const known = this.#urls.get(request.url!);
    if (known === undefined || !isPlainGet(request)) return undefined;
    return this.#places.get(this.#textOf(request, known));
  }

  #observed(request: IncomingMessage, response: ServerResponse, place: KnownPlace): void {
    const context = beginEarly(request, response, place.names);
    runInContext(context, () => this.#answer(request, response, place, context));
  }

  #answer(
    request: IncomingMessage,
    response: ServerResponse,
    place: KnownPlace,
    context: RequestContext | undefined,
  ): void {
    const record = place.read();
    if (!(record instanceof Promise)) {
      this.#send(request, response, place, context, record);
      return;
    }
    // What fails is told on the usual way.
    const read = record.catch(() => undefined);
    void read.then((later) => this.#send(request, response, place, context, later));
  }

  #send(
    request: IncomingMessage,
    response: ServerResponse,
    place: KnownPlace,
    context: RequestContext | undefined,
    record: PageRecord | undefined,
  ): void {
    const page = pageOf(record, place);
    if (page === undefined || !this.#isOpen) {
      this.#next(request, response);
      return;
    }
    if (context !== undefined) publishFinish(context, response, page);
    const own = ['x-request-id', context?.id ?? crypto.randomUUID()];
    if (place.policy.options.statusHeader) own.push('cache-status', hitStatus(page));
    writePage(response, page, conditionsOf(request.headers), own);
  }

  /** All of a request that the key of its page is made of, and the choice of the page there. */
  #textOf(request: IncomingMessage, { cookies, vary }: KnownUrl): string {
    // From whom it comes decides whether what a proxy says is believed.
    const from = this.#trustsProxies ? request.socket.remoteAddress : '';
    return `${request.url}\n${from}\n${keyedText(request.headers, cookies, vary)}`;
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    /** In apps of `createApp`, unless their options have something before routing. */
    uptempoPageFront: PageFront | undefined;
  }
}

/** Has hits of an app's pages answered before routing, where nothing of the app comes before. */
export function installPageFront(app: FastifyInstance, options: FastifyServerOptions = {}): void {
  app.decorate('uptempoPageFront', PageFront.of(app, options));
}

export function learnPlace(request: FastifyRequest, visit: PageVisit): void {
  request.server.uptempoPageFront?.learn(visit);
}

/** Whether a server of these options does nothing with a request before its route is known. */
function leavesRoomInFront(options: FastifyServerOptions): boolean {
  const { serverFactory, rewriteUrl } = options;
  return (
    serverFactory === undefined &&
    rewriteUrl === undefined &&
    !isLogged(options) &&
    !isHttp2(options)
  );
}

/** Whether each request is written to the application's log. */
function isLogged(options: FastifyServerOptions): boolean {
  const { logger = false, loggerInstance, logController, disableRequestLogging } = options;
  const hasLog = loggerInstance !== undefined || logger !== false;
  return hasLog && (disableRequestLogging !== true || logController !== undefined);
}

function isHttp2(options: object): boolean {
  return 'http2' in options && options.http2 === true;
}

/** With no body, upgrade or credentials, for which there is more to be decided. */
function isPlainGet({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'GET' &&
    headers.authorization === undefined &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    headers.upgrade === undefined
  );
}

function isObserved(): boolean {
  return (
    requestStartChannel.hasSubscribers ||
    requestFinishChannel.hasSubscribers ||
    cacheChannel.hasSubscribers
  );
}

/** The page of a record, if that is still one for the same requests. */
function pageOf(record: PageRecord | undefined, place: KnownPlace): StoredPage | undefined {
  if (record === undefined || record.page === null) return undefined;
  const isSame = record.variant === place.variant && record.vary.join() === place.vary;
  return isSame ? record.page : undefined;
}

function publishFinish(context: RequestContext, response: ServerResponse, page: StoredPage): void {
  if (!requestFinishChannel.hasSubscribers) return;
  publishFinishOnce(context, response, () => ({ headers: hitHeaders(page, 200) }));
}
