import type { TagParser } from '../../library.ts';
import type { TemplateNode } from '../../node.ts';
import type { Parser, Tag } from '../../parser.ts';
import { wordsAfterName } from '../../tags/arguments.ts';

/** `{% language "de" %} … {% endlanguage %}` */
export function parseLanguage(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length !== 1) {
    throw parser.invalid(tag.at, `${tag.name} takes one argument, the code of a language.`);
  }
  const language = parser.expression(words[0]!);
  const body = parser.body('endlanguage');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const value = code.temporary(code.value(language, 'null'));
        code.braces(`yield* $inLanguage($r, ${value}, function* ()`, () => code.nodes(body), '});');
      });
    },
  };
}

/** A tag that sets one name from a value: `{% get_language_info for "de" as lang %}`. */
export function infoForTag(call: string): TagParser {
  return (parser, tag) => {
    const [word, subject, as, target, ...rest] = wordsAfterName(tag);
    if (word?.text !== 'for' || as?.text !== 'as' || target === undefined || rest.length > 0) {
      throw parser.invalid(tag.at, `Write {% ${tag.name} for … as name %}.`);
    }
    const expression = parser.expression(subject!);
    const name = target.text;
    return {
      at: tag.at,
      assigns: [name],
      write(code) {
        code.braces('', () => {
          code.mark(tag.at);
          const value = code.value(expression, 'text');
          code.mark(tag.at);
          code.assign(name, `${call}($r, ${value})`);
        });
      },
    };
  };
}
