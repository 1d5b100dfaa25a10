import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { httpError } from './errors.ts';
import type { PageTemplates } from './page-templates.ts';

/** What templates see of the request, as the variable `request`. */
export interface RequestVariable {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: unknown;
}

/** Adds `reply.render` and `reply.urlFor`. */
export function installRendering(app: FastifyInstance, templates: PageTemplates | undefined): void {
  app.decorateReply('urlFor', (...parameters: Parameters<FastifyReply['urlFor']>) =>
    app.urlFor(...parameters),
  );
  app.decorateReply('render', async function render(template, context = {}, status = 200) {
    try {
      const page = pageOf(templates, template);
      const markup = await page.render(template, {
        request: requestVariable(this.request),
        ...context,
      });
      this.code(status).type('text/html; charset=utf-8').send(markup);
    } catch (error) {
      // A view that does not return the promise must not bring the process down.
      this.send(error);
    }
    return this;
  });
}

function pageOf(templates: PageTemplates | undefined, template: string): PageTemplates {
  if (templates !== undefined) return templates;
  throw httpError(
    'http.templates.missing',
    `There are no templates to render "${template}" from.`,
    {
      hint: 'Set templates: { directories: [...] } in uptempo.config.ts, or in createApp().',
    },
  );
}

function requestVariable(request: FastifyRequest): RequestVariable {
  const [path = ''] = request.url.split('?', 1);
  return { method: request.method, path, query: request.query };
}
