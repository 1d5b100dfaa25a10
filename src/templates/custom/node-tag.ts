import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import type { TagParser } from '../library.ts';
import type { NodeList } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import type { NodeContext } from '../runtime/tag-context.ts';
import { writeAssigned, writeCall, writeContext } from './tag-code.ts';

/** What a custom tag is read into: full control over when and how often children are rendered. */
export interface CustomNode {
  /** Node lists that `context.render(index)` renders. */
  readonly children?: readonly NodeList[];
  /** Expressions whose values `context.values` holds, in the same order. */
  readonly expressions?: readonly Expression[];
  /** Whether `render` calls `context.set`. Default false. */
  readonly isAssigning?: boolean;
  /** What to print, as it is: nothing is escaped. May be a promise. */
  render(context: NodeContext): unknown;
}

/**
 * Makes a tag that reads its own words and what stands up to its end tag.
 *
 * ```ts
 * // {% twice %} … {% endtwice %}
 * const twice = nodeTag((parser) => {
 *   const body = parser.parse('endtwice');
 *   parser.endTag();
 *   return {
 *     children: [body],
 *     render: async (context) => (await context.render()) + (await context.render()),
 *   };
 * });
 * ```
 */
export function nodeTag(parse: (parser: Parser, tag: Tag) => CustomNode): TagParser {
  return (parser, tag) => {
    const node = parse(parser, tag);
    const isAssigning = node.isAssigning ?? false;
    return {
      at: tag.at,
      ...(node.children === undefined ? {} : { children: node.children, hasOwnScope: true }),
      assignsAnything: isAssigning,
      write(code) {
        code.braces('', () => {
          const bodies = (node.children ?? []).map((list) => writeBody(code, list));
          const values = (node.expressions ?? []).map((each) => code.value(each, 'text'));
          const context = writeContext(code, isAssigning, bodies, values);
          code.mark(tag.at);
          const result = writeCall(code, `${code.constant(node)}.render(${context})`);
          writeAssigned(code, isAssigning);
          code.raw(`$textOf(${result}, $r.run.timeZone)`);
        });
      },
    };
  };
}

/** Writes children as a function of further names; returns the variable of it. */
function writeBody(code: FunctionWriter, nodes: NodeList): string {
  const names = code.unit.name('n');
  const body = code.buffered(() => {
    const output = code.capture(() => code.scopedWith(names, nodes));
    code.line(`return ${output};`);
  });
  const variable = code.unit.name('b');
  code.line(`const ${variable} = function* (${names}) {`);
  code.insert(body);
  code.line('};');
  return variable;
}
