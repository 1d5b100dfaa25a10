import { describeKind } from '../../core/index.ts';
import { templateError } from '../errors.ts';
import { isText } from '../safe-string.ts';
import { relativeName } from '../template-name.ts';
import { type CompiledTemplate, isTemplate } from './compiled-template.ts';
import { renderTemplate } from './observe.ts';
import type { Steps } from './pending.ts';
import { type ContextData, Render } from './render.ts';

/** The context of a template that is included with `only`, whose names are all given. */
export const EMPTY: ContextData = Object.freeze({});

/** Renders another template in the middle of this one. */
export function include(
  render: Render,
  template: CompiledTemplate,
  autoescape: boolean,
  context: ContextData,
  locals: ContextData | null,
): Steps<string> {
  return renderTemplate(inner(render, template), autoescape, context, locals);
}

/** The render of a template that is included in another. */
export function inner(outer: Render, template: CompiledTemplate): Render {
  const depth = outer.depth + 1;
  if (depth > outer.run.host.maxNesting) throw tooDeep(template, depth);
  return new Render(outer.run, template, depth);
}

/**
 * The template that a value names.
 *
 * @param given - a name, a list of names of which the first that exists counts, or a template.
 * @param from - the template the tag stands in, which relative names refer to.
 */
export function includedTemplate(
  render: Render,
  from: CompiledTemplate,
  given: unknown,
): CompiledTemplate {
  if (isTemplate(given)) return given;
  const { host } = render.run;
  if (isText(given)) return host.getTemplate(relativeName(from.source, String(given)));
  if (Array.isArray(given)) return host.getTemplate(given.map(String));
  throw templateError(
    'templates.template.name_refused',
    `{% include %} needs the name of a template or a list of names, not ${describeKind(given)}.`,
  );
}

function tooDeep(template: CompiledTemplate, depth: number): Error {
  return templateError(
    'templates.limit.nesting',
    `Templates are included ${depth} levels deep, the last is "${template.displayName}".`,
    { hint: 'A template that includes itself needs an {% if %} that ends it.' },
  );
}
