import type { FastifyReply } from 'fastify';
import { ageOf, type Directives, headerText, parseCacheControl } from './cache-control.ts';
import { httpDateMs } from './conditions.ts';
import type { PagePolicy } from './page-options.ts';
import { varyNames } from './vary.ts';

/** More than this many headers would tell nearly every request from every other. */
const MAX_VARY_NAMES = 12;

const REFUSING = ['private', 'no-cache', 'no-store'] as const;

const NEVER_STALE = ['must-revalidate', 'proxy-revalidate'] as const;

/** What is to become of an answer. */
export type Verdict =
  | { readonly isStored: false; readonly reason: string }
  | {
      readonly isStored: true;
      readonly timeoutMs: number | null;
      readonly isPublic: boolean;
      /** Whether the view lets a cache serve it past its time (RFC 9111, 4.2.4). */
      readonly mayBeStale: boolean;
    };

/**
 * Whether an answer may be kept and for how long: Django's rules, and never one that sets a cookie.
 * A `private` or `no-store` of the view always wins over the route's options.
 */
export function judge(reply: FastifyReply, policy: PagePolicy): Verdict {
  const directives = parseCacheControl(reply.getHeader('cache-control'));
  const reason = refusal(reply, directives);
  if (reason !== undefined) return { isStored: false, reason };
  const timeoutMs = keptMs(reply, directives, policy);
  if (timeoutMs === 0) return { isStored: false, reason: 'max-age' };
  const mayBeStale = !NEVER_STALE.some((name) => directives.has(name));
  return { isStored: true, timeoutMs, isPublic: directives.has('public'), mayBeStale };
}

function refusal(reply: FastifyReply, directives: Directives): string | undefined {
  if (reply.statusCode !== 200) return 'status';
  if (reply.hasHeader('set-cookie')) return 'set-cookie';
  const refusing = REFUSING.find((name) => directives.has(name));
  if (refusing !== undefined) return refusing;
  const vary = varyNames(reply.getHeader('vary'));
  if (vary.includes('*')) return 'vary';
  return vary.length > MAX_VARY_NAMES ? 'vary' : undefined;
}

/** The route's timeout, else what the answer says, else the default. */
function keptMs(
  reply: FastifyReply,
  directives: Directives,
  { timeoutMs, defaultTimeoutMs }: PagePolicy,
): number | null {
  if (timeoutMs !== undefined) return timeoutMs;
  for (const name of ['s-maxage', 'max-age']) {
    if (directives.has(name)) return ageOf(directives.get(name)) * 1000;
  }
  const expires = reply.getHeader('expires');
  if (expires === undefined) return defaultTimeoutMs;
  const untilMs = httpDateMs(headerText(expires));
  return untilMs === undefined ? 0 : Math.max(0, untilMs - Date.now());
}
