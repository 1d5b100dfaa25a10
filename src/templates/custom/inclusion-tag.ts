import { checkOptions, option } from '../../core/index.ts';
import type { TagParser } from '../library.ts';
import type { ContextData } from '../runtime/render.ts';
import type { TagContext } from '../runtime/tag-context.ts';
import { wordsAfterName } from '../tags/arguments.ts';
import {
  type Arguments,
  type Parameters,
  parseCall,
  readSignature,
  writeArguments,
} from './parameters.ts';
import { writeCall, writeContext } from './tag-code.ts';

/** A tag that renders another template with what a function returns. */
export interface InclusionTagDefinition<P extends Parameters> {
  /** Name of the template, or names of which the first that exists counts. */
  readonly template: string | readonly string[];
  /** How it is called. Default: without arguments. */
  readonly parameters?: P;
  /** The context of that template, which sees nothing else; may be a promise. */
  context(args: Arguments<P>, context: TagContext): ContextData | Promise<ContextData>;
}

/**
 * Makes a tag that renders a template of its own.
 *
 * ```ts
 * // {% stars movie.rating %}
 * const stars = inclusionTag({
 *   template: 'stars.html',
 *   parameters: ['rating'],
 *   context: ({ rating }) => ({ full: Math.round(Number(rating) / 2) }),
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, templates.library.invalid
 */
export function inclusionTag<const P extends Parameters = []>(
  definition: InclusionTagDefinition<P>,
): TagParser {
  checkOptions('inclusionTag()', definition, {
    template: option.either(option.string, option.arrayOf(option.string)),
    parameters: option.arrayOf(option.string),
    context: option.function,
  });
  const signature = readSignature(definition.parameters ?? []);
  return (parser, tag) => {
    const call = parseCall(parser, tag, wordsAfterName(tag), signature);
    return {
      at: tag.at,
      write(code) {
        code.braces('', () => {
          const given = writeArguments(code, call);
          const context = writeContext(code, false);
          code.mark(tag.at);
          const constant = code.constant(definition);
          const data = writeCall(code, `${constant}.context(${given}, ${context})`);
          const template = code.temporary(`$includedTemplate($r, $t, ${constant}.template)`);
          const withToken = `$withCsrfToken(${data}, ${context})`;
          code.rawSteps(`$include($r, ${template}, ${code.autoescape}, ${withToken}, null)`);
        });
      },
    };
  };
}
