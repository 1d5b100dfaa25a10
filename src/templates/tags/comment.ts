import { emptyNode, type TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% comment "note" %} … {% endcomment %}`: everything inside is passed over, unread. */
export function parseComment(parser: Parser, tag: Tag): TemplateNode {
  parser.skipPast('endcomment');
  return emptyNode(tag.at);
}
