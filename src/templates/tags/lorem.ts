import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { wordsAfterName } from './arguments.ts';

/** `{% lorem 3 p random %}`: paragraphs (`p` with `<p>`, `b` without) or words (`w`) of filler. */
export function parseLorem(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const isRandom = words.at(-1)?.text === 'random';
  if (isRandom) words.pop();
  const hasMethod = /^[wpb]$/.test(words.at(-1)?.text ?? '');
  const method = hasMethod ? words.pop()!.text : 'b';
  const count = words.pop();
  if (words.length > 0) {
    throw parser.invalid(tag.at, 'Write {% lorem count method random %}; method is w, p or b.');
  }
  const expression = parser.expression(count ?? { text: '1', at: tag.at });
  return {
    at: tag.at,
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const value = code.value(expression, 'text');
        code.raw(`$loremText(${value}, ${JSON.stringify(method)}, ${isRandom})`);
      });
    },
  };
}
