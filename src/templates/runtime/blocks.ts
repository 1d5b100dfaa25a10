import { templateError } from '../errors.ts';
import { SafeString } from '../safe-string.ts';
import { type CompiledTemplate, isTemplate } from './compiled-template.ts';
import { type BlockSite, Inheritance } from './inheritance.ts';
import type { Steps } from './pending.ts';
import type { ContextData, Render } from './render.ts';
import { textOf } from './text.ts';
import { isTrue } from './truth.ts';

/** The parent of a template, by the chain of those that extend the template itself. */
interface FoundParent {
  readonly before: Inheritance | null;
  readonly parent: CompiledTemplate;
  readonly chain: Inheritance;
}

/** An `{% extends %}`, which keeps the parent it found where no other can be found. */
export interface ExtendSite {
  /** Whether the parent is named by a constant. */
  readonly isConstant: boolean;
  found: FoundParent | undefined;
}

/**
 * Finds the parent of `{% extends %}` and puts it at the end of the render's chain.
 *
 * @param child - the template the tag stands in.
 * @param given - a name or a template.
 */
export function extend(
  render: Render,
  child: CompiledTemplate,
  given: unknown,
  site: ExtendSite,
): CompiledTemplate {
  let { found } = site;
  if (found === undefined || found.before !== render.inheritance) {
    found = findParent(render, child, given);
    if (site.isConstant && !render.run.host.isDevelopment) site.found = found;
  }
  render.inheritance = found.chain;
  return found.parent;
}

function findParent(render: Render, child: CompiledTemplate, given: unknown): FoundParent {
  const before = render.inheritance;
  const chain = before?.with(child) ?? Inheritance.startingWith(child);
  const parent = parentOf(render, chain, given);
  return { before, parent, chain: parent.isChild ? chain : chain.with(parent) };
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
  site: BlockSite,
  autoescape: boolean,
  context: ContextData,
  locals: ContextData | null,
): Steps<SafeString | string> {
  if (render.inheritance === null) throw noSuper(site.name);
  const { sink } = render.run;
  const overridden = render.enterSuper(site, autoescape);
  if (sink !== null) sink.captures++;
  const text = overridden === undefined ? '' : yield* overridden(render, context, locals);
  if (sink !== null) sink.captures--;
  render.leaveBlock(site);
  return new SafeString(text);
}

function noSuper(name: string): Error {
  return templateError(
    'templates.block.misplaced',
    `The block "${name}" has no block.super: its template extends no other.`,
    { hint: 'Use {{ block.super }} in a template that begins with {% extends %}.' },
  );
}
