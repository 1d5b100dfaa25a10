import { suggest } from '../../core/index.ts';
import { type TemplateNode, textNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  openblock: '{%',
  closeblock: '%}',
  openvariable: '{{',
  closevariable: '}}',
  openbrace: '{',
  closebrace: '}',
  opencomment: '{#',
  closecomment: '#}',
};

/** `{% templatetag openblock %}` prints `{%`. */
export function parseTemplatetag(parser: Parser, tag: Tag): TemplateNode {
  const words = tag.contents.split(/\s+/);
  if (words.length !== 2) throw parser.invalid(tag.at, 'templatetag takes one argument.');
  const name = words[1]!;
  if (!Object.hasOwn(DELIMITERS, name)) {
    const hint = suggest(name, Object.keys(DELIMITERS));
    throw parser.invalid(tag.at, `templatetag does not know "${name}".`, hint);
  }
  return textNode(tag.at, DELIMITERS[name]!);
}
