import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { once, type UptempoError } from '../core/index.ts';
import { httpError } from './errors.ts';
import { describeFailure, type Failure, publicFailure } from './failure.ts';
import type { Mode } from './mode.ts';
import { nearestRoute } from './nearest-route.ts';
import { prefersHtml } from './negotiation.ts';
import type { PageTemplates } from './page-templates.ts';
import { calmPage } from './pages/calm-page.ts';
import { contextOf, recordFailure } from './request-events.ts';
import type { RouteTable } from './route-table.ts';
import type { ServerErrorReporter } from './server-error-reporter.ts';

export interface ErrorResponderSettings {
  readonly mode: Mode;
  readonly routes: RouteTable;
  /** Where a project keeps its own `404.html` and `500.html`. */
  readonly templates: PageTemplates | undefined;
  readonly report: ServerErrorReporter;
}

/** Headers that told about the answer which failed, not about the error page. */
const HEADERS_OF_THE_ANSWER = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'etag',
  'last-modified',
] as const;

/** Methods a path is tried with before it counts as unknown. */
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

// In production nobody needs them.
const loadJson = once(() => import('./pages/development-json.ts'));
const loadPage = once(() => import('./pages/development-page.ts'));

/** Answers failed requests: pages for browsers, JSON for everybody else. */
export class ErrorResponder {
  readonly #settings: ErrorResponderSettings;

  constructor(settings: ErrorResponderSettings) {
    this.#settings = settings;
  }

  install(app: FastifyInstance): void {
    app.setErrorHandler((error, request, reply) => this.answer(error, request, reply));
    app.setNotFoundHandler((request, reply) =>
      this.answer(this.#unmatched(app, request, reply), request, reply),
    );
  }

  /** Sends the answer for what was thrown. */
  async answer(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    recordFailure(request, error);
    const failed = describeFailure(error);
    if (failed.status >= 500) this.#settings.report(error, request);
    for (const name of HEADERS_OF_THE_ANSWER) reply.removeHeader(name);
    reply.code(failed.status).header('cache-control', 'no-store').header('vary', 'Accept');
    if (!prefersHtml(request.headers.accept)) return reply.send(await this.#json(failed, request));
    return reply.type('text/html; charset=utf-8').send(await this.#page(failed, request, reply));
  }

  async #json(failed: Failure, request: FastifyRequest): Promise<object> {
    const requestId = contextOf(request)?.id;
    if (this.#settings.mode === 'development') {
      const { developmentJson } = await loadJson();
      return developmentJson(failed, requestId);
    }
    const { code, message, hint } = publicFailure(failed);
    return { error: { code, message, hint, requestId } };
  }

  async #page(failed: Failure, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const styleNonce = styleNonceOf(reply);
    if (this.#settings.mode === 'development') {
      const { developmentPage } = await loadPage();
      return developmentPage(failed, request, this.#settings.routes, styleNonce);
    }
    return (
      (await this.#customPage(failed, request)) ??
      calmPage(failed, contextOf(request)?.id, styleNonce)
    );
  }

  /** The project's own page for the status; the built-in one must do when that fails as well. */
  async #customPage(failed: Failure, request: FastifyRequest): Promise<string | undefined> {
    const { templates, report } = this.#settings;
    const { status, title, code, message } = publicFailure(failed);
    const template = `${status}.html`;
    try {
      if (templates === undefined || !(await templates.has(template))) return undefined;
      const requestId = contextOf(request)?.id;
      return await templates.render(template, { status, title, code, message, requestId });
    } catch (error) {
      report(error, request);
      return undefined;
    }
  }

  #unmatched(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): UptempoError {
    const path = request.url.split('?', 1)[0]!;
    const methods = METHODS.filter((method) => app.findRoute({ method, url: path }) !== null);
    // A route of its own method may have sent it here with `reply.callNotFound()`.
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    if (methods.length === 0 || methods.some((allowed) => allowed === method)) {
      return this.#notFound(path);
    }
    reply.header('allow', methods.join(', '));
    return httpError(
      'http.method.not_allowed',
      `${path} does not take ${request.method} requests.`,
      { hint: `It takes ${methods.join(', ')}.` },
    );
  }

  /** Production names no routes, not even a near one. */
  #notFound(path: string): UptempoError {
    const { mode, routes } = this.#settings;
    const near = mode === 'development' ? nearestRoute(path, routes.entries) : undefined;
    const hint = near === undefined ? {} : { hint: `Did you mean ${near.path}?` };
    return httpError('http.page.not_found', `No page is at ${path}.`, hint);
  }
}

/** The nonce for style elements that @fastify/helmet has put into the site's policy. */
function styleNonceOf(reply: FastifyReply): string | undefined {
  const { cspNonce } = reply as { readonly cspNonce?: { readonly style?: unknown } };
  return typeof cspNonce?.style === 'string' ? cspNonce.style : undefined;
}
