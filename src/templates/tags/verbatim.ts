import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% verbatim %} … {% endverbatim %}`: the lexer has left what is inside as text. */
export function parseVerbatim(parser: Parser, tag: Tag): TemplateNode {
  const body = parser.body('endverbatim');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.nodes(body);
    },
  };
}
