import type { FastifyRequest } from 'fastify';
import { insideOf } from './fastify-inside.ts';

/** Kinds of hooks that run when an answer has been sent, or has not. */
const LATER = ['onResponse', 'onTimeout', 'onRequestAbort'] as const;

/** Of ours; what they do for a page is done in front too. */
const dispensable = new WeakSet<object>();

/** Says of a hook that nothing is left out where a page is answered without it. */
export function dispensableForPages<Hook extends object>(hook: Hook): Hook {
  dispensable.add(hook);
  return hook;
}

/** Whether hooks wait for what becomes of the answer; what cannot be found is taken for some. */
export function hasLaterHooks(request: FastifyRequest): boolean {
  const context = insideOf(request, 'fastify.context');
  return context === undefined || LATER.some((name) => context[name] !== null);
}

/**
 * Whether before this hook of the app only dispensable ones run for a request; what cannot be found
 * is taken for others. Those of the route itself run after all of the app.
 */
export function isFirstHook(hook: object, { server }: FastifyRequest): boolean {
  const { onRequest } = insideOf(server, 'fastify.hooks') ?? {};
  if (!Array.isArray(onRequest)) return false;
  const index = onRequest.indexOf(hook);
  return index !== -1 && onRequest.slice(0, index).every((one) => dispensable.has(one));
}
