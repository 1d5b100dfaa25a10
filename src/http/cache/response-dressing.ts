import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { unmeasured } from '../spans/left-alone.ts';
import { visitOf } from './page-visit.ts';

/**
 * Changes an answer for this one request, headers and body; returns the body. It is done to what a
 * cache answers too, and is never part of what is kept.
 */
export type Dressing = (request: FastifyRequest, reply: FastifyReply, body: unknown) => unknown;

declare module 'fastify' {
  interface FastifyInstance {
    /** Added to by `dressResponses`. */
    uptempoDressings: Dressing[];
  }
}

/** Has all answers of an app dressed: as an `onSend` hook, or after a page cache kept the answer. */
export function dressResponses(app: FastifyInstance, dressing: Dressing): void {
  if (!app.hasDecorator('uptempoDressings')) app.decorate('uptempoDressings', []);
  app.uptempoDressings.push(dressing);
  const dress: onSendHookHandler = (request, reply, body, done) => {
    done(null, visitOf(request) === undefined ? dressing(request, reply, body) : body);
  };
  app.addHook('onSend', unmeasured(dress));
}

export function dressingsOf(request: FastifyRequest): readonly Dressing[] {
  return request.server.uptempoDressings ?? [];
}

/** A body that was changed is no longer what its validators say. */
export function dressedBody(request: FastifyRequest, reply: FastifyReply, kept: unknown): unknown {
  const body = dressingsOf(request).reduce(
    (changed, dressing) => dressing(request, reply, changed),
    kept,
  );
  if (body === kept) return kept;
  reply.removeHeader('etag').removeHeader('last-modified').removeHeader('content-length');
  return typeof body === 'string' && Buffer.isBuffer(kept) ? Buffer.from(body) : body;
}
