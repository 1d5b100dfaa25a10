import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestContext } from '../../events/index.ts';

/** Names and values side by side: quicker to take and to compare than a Map, twice for every hook. */
interface Values {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
}

/** What of a request can be seen to change from outside. */
export interface RequestState {
  readonly properties: Values;
  readonly headers: Values;
  readonly status: number;
  readonly contextValues: number;
  readonly isSent: boolean;
}

/** Changes named; more than that says no more. */
const MAX_CHANGES = 8;

/** Properties of requests that Fastify itself fills in while hooks run. */
const OWN_KEYS: ReadonlySet<string> = new Set(['raw', 'log', 'id', 'uptempoContext']);

export function requestState(
  context: RequestContext,
  request: FastifyRequest,
  reply: FastifyReply,
): RequestState {
  return {
    // Own data properties: decorators that compute are on the prototype.
    properties: valuesOf(request),
    headers: valuesOf(reply.getHeaders()),
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
  const changes: string[] = [];
  for (const name of changedNames(before.properties, now.properties)) {
    if (!OWN_KEYS.has(name)) changes.push(`request.${name}`);
  }
  for (const name of changedNames(before.headers, now.headers)) changes.push(`header ${name}`);
  if (now.status !== before.status) changes.push('status');
  if (now.contextValues !== before.contextValues) changes.push('context');
  return changes.slice(0, MAX_CHANGES);
}

function valuesOf(object: object): Values {
  return { names: Object.keys(object), values: Object.values(object) };
}

function changedNames(before: Values, now: Values): readonly string[] {
  return now.names.filter((name, index) => {
    // Names are added at the end, so that they stand where they did as a rule.
    const place = before.names[index] === name ? index : before.names.indexOf(name);
    return place === -1 || before.values[place] !== now.values[index];
  });
}
