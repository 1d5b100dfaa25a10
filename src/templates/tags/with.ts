import type { Binding } from '../compiler/scope.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { takeAliased, takeNamed, wordsAfterName } from './arguments.ts';

/** `{% with total=movies.count %} … {% endwith %}`, also `{% with movies.count as total %}`. */
export function parseWith(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const isAliased = words[1]?.text === 'as';
  const names = isAliased ? takeAliased(parser, words) : takeNamed(parser, words);
  if (names.size === 0) {
    throw parser.invalid(tag.at, 'with expects at least one name=value.');
  }
  if (words.length > 0) {
    throw parser.invalid(words[0]!.at, `with does not expect "${words[0]!.text}" here.`);
  }
  const body = parser.body('endwith');
  return {
    at: tag.at,
    children: [body],
    hasOwnScope: true,
    isRepeatable: true,
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const bindings = Array.from(names, ([name, expression]): [string, Binding] => {
          const value = code.temporary(code.lazyValue(expression));
          return [name, { kind: 'local', code: value, isSettled: false }];
        });
        code.scoped(body, bindings);
      });
    },
  };
}
