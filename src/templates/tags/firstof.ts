import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitTarget, wordsAfterName } from './arguments.ts';

/** `{% firstof a b "neither" as chosen %}`: the first value that is true. */
export function parseFirstof(parser: Parser, tag: Tag): TemplateNode {
  const { words, target } = splitTarget(wordsAfterName(tag));
  if (words.length === 0 && target === undefined) {
    throw parser.invalid(tag.at, 'firstof takes at least one value.');
  }
  const values = parser.expressions(words);
  return {
    at: tag.at,
    isRepeatable: true,
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const chosen = code.temporary("''");
        writeFirst(code, values, chosen);
        if (target === undefined) code.raw(chosen);
        else code.assign(target, code.autoescape ? `$safe(${chosen})` : chosen);
      });
    },
  };
}

function writeFirst(
  code: FunctionWriter,
  [expression, ...rest]: readonly Expression[],
  chosen: string,
): void {
  if (expression === undefined) return;
  const value = code.value(expression, 'null');
  code.line(`if ($isTrue(${value})) ${chosen} = ${code.shown(value)};`);
  if (rest.length > 0) code.braces('else', () => writeFirst(code, rest, chosen));
}
