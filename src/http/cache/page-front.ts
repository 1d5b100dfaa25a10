import { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest, FastifyServerOptions } from 'fastify';
import { BoundedMap, type MaybePromise } from '../../core/index.ts';
import {
  cacheChannel,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../../events/index.ts';
import { beginEarly, contextOf, publishFinishOnce, type RouteNames } from '../request-events.ts';
import { conditionsOf } from './conditions.ts';
import { countedCookies, keyedText } from './page-address.ts';
import type { PagePolicy } from './page-options.ts';
import type { PageVisit } from './page-visit.ts';
import { ReadyAnswer } from './ready-answer.ts';
import { dressingsOf } from './response-dressing.ts';
import { type Listener, type RoomInFront, roomInFront } from './room-in-front.ts';
import { hasLaterHooks, isFirstHook } from './route-hooks.ts';
import { hitHeaders, hitStatus, type PageRecord, type StoredPage } from './stored-page.ts';
import { UuidWriter } from './uuid-writer.ts';
import { writePage } from './write-page.ts';

/** By what requests for a URL differ, of which a page was found. */
interface KnownUrl {
  /** As in the policy, with the cookie that chooses the language. */
  readonly cookies: readonly string[] | undefined;
  /** Request headers that the answers vary on. */
  readonly vary: readonly string[];
  /** Of the request answered last: the next one is mostly alike, and then nothing is hashed. */
  latest: { readonly text: string; readonly place: KnownPlace };
}

/** Where a page was found for a request. */
interface KnownPlace {
  readonly names: RouteNames;
  readonly policy: PagePolicy;
  /** Whether requests for it run in a context when they come to the cache. */
  readonly hasContext: boolean;
  /** Asks the cache. */
  readonly read: () => MaybePromise<PageRecord | undefined>;
  /** As a record there has to have them to be for the same requests. */
  readonly vary: string;
  readonly variant: string;
  readonly ready: ReadyAnswer;
}

const MAX_URLS = 5_000;
const MAX_PLACES = 10_000;

/** Each has at most the bytes of a body that is kept as text. */
const MAX_READY = 128;

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
  readonly #ready = new BoundedMap<ReadyAnswer, ReadyAnswer>(MAX_READY, (one) => one.release());
  readonly #ids = new UuidWriter();
  readonly #next: Listener;
  readonly #trustsProxies: boolean;
  readonly #lookUp: object | undefined;
  #isOpen = true;

  /**
   * Takes its place in an app's server.
   *
   * @param lookUp - the hook that answers hits after routing, where others may stand before it;
   * undefined in an app of `createApp`, whose answers have the id of their request.
   */
  constructor(app: FastifyInstance, { next, trustsProxies }: RoomInFront, lookUp?: object) {
    this.#next = next;
    this.#trustsProxies = trustsProxies;
    this.#lookUp = lookUp;
    app.server.off('request', next);
    app.server.prependListener('request', (request, response) => this.#take(request, response));
    // Which of several routes a URL means depends on more than the URL then.
    app.addHook('onRoute', ({ constraints = {} }) => {
      if (Object.keys(constraints).length > 0) this.#isOpen = false;
    });
    app.addHook('preClose', (done) => {
      this.#isOpen = false;
      done();
    });
  }

  /** Remembers where the page of a visit was found, if the next one may be answered in front. */
  learn({ policy, place, request }: PageVisit): void {
    const { raw } = request;
    const { afterHooks, keyParts } = policy.options;
    if (place === undefined || afterHooks === true || keyParts !== undefined) return;
    if (!this.#isOpen || !(raw instanceof IncomingMessage) || !isPlainGet(raw)) return;
    if (dressingsOf(request).length > 0 || hasLaterHooks(request)) return;
    if (this.#lookUp !== undefined && !isFirstHook(this.#lookUp, request)) return;
    const { key, vary, variant, cache } = place;
    const cookies = countedCookies(request, policy.options.cookies);
    const text = this.#textOf(raw, { cookies, vary });
    if (raw.url!.length + text.length > MAX_TEXT_LENGTH) return;
    const { url, config } = request.routeOptions;
    const names: RouteNames = { route: url, routeName: config?.name, site: config?.site };
    const known: KnownPlace = {
      names,
      policy,
      hasContext: contextOf(request) !== undefined,
      read: cache.reader<PageRecord>(key),
      vary: vary.join(),
      variant,
      ready: new ReadyAnswer(this.#ids, (answer) => this.#ready.set(answer, answer)),
    };
    this.#urls.set(raw.url!, { cookies, vary, latest: { text, place: known } });
    this.#places.set(`${raw.url}\n${text}`, known);
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#isOpen ? this.#placeOf(request) : undefined;
    if (place === undefined) this.#next(request, response);
    else if (place.hasContext && isObserved()) this.#observed(request, response, place);
    else this.#answer(request, response, place, undefined);
  }

  #placeOf(request: IncomingMessage): KnownPlace | undefined {
    const known = this.#urls.get(request.url!);
    if (known === undefined || !isPlainGet(request)) return undefined;
    const text = this.#textOf(request, known);
    if (text === known.latest.text) return known.latest.place;
    const place = this.#places.get(`${request.url}\n${text}`);
    if (place !== undefined) known.latest = { text, place };
    return place;
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
    if (page === undefined || !this.#isOpen || isTouched(response)) {
      this.#next(request, response);
      return;
    }
    if (context !== undefined) publishFinish(context, response, page);
    const id = this.#lookUp === undefined ? (context?.id ?? 'new') : undefined;
    const status = place.policy.options.statusHeader ? hitStatus(page) : undefined;
    writePage(response, page, conditionsOf(request.headers), { id, status }, place.ready);
  }

  /** What the key of a page is made of beside the URL, and the choice of the page there. */
  #textOf(request: IncomingMessage, { cookies, vary }: Pick<KnownUrl, 'cookies' | 'vary'>): string {
    const text = keyedText(request.headers, cookies, vary);
    // From whom it comes decides whether what a proxy says is believed.
    return this.#trustsProxies ? `${request.socket.remoteAddress}\n${text}` : text;
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Where the app's hits are answered before routing; undefined where they are not. */
    uptempoPageFront: PageFront | undefined;
  }
}

/**
 * Has hits of an app's pages answered before routing, where nothing of the app comes before.
 *
 * @param lookUp - the hook that answers those that are not.
 * @param given - the options of an app of `createApp`, which has no hooks but ours so far.
 */
export function installPageFront(
  app: FastifyInstance,
  lookUp: object,
  given: FastifyServerOptions | undefined,
): void {
  const room = roomInFront(app, given);
  const front = room && new PageFront(app, room, given === undefined ? lookUp : undefined);
  app.decorate('uptempoPageFront', front);
}

export function learnPlace(request: FastifyRequest, visit: PageVisit): void {
  request.server.uptempoPageFront?.learn(visit);
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

const { write, end, writeHead } = ServerResponse.prototype;

/**
 * Whether a listener before ours has begun to answer, or has put something in the place of what
 * sends the answer.
 */
function isTouched(response: ServerResponse): boolean {
  return (
    response.headersSent ||
    response.getHeaderNames().length > 0 ||
    response.strictContentLength ||
    response.end !== end ||
    response.write !== write ||
    response.writeHead !== writeHead
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
