import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import { callWith, isolatedCall, type WrittenNames } from '../compiler/include-call.ts';
import { objectLiteral } from '../compiler/javascript.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { type NamedExpressions, takeNamed, wordsAfterName } from './arguments.ts';
import { absoluteWord } from './extends.ts';

interface IncludeNode extends TemplateNode {
  readonly template: Expression;
  readonly names: NamedExpressions;
  readonly isIsolated: boolean;
}

/** `{% include "row.html" with movie=film only %}` */
export function parseInclude(parser: Parser, tag: Tag): IncludeNode {
  const words = wordsAfterName(tag);
  const name = words.shift();
  if (name === undefined) {
    throw parser.invalid(tag.at, 'include takes at least one argument, the name of a template.');
  }
  const options = parseOptions(parser, tag, words);
  const template = parser.expression(absoluteWord(parser, name, true));
  return {
    at: tag.at,
    template,
    isRepeatable: constantName(template) !== undefined,
    reference: { kind: 'include', target: template },
    ...options,
    write(code) {
      writeInclude(this, code);
    },
  };
}

function parseOptions(
  parser: Parser,
  tag: Tag,
  words: ReturnType<typeof wordsAfterName>,
): Pick<IncludeNode, 'names' | 'isIsolated'> {
  let names: NamedExpressions | undefined;
  let isIsolated = false;
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if ((word.text === 'with' && names !== undefined) || (word.text === 'only' && isIsolated)) {
      throw parser.invalid(word.at, `"${word.text}" is given more than once.`);
    }
    if (word.text === 'only') isIsolated = true;
    else if (word.text === 'with') names = takeNamed(parser, words);
    else {
      const hint = suggest(word.text, ['with', 'only']);
      throw parser.invalid(word.at, `include has no option "${word.text}".`, hint);
    }
    if (names?.size === 0) {
      throw parser.invalid(tag.at, '"with" needs at least one name=value.');
    }
  }
  return { names: names ?? new Map(), isIsolated };
}

function writeInclude(node: IncludeNode, code: FunctionWriter): void {
  code.braces('', () => {
    code.mark(node.template.at);
    const name = constantName(node.template);
    if (name === undefined) writeDynamic(node, code);
    else writeConstant(node, code, name);
  });
}

function constantName({ base, filters }: Expression): string | undefined {
  const isConstant = base.kind === 'literal' && filters.length === 0;
  return isConstant && typeof base.value === 'string' ? base.value : undefined;
}

/** A template of a constant name: its function takes the names in sight as arguments. */
function writeConstant(node: IncludeNode, code: FunctionWriter, name: string): void {
  let names: WrittenNames = [];
  const lines = code.buffered(() => {
    names = writeNames(node, code);
  });
  const call = node.isIsolated ? isolatedCall(names) : callWith(code, names);
  const site = code.unit.includeSite(name, code.autoescape, call.given);
  const target = code.temporary(`${site}.target ?? $includeTarget($r, ${site})`);
  code.insert(lines);
  code.handOn();
  code.mark(node.at);
  code.rawIncluded(target, [call.context, call.locals, ...call.values].join(', '));
}

/** A template that is known only while rendering gets the names in sight as an object. */
function writeDynamic(node: IncludeNode, code: FunctionWriter): void {
  const value = code.value(node.template, 'text');
  const template = code.temporary(`$includedTemplate($r, $t, ${value})`);
  const names = writeNames(node, code);
  code.handOn();
  code.mark(node.at);
  const data = node.isIsolated ? `${objectLiteral(names)}, null` : `$c, ${code.locals(names)}`;
  code.rawSteps(`$include($r, ${template}, ${code.autoescape}, ${data})`);
}

function writeNames(node: IncludeNode, code: FunctionWriter): WrittenNames {
  return Array.from(node.names, ([name, expression]) => [name, code.lazyValue(expression)]);
}
