import type { FunctionWriter } from '../../compiler/function-writer.ts';
import { objectLiteral } from '../../compiler/javascript.ts';
import type { Binding } from '../../compiler/scope.ts';
import type { Expression } from '../../expression.ts';
import type { TemplateNode } from '../../node.ts';
import type { Parser, Tag } from '../../parser.ts';
import {
  type NamedExpressions,
  takeAliased,
  takeNamed,
  wordsAfterName,
} from '../../tags/arguments.ts';
import type { Word } from '../../words.ts';
import { type BlockText, readBlockTexts } from './block-text.ts';
import { readOptions, type TagOptions } from './tag-options.ts';

/** `a=1 b=2`, or the older `1 as a and 2 as b`. */
function takeNames(parser: Parser, words: Word[]): NamedExpressions {
  return words[1]?.text === 'as' ? takeAliased(parser, words) : takeNamed(parser, words);
}

const OPTIONS: TagOptions = {
  with(parser, words, at) {
    const names = takeNames(parser, words);
    if (names.size === 0) throw parser.invalid(at, '"with" needs at least one name=value.');
    return names;
  },
  count(parser, words, at) {
    const names = takeNames(parser, words);
    if (names.size !== 1) throw parser.invalid(at, '"count" needs exactly one name=value.');
    return [...names][0];
  },
  context(parser, words, at) {
    const word = words.shift();
    if (word === undefined) throw parser.invalid(at, '"context" needs a value behind it.');
    return parser.expression(word);
  },
  trimmed: () => true,
  asvar(parser, words, at) {
    const word = words.shift();
    if (word === undefined) throw parser.invalid(at, '"asvar" needs a name behind it.');
    return word.text;
  },
};

interface BlockTranslation {
  readonly at: number;
  readonly names: NamedExpressions;
  readonly count: readonly [name: string, value: Expression] | undefined;
  readonly context: Expression | undefined;
  readonly target: string | undefined;
  readonly singular: BlockText;
  readonly plural: BlockText | undefined;
}

/** `{% blocktranslate with name=user.name count n=seats|length %}…{% plural %}…{% endblocktranslate %}` */
export function parseBlockTranslate(parser: Parser, tag: Tag): TemplateNode {
  const options = readOptions(parser, tag, wordsAfterName(tag), OPTIONS);
  const count = options.get('count') as BlockTranslation['count'];
  const texts = readBlockTexts(parser, tag, count !== undefined, options.has('trimmed'));
  const block: BlockTranslation = {
    at: tag.at,
    names: (options.get('with') as NamedExpressions | undefined) ?? new Map(),
    count,
    context: options.get('context') as Expression | undefined,
    target: options.get('asvar') as string | undefined,
    ...texts,
  };
  return {
    at: tag.at,
    ...(block.target === undefined ? {} : { assigns: [block.target] }),
    write(code) {
      code.braces('', () => writeBlock(code, block));
    },
  };
}

function writeBlock(code: FunctionWriter, block: BlockTranslation): void {
  const { at, context, count, target } = block;
  code.mark(at);
  const where = context === undefined ? 'undefined' : code.value(context, 'text');
  const bindings = writeNames(code, block);
  const result = code.temporary();
  code.scoped([], bindings, () => {
    const counted = count === undefined ? 'undefined' : code.read(count[0]);
    const values = objectLiteral(writeShownValues(code, block));
    const message = code.constant({
      singular: block.singular.message,
      plural: block.plural?.message,
    });
    code.mark(at);
    const call = `$blockTranslate($r, ${message}, ${values}, ${counted}, ${where})`;
    code.line(`${result} = ${call};`);
  });
  if (target === undefined) code.raw(result);
  else code.assign(target, `$safe(${result})`);
}

/** All values are computed with the names outside, then the names count inside. */
function writeNames(code: FunctionWriter, { names, count }: BlockTranslation): [string, Binding][] {
  const all = count === undefined ? [...names] : [...names, count];
  return all.map(([name, expression]) => {
    const value = code.temporary(code.value(expression, 'text'));
    return [name, { kind: 'local', code: value, isSettled: true }];
  });
}

/** The variables of both texts as they are printed, each once. */
function writeShownValues(
  code: FunctionWriter,
  { singular, plural }: BlockTranslation,
): [string, string][] {
  const variables = new Map(
    [...singular.variables, ...(plural?.variables ?? [])].map((each) => [each.text, each]),
  );
  return Array.from(variables.values(), (variable): [string, string] => {
    code.mark(variable.at);
    const value = code.variable(variable);
    const shown = `$show($r, ${value}, ${code.autoescape}, ${JSON.stringify(variable.text)})`;
    const escaped = code.autoescape ? `$escape(${value})` : value;
    return [variable.text, code.temporary(`typeof ${value} === 'string' ? ${escaped} : ${shown}`)];
  });
}
