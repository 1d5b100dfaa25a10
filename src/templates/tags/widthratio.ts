import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { wordsAfterName } from './arguments.ts';

/** `{% widthratio value max 100 as width %}`: value / max × 100, rounded. */
export function parseWidthratio(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length !== 3 && words.length !== 5) {
    throw parser.invalid(tag.at, 'widthratio takes three arguments: value, maximum and width.');
  }
  if (words.length === 5 && words[3]!.text !== 'as') {
    throw parser.invalid(words[3]!.at, `widthratio expects "as" here, not "${words[3]!.text}".`);
  }
  const expressions = parser.expressions(words.slice(0, 3));
  const target = words[4]?.text;
  return {
    at: tag.at,
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const result = code.temporary("''");
        const label = code.unit.name('L');
        code.braces(`${label}:`, () => {
          const jump = `break ${label}`;
          const values = expressions.map((expression) => code.value(expression, 'text', jump));
          code.line(`${result} = $widthRatio(${values.join(', ')});`);
        });
        if (target === undefined) code.raw(result);
        else code.assign(target, result);
      });
    },
  };
}
