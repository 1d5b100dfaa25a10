import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { checkOptions, option } from '../core/index.ts';
import { CallSite } from '../events/index.ts';
import { createHostCheck, type HostCheck, hostNotAllowed } from './allowed-hosts.ts';
import { installPageCache } from './cache/page-cache.ts';
import { ErrorResponder } from './error-responder.ts';
import './fastify-types.ts';
import type { Mode } from './mode.ts';
import { PageTemplates, type TemplateSettings } from './page-templates.ts';
import { installRendering } from './rendering.ts';
import { contextOf, installRequestEvents } from './request-events.ts';
import { RouteTable } from './route-table.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import {
  reportToLog,
  reportToStandardError,
  type ServerErrorReporter,
} from './server-error-reporter.ts';
import { installRequestSpans } from './spans/hook-spans.ts';
import { installStaticFiles, type StaticOptions, staticUrlOf } from './static-files.ts';

export interface AppOptions {
  /** Default `production`. */
  readonly mode?: Mode;
  /** Where `reply.render` finds its templates. Without it there is nothing to render. */
  readonly templates?: TemplateSettings;
  /** A directory to serve as it is. Default none. */
  readonly static?: StaticOptions;
  /**
   * Host names the app answers to: `example.com`, `.example.com` with its subdomains, `*` for
   * any. Default in development: this machine's own names. Required in production.
   */
  readonly allowedHosts?: readonly string[];
  /** Largest request body in bytes. Default 1 MiB; larger ones are answered with 413. */
  readonly bodyLimitBytes?: number;
  /** Whether responses carry the security headers that Django sends. Default true. */
  readonly securityHeaders?: boolean;
  /** Is told of every 5xx error. Default: the Fastify logger if there is one, else standard error. */
  readonly onServerError?: ServerErrorReporter;
  /** Options for Fastify itself: `logger`, `trustProxy`, `routerOptions`, … */
  readonly fastify?: FastifyServerOptions;
}

const APP_OPTIONS = {
  mode: option.oneOf('development', 'production'),
  templates: option.object,
  static: option.object,
  allowedHosts: option.arrayOf(option.string),
  bodyLimitBytes: option.integer({ min: 1 }),
  securityHeaders: option.boolean,
  onServerError: option.function,
  fastify: option.object,
} as const;

/** Longest value of a path parameter; Fastify's 100 turns a long slug into a 404. */
const MAX_PARAMETER_LENGTH = 500;

/**
 * Makes a Fastify app with named routes, templates, error pages, a check of the Host header and
 * security headers. It is a plain `FastifyInstance`: every Fastify plugin works in it.
 *
 * ```ts
 * const app = createApp({ mode: 'development', templates: { directories: ['templates'] } });
 * app.get('/movies/:id', { name: 'movie-detail' }, async (request, reply) =>
 *   reply.render('movie.html', { movie: await getObjectOr404(Movie.objects, request.params) }));
 * app.urlFor('movie-detail', { id: 7 }); // '/movies/7'
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, http.hosts.missing, http.hosts.invalid,
 * http.static.missing
 */
export function createApp(options: AppOptions = {}): FastifyInstance {
  checkOptions('createApp()', options, APP_OPTIONS);
  const mode = options.mode ?? 'production';
  const isAllowedHost = createHostCheck(options.allowedHosts, mode);
  const routes = new RouteTable();
  const staticUrl = staticUrlOf(options.static);
  const templates =
    options.templates && new PageTemplates(options.templates, { mode, routes, staticUrl });
  const report = options.onServerError ?? defaultReporter(options.fastify);
  const responder = new ErrorResponder({ mode, routes, templates, report });

  const app = fastify(fastifyOptions(options, responder));
  installRequestEvents(app);
  if (mode === 'development') installRequestSpans(app);
  installGuard(app, isAllowedHost, options.securityHeaders ?? true);
  installPageCache(app, options.fastify ?? {});
  installRoutes(app, routes, mode);
  installRendering(app, templates);
  responder.install(app);
  if (templates !== undefined) app.addHook('onReady', () => templates.engine.then(() => undefined));
  if (options.static !== undefined) installStaticFiles(app, options.static, mode);
  return app;
}

function fastifyOptions(options: AppOptions, responder: ErrorResponder): FastifyServerOptions {
  const { bodyLimitBytes, fastify: given = {} } = options;
  return {
    frameworkErrors: (error, request, reply) => {
      responder.answer(error, request, reply);
    },
    ...given,
    ...(bodyLimitBytes === undefined ? {} : { bodyLimit: bodyLimitBytes }),
    routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH, ...given.routerOptions },
  };
}

function defaultReporter({ logger, loggerInstance }: FastifyServerOptions = {}) {
  const hasLog = loggerInstance !== undefined || (logger !== undefined && logger !== false);
  return hasLog ? reportToLog : reportToStandardError;
}

/** What happens to every request before its route sees it; error pages get the headers too. */
function installGuard(
  app: FastifyInstance,
  isAllowedHost: HostCheck,
  hasSecurityHeaders: boolean,
): void {
  app.decorate('uptempoIsAllowedHost', isAllowedHost);
  app.addHook('onRequest', function checkHost(request, reply, done) {
    reply.header('x-request-id', contextOf(request)?.id);
    if (hasSecurityHeaders) reply.headers(SECURITY_HEADERS);
    if (isAllowedHost(request.host)) done();
    else done(hostNotAllowed(request.host));
  });
}

function installRoutes(app: FastifyInstance, routes: RouteTable, mode: Mode): void {
  app.decorate('routeList', { getter: () => routes.entries });
  app.decorate('urlFor', (...parameters: Parameters<RouteTable['urlFor']>) =>
    routes.urlFor(...parameters),
  );
  app.addHook('onRoute', (route) => {
    const name = route.name ?? route.config?.name;
    if (name !== undefined) route.config = { ...route.config, name };
    const methods = Array.isArray(route.method) ? route.method : [route.method];
    const site = mode === 'development' ? CallSite.capture() : undefined;
    if (site !== undefined) route.config = { ...route.config, site };
    routes.add({ methods, path: route.url, name, site });
  });
}
