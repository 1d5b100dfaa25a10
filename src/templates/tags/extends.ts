import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import { type TemplateNode, walk } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import type { ExtendSite } from '../runtime/blocks.ts';
import { relativeName } from '../template-name.ts';
import type { Word } from '../words.ts';

/** `{% extends "base.html" %}`: the blocks of this template replace those of its parent. */
export function parseExtends(parser: Parser, tag: Tag): TemplateNode {
  if (tag.words.length !== 2) {
    throw parser.invalid(tag.at, 'extends takes one argument, the name of the parent template.');
  }
  const parent = parser.expression(absoluteWord(parser, tag.words[1]!, false));
  const body = parser.parse();
  for (const node of walk(body)) {
    if (node.mustBeFirst) throw parser.invalid(node.at, 'extends appears more than once.');
  }
  return {
    at: tag.at,
    mustBeFirst: true,
    reference: { kind: 'extends', target: parent },
    children: [body],
    hasOwnScope: true,
    write(code) {
      code.mark(parent.at);
      writeParent(code, parent);
    },
  };
}

function writeParent(code: FunctionWriter, parent: Expression): void {
  const { base, filters } = parent;
  const isConstant = base.kind === 'literal' && filters.length === 0 && !base.isTranslated;
  const value = code.value(parent, 'text');
  const site: ExtendSite = { isConstant, found: undefined };
  const template = code.temporary(`$extend($r, $t, ${value}, ${code.constant(site)})`);
  code.rawSteps(`${template}.unit(${code.autoescape}).main($r, $c, ${code.locals()})`);
}

/** The word of a template's name; a relative one in quotes is made absolute. */
export function absoluteWord(parser: Parser, word: Word, mayBeItself: boolean): Word {
  const quote = word.text[0];
  if ((quote !== '"' && quote !== "'") || word.text.at(-1) !== quote) return word;
  const name = relativeName(parser.source, word.text.slice(1, -1), word.at, mayBeItself);
  return { text: quote + name + quote, at: word.at };
}
