import diagnostics from 'node:diagnostics_channel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { spanChannel } from '../../events/index.ts';
import { contextOf } from '../request-events.ts';
import { keptFromView } from './hook-run.ts';

/** What Fastify publishes about a call of a route's function: one object from start to end. */
interface HandlerCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Whether it returned a promise; known at `end`. */
  readonly async: boolean;
  readonly error?: unknown;
}

/** What a view has that no promise tells when it is done: an answer sent later. */
type Finish = (call: HandlerCall) => void;

/**
 * Publishes each view as a span, by Fastify's own diagnostics channels: until its promise is kept or
 * it has answered. Returns what ends it.
 */
export function watchViews(): () => void {
  const startedMs = new WeakMap<HandlerCall, number>();
  const finish: Finish = (call) => {
    const began = startedMs.get(call);
    if (began === undefined || !startedMs.delete(call)) return;
    publishView(call, began);
  };
  const stops = [
    listen('start', (call) => startedMs.set(call, performance.now())),
    listen('asyncStart', finish),
    listen('end', (call) => {
      if (call.async) return;
      // A view that returned nothing and has not answered answers from a callback.
      if (call.reply.sent || call.error !== undefined) finish(call);
      else call.reply.raw.once('finish', () => finish(call)).once('close', () => finish(call));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function listen(event: string, listener: Finish): () => void {
  const name = `tracing:fastify.request.handler:${event}`;
  const onMessage = (message: unknown) => listener(message as HandlerCall);
  diagnostics.subscribe(name, onMessage);
  return () => {
    diagnostics.unsubscribe(name, onMessage);
  };
}

function publishView({ request, error }: HandlerCall, startedMs: number): void {
  const context = contextOf(request);
  if (context === undefined || keptFromView.has(request)) return;
  const { handler, method, url, config } = request.routeOptions;
  spanChannel.publish({
    context,
    kind: 'view',
    name: handler.name.replace(/^(?:bound )+/, '') || `${method} ${url}`,
    startedMs,
    durationMs: performance.now() - startedMs,
    attributes: { route: url ?? '' },
    site: config.uptempoSite,
    error,
  });
}
