import { suggest } from '../../core/index.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% autoescape off %} … {% endautoescape %}` */
export function parseAutoescape(parser: Parser, tag: Tag): TemplateNode {
  const words = tag.contents.split(/\s+/);
  if (words.length !== 2) {
    throw parser.invalid(tag.at, 'autoescape takes exactly one argument, on or off.');
  }
  const mode = words[1]!;
  if (mode !== 'on' && mode !== 'off') {
    throw parser.invalid(
      tag.at,
      `autoescape is on or off, not "${mode}".`,
      suggest(mode, ['on', 'off']),
    );
  }
  const body = parser.body('endautoescape');
  return {
    at: tag.at,
    children: [body],
    isRepeatable: true,
    write(code) {
      code.withAutoescape(mode === 'on', () => code.nodes(body));
    },
  };
}
