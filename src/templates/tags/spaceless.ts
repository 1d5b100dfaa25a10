import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% spaceless %} … {% endspaceless %}`: white space between HTML tags is left out. */
export function parseSpaceless(parser: Parser, tag: Tag): TemplateNode {
  const body = parser.body('endspaceless');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        const output = code.capture(() => code.nodes(body));
        code.raw(`${output}.trim().replace(/>\\s+</g, '><')`);
      });
    },
  };
}
