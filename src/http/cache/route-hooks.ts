import type { FastifyRequest } from 'fastify';

/** Fastify keeps what it knows of a route, its hooks too, under a symbol of this name. */
const CONTEXT = 'fastify.context';

/**
 * Whether hooks wait for the answer of a request to have been sent. Fastify does not say so; what
 * it has cannot be found is taken for hooks, so that none is ever left out.
 */
export function hasResponseHooks(request: FastifyRequest): boolean {
  const symbol = Object.getOwnPropertySymbols(request).find(
    ({ description }) => description === CONTEXT,
  );
  if (symbol === undefined) return true;
  const context = Reflect.get(request, symbol) as { readonly onResponse?: unknown };
  return context.onResponse !== null;
}
