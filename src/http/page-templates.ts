import { isUptempoError } from '../core/index.ts';
import type { TemplateEngine, TemplateEngineOptions } from '../templates/index.ts';
import { fragmentCaches } from './fragment-caches.ts';
import type { Mode } from './mode.ts';
import type { RouteParameter, RouteTable } from './route-table.ts';

/**
 * Settings of the template engine. `{% url %}`, `{% static %}` and `{% cache %}` know the app's
 * routes, static URL and caches, and development reads changed files again, unless these settings say otherwise.
 */
export type TemplateSettings = TemplateEngineOptions;

export interface PageTemplateSurroundings {
  readonly mode: Mode;
  readonly routes: RouteTable;
  /** What `{% static %}` puts before a path. */
  readonly staticUrl: string;
}

/** The templates of an app. The engine is imported by apps that have some, and only by them. */
export class PageTemplates {
  /** Settles early; rejected with what is wrong with the settings. */
  readonly engine: Promise<TemplateEngine>;

  constructor(settings: TemplateSettings, surroundings: PageTemplateSurroundings) {
    this.engine = createEngine(settings, surroundings);
    // Whoever awaits it is told; until then the process must not end for it.
    this.engine.catch(() => undefined);
  }

  async render(template: string, context: Readonly<Record<string, unknown>>): Promise<string> {
    return (await this.engine).render(template, context);
  }

  async has(template: string): Promise<boolean> {
    try {
      return (await this.engine).getTemplate(template) !== undefined;
    } catch (error) {
      if (isUptempoError(error, 'templates.template.not_found')) return false;
      throw error;
    }
  }
}

async function createEngine(
  settings: TemplateSettings,
  { mode, routes, staticUrl }: PageTemplateSurroundings,
): Promise<TemplateEngine> {
  const { createTemplateEngine, SafeString } = await import('../templates/index.ts');
  // What is no text or number is refused by `urlFor`, which names the parameter.
  const toParameter = (value: unknown) =>
    (value instanceof SafeString ? value.text : value) as RouteParameter;
  return createTemplateEngine({
    isDevelopment: mode === 'development',
    staticUrl,
    fragmentCaches,
    resolveUrl: (name, positional, named) =>
      positional.length > 0
        ? routes.urlFor(name, positional.map(toParameter))
        : routes.urlFor(name, mapValues(named, toParameter)),
    ...settings,
  });
}

function mapValues<Value>(
  values: Readonly<Record<string, unknown>>,
  change: (value: unknown) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));
}
