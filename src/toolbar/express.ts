import type { IncomingMessage, ServerResponse } from 'node:http';
import fastify from 'fastify';
import {
  createRequestContext,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
  spanChannel,
} from '../events/index.ts';
import { type App, createAddressCheck, createToolHostCheck } from '../http/index.ts';
import { type Answer, isAsset, isWholePage } from './answer.ts';
import { createCore, isOwnPath, type ToolbarCore } from './core.ts';
import { dressResponse } from './express-response.ts';
import { type ToolbarOptions, type ToolbarSettings, toolbarSettings } from './options.ts';
import { watchRedis } from './redis-spans.ts';
import { type RequestParts, requestDetails } from './request-details.ts';
import { addToolbarRoutes } from './routes.ts';
import { scriptTag } from './script-tag.ts';
import { addTimingHeaders } from './timing-headers.ts';

/** A request as Express and its parsers leave it. */
interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** Middleware for `app.use()`. */
export interface ExpressToolbar {
  (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void): void;
  /** Ends the recording. */
  close(): Promise<void>;
}

/**
 * The toolbar for Express, or anything that takes Connect's middleware. Use it before everything
 * else. It sees requests, what they ask other servers, logs by `console`, commands of `redis`, and all
 * that is done by Uptempo's own parts; not Express's middleware, and not the queries of a plain `pg`
 * client, neither of which publishes anything.
 *
 * ```ts
 * const app = express();
 * app.use(expressToolbar({ isEnabled: process.env.NODE_ENV !== 'production' }));
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, toolbar.path.invalid, toolbar.panel.invalid
 */
export function expressToolbar(options: ToolbarOptions = {}): ExpressToolbar {
  const settings = toolbarSettings(options);
  if (!settings.isEnabled) {
    return Object.assign((_request: unknown, _response: unknown, next: () => void) => next(), {
      close: async () => {},
    });
  }
  const adapter = new ExpressAdapter(settings);
  return Object.assign(adapter.handle, { close: () => adapter.close() });
}

class ExpressAdapter {
  readonly #settings: ToolbarSettings;
  readonly #core: ToolbarCore;
  readonly #isAllowedHost: (header: string) => boolean;
  readonly #isAllowed: (request: IncomingMessage) => boolean;
  /** The toolbar's own pages, in a Fastify app that listens nowhere. */
  readonly #pages: App;
  readonly #isReady: PromiseLike<unknown>;

  constructor(settings: ToolbarSettings) {
    this.#settings = settings;
    this.#core = createCore(settings);
    this.#isAllowedHost = createToolHostCheck(settings.allowedHosts, undefined);
    const isAllowed = createAddressCheck(settings.allowedAddresses);
    this.#isAllowed = (raw) =>
      isAllowed({ raw, headers: raw.headers, ip: raw.socket.remoteAddress ?? '' }) &&
      this.#isAllowedHost(raw.headers.host ?? '');
    this.#pages = fastify();
    addToolbarRoutes(this.#pages, {
      ...this.#core,
      basePath: settings.basePath,
      isAllowed,
      isAllowedHost: this.#isAllowedHost,
      settings: settings.settings,
    });
    this.#isReady = this.#pages.ready();
    spanChannel.whileObserved(watchRedis);
    this.#core.start();
  }

  async close(): Promise<void> {
    await this.#core.store.flush();
    this.#core.stop();
    await this.#pages.close();
  }

  readonly handle = (
    request: ExpressRequest,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ): void => {
    const url = request.originalUrl ?? request.url ?? '/';
    if (isOwnPath(url, this.#settings.basePath)) {
      this.#isReady.then(() => this.#pages.routing(request, response), next);
      return;
    }
    const context = createRequestContext();
    const { method = 'GET' } = request;
    requestStartChannel.publish({ context, method, url, route: undefined, routeName: undefined });
    dressResponse(response, () => this.#onHead(context, request, response));
    publishFinishOnce(context, response);
    runInContext(context, next);
  };

  /** Adds headers; gives back the tag for a page. */
  #onHead(
    context: RequestContext,
    request: ExpressRequest,
    response: ServerResponse,
  ): string | undefined {
    const { recorder, store, script } = this.#core;
    const trace = recorder.trace(context.id);
    if (trace === undefined || !this.#isAllowed(request)) return undefined;
    const answer = answerOf(request, response);
    if (isAsset(trace, answer)) {
      recorder.forget(trace.id);
      return undefined;
    }
    const headers = {
      hasHeader: (name: string) => response.hasHeader(name),
      getHeader: (name: string) => response.getHeader(name),
      header: (name: string, value: string) => response.setHeader(name, value),
    };
    addTimingHeaders(headers, trace, this.#settings.basePath);
    const details = requestDetails(partsOf(request, response), this.#settings.recordsParameters);
    store.setDetails(trace, details);
    const hasPage = isWholePage(answer) && request.method !== 'HEAD';
    return hasPage ? scriptTag(script, trace.id, headers) : undefined;
  }
}

function answerOf(request: IncomingMessage, response: ServerResponse): Answer {
  return {
    status: response.statusCode,
    header: (name) => String(response.getHeader(name) ?? ''),
    destination: String(request.headers['sec-fetch-dest'] ?? ''),
  };
}

function partsOf(request: ExpressRequest, response: ServerResponse): RequestParts {
  return {
    httpVersion: request.httpVersion,
    clientAddress: request.socket.remoteAddress ?? '',
    parameters: request.params,
    query: request.query,
    body: request.body,
    requestHeaders: request.headers,
    responseHeaders: response.getHeaders(),
  };
}

/** `finish` when the answer has been sent, `close` alone when the connection was lost before. */
function publishFinishOnce(context: RequestContext, response: ServerResponse): void {
  const publish = () => {
    response.off('finish', publish).off('close', publish);
    const length = response.getHeader('content-length');
    const type = response.getHeader('content-type');
    requestFinishChannel.publish({
      context,
      statusCode: response.statusCode,
      contentType: type === undefined ? undefined : String(type),
      contentLength: length === undefined ? undefined : Number(length),
      durationMs: performance.now() - context.startedMs,
      error: undefined,
    });
  };
  response.on('finish', publish).on('close', publish);
}
