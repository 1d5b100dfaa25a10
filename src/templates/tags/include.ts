import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import { objectLiteral } from '../compiler/javascript.ts';
import type { Binding } from '../compiler/scope.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import type { IncludeSite } from '../runtime/include.ts';
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
    const template = writeTemplate(node.template, code);
    const names = Array.from(
      node.names,
      ([name, expression]) => [name, code.lazyValue(expression)] as const,
    );
    code.handOn();
    code.mark(node.at);
    const data = node.isIsolated
      ? `${objectLiteral(names)}, null`
      : `$c, ${localsWith(code, names)}`;
    code.rawSteps(`$include($r, ${template}, ${code.autoescape}, ${data})`);
  });
}

function writeTemplate({ base, filters, ...expression }: Expression, code: FunctionWriter): string {
  if (base.kind === 'literal' && typeof base.value === 'string' && filters.length === 0) {
    const site: IncludeSite = { name: base.value, template: undefined };
    const constant = code.constant(site);
    return code.temporary(`${constant}.template ?? $siteTemplate($r, ${constant})`);
  }
  const value = code.value({ base, filters, ...expression }, 'text');
  return code.temporary(`$includedTemplate($r, $t, ${value})`);
}

function localsWith(code: FunctionWriter, names: readonly (readonly [string, string])[]): string {
  let locals = '';
  const bindings = names.map(
    ([name, value]) => [name, { kind: 'local', code: value, isSettled: false } as Binding] as const,
  );
  code.scoped([], bindings, () => {
    locals = code.locals();
  });
  return locals;
}
