import { checkOptions, option } from '../../core/index.ts';
import type { TagParser } from '../library.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Tag } from '../parser.ts';
import type { TagContext } from '../runtime/tag-context.ts';
import type { SafeString } from '../safe-string.ts';
import { splitTarget, wordsAfterName } from '../tags/arguments.ts';
import {
  type Arguments,
  type Call,
  type Parameters,
  parseCall,
  readSignature,
  writeArguments,
} from './parameters.ts';
import { writeAssigned, writeCall, writeContext } from './tag-code.ts';

/** A tag that prints what a function returns, or keeps it with `as name`. */
export interface SimpleTagDefinition<P extends Parameters> {
  /** How it is called. Default: without arguments. */
  readonly parameters?: P;
  /** Whether `render` calls `context.set`. Default false. */
  readonly isAssigning?: boolean;
  /** What to print, escaped unless it is marked safe; may be a promise. */
  render(args: Arguments<P>, context: TagContext): unknown;
}

/** A tag with an end tag, whose function gets the rendered text between them. */
export interface BlockTagDefinition<P extends Parameters> {
  /** How it is called. Default: without arguments. */
  readonly parameters?: P;
  /** Name of the end tag. Default `end` and the tag's name. */
  readonly endTag?: string;
  /** Whether `render` calls `context.set`. Default false. */
  readonly isAssigning?: boolean;
  /** What to print, escaped unless it is marked safe; may be a promise. */
  render(content: SafeString, args: Arguments<P>, context: TagContext): unknown;
}

/**
 * Makes a tag of a function.
 *
 * ```ts
 * // {% poster movie size="large" %}, {% poster movie as image %}
 * const poster = simpleTag({
 *   parameters: ['movie', 'size?'],
 *   render: ({ movie, size }) => `/posters/${movie.id}-${size ?? 'small'}.webp`,
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, templates.library.invalid
 */
export function simpleTag<const P extends Parameters = []>(
  definition: SimpleTagDefinition<P>,
): TagParser {
  checkOptions('simpleTag()', definition, {
    parameters: option.arrayOf(option.string),
    isAssigning: option.boolean,
    render: option.function,
  });
  const signature = readSignature(definition.parameters ?? []);
  return (parser, tag) => {
    const { words, target } = splitTarget(wordsAfterName(tag));
    const call = parseCall(parser, tag, words, signature);
    return callNode(tag, call, target, definition);
  };
}

/**
 * Makes a tag with an end tag of a function.
 *
 * ```ts
 * // {% quote by="Kubrick" %} … {% endquote %}
 * const quote = blockTag({
 *   parameters: ['by'],
 *   render: (content, { by }) => safe(`<q title="${escapeHtml(String(by))}">${content}</q>`),
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, templates.library.invalid
 */
export function blockTag<const P extends Parameters = []>(
  definition: BlockTagDefinition<P>,
): TagParser {
  checkOptions('blockTag()', definition, {
    parameters: option.arrayOf(option.string),
    endTag: option.string,
    isAssigning: option.boolean,
    render: option.function,
  });
  const signature = readSignature(definition.parameters ?? []);
  return (parser, tag) => {
    const { words, target } = splitTarget(wordsAfterName(tag));
    const call = parseCall(parser, tag, words, signature);
    const body = parser.body(definition.endTag ?? `end${tag.name}`);
    return callNode(tag, call, target, definition, body);
  };
}

function callNode(
  tag: Tag,
  call: Call,
  target: string | undefined,
  definition: { readonly isAssigning?: boolean },
  body?: NodeList,
): TemplateNode {
  const isAssigning = definition.isAssigning ?? false;
  return {
    at: tag.at,
    ...(target === undefined ? {} : { assigns: [target] }),
    ...(body === undefined ? {} : { children: [body] }),
    assignsAnything: isAssigning,
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const content =
          body === undefined ? [] : [`$safe(${code.capture(() => code.nodes(body))})`];
        const given = [...content, writeArguments(code, call), writeContext(code, isAssigning)];
        code.mark(tag.at);
        const result = writeCall(code, `${code.constant(definition)}.render(${given.join(', ')})`);
        writeAssigned(code, isAssigning);
        if (target === undefined) code.printValue(result);
        else code.assign(target, result);
      });
    },
  };
}
