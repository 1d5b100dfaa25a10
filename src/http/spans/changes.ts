import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../../events/index.ts';

/** What of a request can be seen to change from outside. */
export interface RequestState {
  readonly values: ReadonlyMap<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly status: number;
  readonly contextValues: number;
  readonly isSent: boolean;
}

/** Changes named; more than that says no more. */
const MAX_CHANGES = 8;

/** Properties of requests that Fastify itself fills in while hooks run. */
const OWN_KEYS = new Set(['raw', 'log', 'id', 'uptempoContext']);

export function requestState(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): RequestState {
  return {
    values: ownValues(request),
    headers: reply.getHeaders(),
    status: reply.statusCode,
    contextValues: context.values.size,
    isSent: reply.sent,
  };
}

/**
 * What differs now: `request.user`, `header x-frame-options`, `status`, or `answer`. What a hook does
 * elsewhere, such as writing a log, is not seen.
 */
export function changesSince(
  before: RequestState,
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): string[] {
  const now = requestState(context, request, reply);
  // Whoever answers sets the status and the headers with it.
  if (now.isSent && !before.isSent) return ['answer'];
  const changes = [
    ...namesOfChanged(before.values, now.values).map((name) => `request.${name}`),
    ...namesOfChanged(entries(before.headers), entries(now.headers)).map(
      (name) => `header ${name}`,
    ),
  ];
  if (now.status !== before.status) changes.push('status');
  if (now.contextValues !== before.contextValues) changes.push('context');
  return changes.slice(0, MAX_CHANGES);
}

/** Values of data properties: a getter is none of this one's business to call. */
function ownValues(request: FastifyRequest): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(request))) {
    if (!OWN_KEYS.has(name)) values.set(name, value);
  }
  return values;
}

function entries(headers: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(headers));
}

function namesOfChanged(
  before: ReadonlyMap<string, unknown>,
  now: ReadonlyMap<string, unknown>,
): string[] {
  return [...now.keys()].filter((name) => now.get(name) !== before.get(name));
}
