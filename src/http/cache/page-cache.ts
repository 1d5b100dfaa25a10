import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifyServerOptions,
  onSendHookHandler,
  RouteOptions,
} from 'fastify';
import type { Timeout } from '../../cache/index.ts';
import { definePlugin } from '../plugin.ts';
import { unmeasured } from '../spans/left-alone.ts';
import { answerInstead, answerOf, collected, isStream } from './keep-page.ts';
import { installPageFront, learnPlace } from './page-front.ts';
import { type PageCacheOptions, PagePolicy } from './page-options.ts';
import { beginVisit, isSeen, passWhenClosed, visitOf } from './page-visit.ts';
import type { CachingOptions, OnRequest, OnSend } from './route-options.ts';
import { sendPage } from './send-page.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Set where `pageCache` is registered, so that it is registered once. */
    uptempoPageCache: boolean;
  }
}

/**
 * Options of a Fastify route whose answers are kept: a hit is answered without running the view,
 * and of several requests that miss one makes the page for all.
 *
 * ```ts
 * app.get('/movies', cachePage('15m'), (request, reply) =>
 *   reply.render('movies.html', { movies: Movie.objects.all() }));
 * ```
 *
 * Kept are answers to GET and HEAD with status 200 that set no cookie, are no stream, and say
 * neither `private`, `no-cache`, `no-store` nor `Vary: *`. By default people with different cookies
 * or a different Authorization header never get each other's answers.
 *
 * @throws core.option.unknown, core.option.invalid, http.cache.invalid
 */
export function cachePage(options?: PageCacheOptions | Timeout): CachingOptions {
  const policy = new PagePolicy('cachePage()', pageOptions(options));
  return { config: { pageCache: policy }, onRequest: [lookUp], onSend: [keepAnswer] };
}

/**
 * Fastify plugin: has hits answered before all `onRequest` hooks that are added after it, and before
 * routing if none was added before it. An app of `createApp` has it; in a plain Fastify app register
 * it first. Twice is as good as once.
 */
export const pageCache = definePlugin('uptempo-page-cache', (app) => installPageCache(app));

/**
 * Fastify plugin: keeps the answers of all GET routes that are added after it, as `cachePage` does
 * with the same options. Routes with `cachePage()` or `neverCache()` keep to those.
 *
 * ```ts
 * await app.register(cacheSite, { timeout: '10m', query: ['page'] });
 * ```
 *
 * @throws as `cachePage`
 */
export const cacheSite = definePlugin(
  'uptempo-cache-site',
  (app: FastifyInstance, options: PageCacheOptions) => {
    const policy = new PagePolicy('cacheSite', options);
    installPageCache(app);
    app.addHook('onRoute', (route) => keepRoute(route, policy));
  },
);

/**
 * What `pageCache` does, at once: `createApp` adds it before any hook of the application.
 *
 * @param given - the options of an app of `createApp`.
 */
export function installPageCache(app: FastifyInstance, given?: FastifyServerOptions): void {
  if (app.hasDecorator('uptempoPageCache')) return;
  app.decorate('uptempoPageCache', true);
  app.decorateRequest('uptempoPageVisit', undefined);
  app.addHook('onRequest', lookUpPage);
  installPageFront(app, lookUpPage, given);
  const noteStream: onSendHookHandler = (request, _reply, payload, done) => {
    const visit = visitOf(request);
    if (visit !== undefined) visit.isStream = isStream(payload);
    done(null, payload);
  };
  app.addHook('onSend', unmeasured(noteStream));
}

function pageOptions(options: PageCacheOptions | Timeout | undefined): PageCacheOptions {
  if (options === undefined) return {};
  const isTimeout = options === null || typeof options !== 'object' || 'microseconds' in options;
  return isTimeout ? { timeout: options as Timeout } : (options as PageCacheOptions);
}

function keepRoute(route: RouteOptions, policy: PagePolicy): void {
  const methods = [route.method].flat();
  if (!methods.every((method) => method === 'GET' || method === 'HEAD')) return;
  if (route.config?.pageCache !== undefined) return;
  route.config = { ...route.config, pageCache: policy } as NonNullable<RouteOptions['config']>;
  route.onRequest = [lookUp, ...[route.onRequest ?? []].flat()] as never;
  route.onSend = [...[route.onSend ?? []].flat(), keepAnswer] as never;
}

/** Answers from the cache, or lets the request go on. */
const lookUp: OnRequest = (request, reply, done) => {
  const policy = request.routeOptions.config?.pageCache;
  const visit = policy && !isSeen(request) ? beginVisit(request, policy) : undefined;
  if (visit === undefined || visit.isRunning) {
    if (visit !== undefined) passWhenClosed(visit, reply);
    done();
    return;
  }
  const proceed = () => {
    passWhenClosed(visit, reply);
    done();
  };
  visit.answer(proceed).then(
    (page) => {
      if (page === undefined) return;
      learnPlace(request, visit);
      sendPage(page, visit, reply);
    },
    (error: unknown) => (done as (error: unknown) => void)(error),
  );
};

/** The same as a hook of the app, for all routes that do not want it after others. */
const lookUpPage: OnRequest = (request, reply, done) => {
  const policy = request.routeOptions.config?.pageCache;
  if (policy === undefined || policy === null || policy.options.afterHooks) done();
  else lookUp(request, reply, done);
};

/** Keeps what is about to be sent, if it may be. The last `onSend` hook of a route. */
const keepAnswer: OnSend = (request, reply, payload, done) => {
  const visit = visitOf(request);
  if (visit === undefined) {
    done(null, payload);
    return;
  }
  if (visit.isStream !== false || !isStream(payload)) {
    finish(request, reply, payload, done);
    return;
  }
  const { maxBytes } = visit.policy;
  later(reply, collected(payload, maxBytes), done, (body) => finish(request, reply, body, done));
};

/** Goes on when something is there; what then fails in sending ends the connection. */
function later<T>(
  reply: FastifyReply,
  waitedFor: Promise<T>,
  done: Parameters<OnSend>[3],
  goOn: (value: T) => void,
): void {
  waitedFor.then(goOn, (error: Error) => done(error)).catch((error) => reply.raw.destroy(error));
}

function finish(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: Parameters<OnSend>[3],
): void {
  const visit = visitOf(request)!;
  if (reply.statusCode < 500 || !visit.policy.keepsStale) {
    done(null, answerOf(visit, reply, payload));
    return;
  }
  later(reply, visit.failed(reply.statusCode), done, (page) => {
    const isInstead = page !== undefined;
    done(null, isInstead ? answerInstead(visit, reply, page) : answerOf(visit, reply, payload));
  });
}
