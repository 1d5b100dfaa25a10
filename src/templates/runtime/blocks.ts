import { templateError } from '../errors.ts';
import { SafeString } from '../safe-string.ts';
import { type CompiledTemplate, isTemplate } from './compiled-template.ts';
import { Inheritance } from './inheritance.ts';
import type { Steps } from './pending.ts';
import type { ContextData, Render } from './render.ts';
import { textOf } from './text.ts';
import { isTrue } from './truth.ts';

/**
 * Finds the parent of `{% extends %}` and puts it at the end of the render's chain.
 *
 * @param child - the template the tag stands in.
 * @param given - a name or a template.
 */
export function extend(render: Render, child: CompiledTemplate, given: unknown): CompiledTemplate {
  const chain = render.inheritance?.with(child) ?? Inheritance.startingWith(child);
  const parent = parentOf(render, chain, given);
  render.inheritance = parent.isChild ? chain : chain.with(parent);
  return parent;
}

function parentOf(render: Render, chain: Inheritance, given: unknown): CompiledTemplate {
  if (isTemplate(given)) return given;
  if (!isTrue(given)) {
    throw templateError(
      'templates.template.name_refused',
      `{% extends %} needs the name of a template, not ${JSON.stringify(textOf(given))}.`,
    );
  }
  return render.run.host.getTemplate(textOf(given), chain.templates);
}

/** `{{ block.super }}`: the block that this one overrides; empty when it overrides none. */
export function* superBlock(
  render: Render,
  name: string,
  autoescape: boolean,
  context: ContextData,
  locals: ContextData | null,
): Steps<SafeString | string> {
  if (render.inheritance === null) throw noSuper(name);
  const { sink } = render.run;
  const overridden = render.enterSuper(name, autoescape);
  if (sink !== null) sink.captures++;
  const text = overridden === undefined ? '' : yield* overridden(render, context, locals);
  if (sink !== null) sink.captures--;
  render.leaveBlock(name);
  return new SafeString(text);
}

function noSuper(name: string): Error {
  return templateError(
    'templates.block.misplaced',
    `The block "${name}" has no block.super: its template extends no other.`,
    { hint: 'Use {{ block.super }} in a template that begins with {% extends %}.' },
  );
}
