import type { FastifyInstance, FastifyReply, FastifyRequest, onErrorHookHandler } from 'fastify';
import {
  createRequestContext,
  type RequestContext,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
} from '../events/index.ts';
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
  app.addHook('onRequest', enterContext);
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
  const context = createRequestContext(signalOf(reply));
  request.uptempoContext = context;
  publishStart(context, request);
  if (requestFinishChannel.hasSubscribers) publishFinishOnce(context, request, reply);
  runInContext(context, done);
}

/** Aborted when the client goes away before it has the whole answer. */
function signalOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

function publishStart(context: RequestContext, request: FastifyRequest): void {
  if (!requestStartChannel.hasSubscribers) return;
  const { url, config } = request.routeOptions;
  requestStartChannel.publish({
    context,
    method: request.method,
    url: request.url,
    route: url,
    routeName: config?.name,
    site: config?.site,
  });
}

/** `finish` when the answer has been sent, `close` alone when the connection was lost before. */
function publishFinishOnce(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const publish = () => {
    reply.raw.off('finish', publish).off('close', publish);
    publishFinish(context, request, reply);
  };
  reply.raw.on('finish', publish).on('close', publish);
}

function publishFinish(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const length = reply.getHeader('content-length');
  const type = reply.getHeader('content-type');
  const encoding = reply.getHeader('content-encoding');
  requestFinishChannel.publish({
    context,
    statusCode: reply.raw.headersSent ? reply.raw.statusCode : CLIENT_CLOSED_REQUEST,
    contentType: type === undefined ? undefined : String(type),
    contentEncoding: encoding === undefined ? undefined : String(encoding),
    contentLength: length === undefined ? undefined : Number(length),
    durationMs: performance.now() - context.startedMs,
    error: failures.get(request),
  });
}
