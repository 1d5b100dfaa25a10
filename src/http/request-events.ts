import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest, onErrorHookHandler } from 'fastify';
import {
  createRequestContext,
  type RequestContext,
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../events/index.ts';
import { dispensableForPages } from './cache/route-hooks.ts';
import { definePlugin } from './plugin.ts';
import { unmeasured } from './spans/left-alone.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Set where `requestEvents` is registered, so that it is registered once. */
    uptempoRequestEvents: boolean;
  }
  interface FastifyRequest {
    /** Read it with `contextOf(request)`. */
    uptempoContext: RequestContext | undefined;
  }
}

/** nginx's status for a client that left before it was answered; never sent. */
const CLIENT_CLOSED_REQUEST = 499;

/** Contexts that were begun before Fastify had the request. */
const begun = new WeakMap<IncomingMessage, RequestContext>();

/** What was thrown while answering a request, until its finish event is published. */
const failures = new WeakMap<FastifyRequest, unknown>();

/**
 * Fastify plugin: runs each request in a context of its own and publishes when it starts and
 * finishes. Works in any Fastify app; registering it twice does nothing the second time. The
 * context lasts through parsing of the body (Fastify binds its parsers) and through streams.
 *
 * ```ts
 * const app = fastify();
 * await app.register(requestEvents);
 * ```
 */
export const requestEvents = definePlugin('uptempo-request-events', installRequestEvents);

/** What the plugin does, at once: `createApp` adds it before any hook of the application. */
export function installRequestEvents(app: FastifyInstance): void {
  if (app.hasDecorator('uptempoRequestEvents')) return;
  app.decorate('uptempoRequestEvents', true);
  app.decorateRequest('uptempoContext', undefined);
  app.addHook('onRequest', dispensableForPages(enterContext));
  const recordError: onErrorHookHandler = (request, _reply, error, done) => {
    recordFailure(request, error);
    done();
  };
  app.addHook('onError', unmeasured(recordError));
}

/**
 * The context of a request; undefined when `requestEvents` is not registered or when Fastify
 * refused the request before its hooks ran, as it does with a malformed URL.
 */
export function contextOf(request: FastifyRequest): RequestContext | undefined {
  return request.uptempoContext;
}

/** Remembers what an error handler answered with an error page, for the finish event. */
export function recordFailure(request: FastifyRequest, error: unknown): void {
  failures.set(request, error);
}

function enterContext(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.uptempoContext !== undefined) {
    done();
    return;
  }
  const { url, config } = request.routeOptions;
  const route = {
    route: url,
    routeName: config?.name,
    site: config?.site,
    isTool: config?.isTool,
  };
  const context = begun.get(request.raw) ?? beginRequest(request.raw, reply.raw, route);
  request.uptempoContext = context;
  if (requestFinishChannel.hasSubscribers) {
    const answered = () => ({ headers: reply.getHeaders(), error: failures.get(request) });
    publishFinishOnce(context, reply.raw, answered);
  }
  runInContext(context, done);
}

/** The route of a request, as events name it. */
export type RouteNames = Pick<RequestStartEvent, 'route' | 'routeName' | 'site' | 'isTool'>;

/** As `beginRequest`, before Fastify has the request, which then goes on in the same context. */
export function beginEarly(
  request: IncomingMessage,
  response: ServerResponse,
  names: RouteNames,
): RequestContext {
  const context = beginRequest(request, response, names);
  begun.set(request, context);
  return context;
}

/** Makes the context of a request and says that it has started. */
function beginRequest(
  request: IncomingMessage,
  response: ServerResponse,
  names: RouteNames,
): RequestContext {
  const context = createRequestContext(signalOf(response));
  if (requestStartChannel.hasSubscribers) {
    const { method = '', url = '' } = request;
    requestStartChannel.publish({ context, method, url, ...names });
  }
  return context;
}

/** Aborted when the client goes away before it has the whole answer. */
function signalOf(response: ServerResponse): AbortSignal {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** What was answered, as far as the headers say it. */
interface Answered {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** `finish` when the answer has been sent, `close` alone when the connection was lost before. */
export function publishFinishOnce(
  context: RequestContext,
  response: ServerResponse,
  answered: () => Answered,
): void {
  const publish = () => {
    response.off('finish', publish).off('close', publish);
    const { headers, error } = answered();
    const length = headers['content-length'];
    requestFinishChannel.publish({
      context,
      statusCode: response.headersSent ? response.statusCode : CLIENT_CLOSED_REQUEST,
      contentType: text(headers['content-type']),
      contentEncoding: text(headers['content-encoding']),
      contentLength: length === undefined ? undefined : Number(length),
      durationMs: performance.now() - context.startedMs,
      error,
    });
  };
  response.on('finish', publish).on('close', publish);
}

function text(value: unknown): string | undefined {
  return value === undefined ? undefined : String(value);
}
