import { isTextNode, type NodeList, type TemplateNode, walk } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { BlockSite } from '../runtime/inheritance.ts';

export interface BlockNode extends TemplateNode {
  readonly blockName: string;
  readonly body: NodeList;
}

/** Every block of a template, also those in other blocks and tags, in the order of their tags. */
export function blockNodes(nodes: NodeList): readonly { name: string; body: NodeList }[] {
  const blocks: { name: string; body: NodeList }[] = [];
  for (const node of walk(nodes)) {
    if (isBlockNode(node)) blocks.push({ name: node.blockName, body: node.body });
  }
  return blocks;
}

function isBlockNode(node: TemplateNode): node is BlockNode {
  return !isTextNode(node) && 'blockName' in node;
}

/** `{% block name %} … {% endblock name %}` */
export function parseBlock(parser: Parser, tag: Tag): BlockNode {
  const words = tag.contents.split(/\s+/);
  if (words.length !== 2) throw parser.invalid(tag.at, 'A block takes one argument, its name.');
  const blockName = words[1]!;
  noteName(parser, tag, blockName);
  const body = parser.parse('endblock');
  const end = parser.endTag();
  if (end.contents !== 'endblock' && end.contents !== `endblock ${blockName}`) {
    throw parser.unknownTag(end, ['endblock', `endblock ${blockName}`]);
  }
  return {
    at: tag.at,
    blockName,
    body,
    children: [body],
    hasOwnScope: true,
    write(code) {
      code.mark(tag.at);
      code.handOn();
      const unit = code.autoescape === code.unit.autoescape ? '$u' : `$t.unit(${code.autoescape})`;
      const site = code.constant(new BlockSite(blockName));
      const enter = `$r.enterBlock(${site}, ${unit}, ${code.autoescape})`;
      code.rawSteps(`${enter}($r, $c, ${code.locals()})`);
      code.line(`$r.leaveBlock(${site});`);
    },
  };
}

function noteName(parser: Parser, tag: Tag, name: string): void {
  const names = parser.note('blocks', () => new Set<string>());
  if (names.has(name)) {
    throw parser.error(
      tag.at,
      'templates.block.duplicate',
      `The block "${name}" appears more than once in this template.`,
      'Give each block of a template a name of its own.',
    );
  }
  names.add(name);
}
