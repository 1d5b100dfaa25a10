import { createTemplateEngine, type TemplateEngineOptions } from '../../src/templates/index.ts';

/** Renders a template given as text, which must need no waiting. */
export function render(
  source: string,
  context: Readonly<Record<string, unknown>> = {},
  options: TemplateEngineOptions = {},
): string {
  const output = createTemplateEngine(options).fromString(source).render(context);
  if (typeof output !== 'string') throw new Error(`${source} did not render synchronously`);
  return output;
}

/** Renders `page.html` of templates in memory. */
export function renderPage(
  templates: Readonly<Record<string, string>>,
  context: Readonly<Record<string, unknown>> = {},
  options: TemplateEngineOptions = {},
): string {
  const output = createTemplateEngine({ templates, ...options }).render('page.html', context);
  if (typeof output !== 'string') throw new Error('page.html did not render synchronously');
  return output;
}

/** The error that `action` throws. */
export function errorOf(action: () => unknown): Error & { code?: string; hint?: string } {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error('Nothing was thrown');
}
