import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% csrf_token %}`: the hidden field of a form, from the context's `csrf_token`. */
export function parseCsrfToken(_parser: Parser, tag: Tag): TemplateNode {
  return {
    at: tag.at,
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const token = code.variable({
          kind: 'variable',
          path: ['csrf_token'],
          text: 'csrf_token',
          at: tag.at,
        });
        code.raw(`$csrfField(${token})`);
      });
    },
  };
}
