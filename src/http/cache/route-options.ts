import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify';
import { checkOptions, type OptionKind, option } from '../../core/index.ts';
import { addDirectives, type CacheControl, directivesOf } from './cache-control.ts';
import type { PagePolicy } from './page-options.ts';
import { patchVary } from './vary.ts';

type Done = (error?: Error | null, payload?: unknown) => void;

export type OnRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => void;

export type OnSend = (
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: Done,
) => void;

/**
 * Options for a Fastify route: `app.get('/movies', cachePage('15m'), view)`. Further ones of the
 * route are written beside them, `{ ...cachePage('15m'), name: 'movies' }`; several are put
 * together by `combine()`.
 */
export interface CachingOptions {
  readonly config?: FastifyContextConfig;
  // biome-ignore lint/suspicious/noExplicitAny: Fastify's hooks are typed by the route's generics.
  readonly onRequest?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly onSend?: any;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** How the answers of the route are kept; `null` for not at all. */
    pageCache?: PagePolicy | null;
  }
}

/**
 * Adds directives to the Cache-Control header of a route's answers; errors stay as they are.
 *
 * ```ts
 * app.get('/feed', cacheControl({ public: true, maxAge: '5m' }), feed);
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function cacheControl(control: CacheControl): CachingOptions {
  const directives = directivesOf(control);
  return beforeSending((reply) => {
    if (reply.statusCode < 400) addDirectives(reply, directives);
  });
}

const NEVER = directivesOf({
  maxAge: 0,
  noCache: true,
  noStore: true,
  mustRevalidate: true,
  private: true,
});

/** Has nobody keep a route's answers, the page cache of the site included. */
export function neverCache(): CachingOptions {
  return {
    ...beforeSending((reply) => {
      addDirectives(reply, NEVER);
      reply.header('expires', new Date().toUTCString());
    }),
    config: { pageCache: null },
  };
}

/** A name as RFC 9110 has it, section 5.1. */
const headerNames: OptionKind = {
  expected: 'one or more names of headers',
  accepts: (names): names is readonly string[] =>
    Array.isArray(names) &&
    names.length > 0 &&
    names.every((name) => typeof name === 'string' && /^[\w!#$%&'*+.^`|~-]+$/.test(name)),
  describe: (names) => JSON.stringify(names).slice(0, 80),
};

/**
 * Says in a route's answers that they depend on these headers of the request.
 *
 * @throws core.option.invalid
 */
export function varyOnHeaders(...names: readonly string[]): CachingOptions {
  checkOptions('varyOnHeaders()', { names }, { names: headerNames });
  return beforeSending((reply) => patchVary(reply, names));
}

/** Says in a route's answers that they depend on the cookies of the request. */
export function varyOnCookie(): CachingOptions {
  return varyOnHeaders('Cookie');
}

/**
 * Puts options of a route together, their hooks one after another and `cachePage()` last, which
 * keeps what the others have made.
 *
 * ```ts
 * app.get('/feed', combine(cachePage('15m'), cacheControl({ public: true })), feed);
 * ```
 *
 * @throws core.option.invalid
 */
export function combine<Options extends readonly CachingOptions[]>(
  ...options: Options
): CachingOptions {
  checkOptions('combine()', { options }, { options: option.arrayOf(option.object) });
  const ordered = [...options].sort((a, b) => Number(isPage(a)) - Number(isPage(b)));
  const config = Object.assign({}, ...ordered.map((each) => each.config));
  const onRequest = ordered.flatMap((each) => each.onRequest ?? []);
  const onSend = ordered.flatMap((each) => each.onSend ?? []);
  return { ...Object.assign({}, ...ordered), config, onRequest, onSend };
}

function isPage({ config }: CachingOptions): boolean {
  return config?.pageCache !== undefined && config.pageCache !== null;
}

function beforeSending(change: (reply: FastifyReply) => void): CachingOptions {
  const onSend: OnSend = (_request, reply, payload, done) => {
    change(reply);
    done(null, payload);
  };
  return { onSend: [onSend] };
}
