import type { FunctionWriter } from '../../compiler/function-writer.ts';
import type { Binding } from '../../compiler/scope.ts';
import type { Expression } from '../../expression.ts';
import type { TemplateNode } from '../../node.ts';
import type { Parser, Tag } from '../../parser.ts';
import { wordsAfterName } from '../../tags/arguments.ts';
import type { Word } from '../../words.ts';
import { readOptions, type TagOptions } from './tag-options.ts';

const OPTIONS: TagOptions = {
  noop: () => true,
  context: (parser, words, at) => parser.expression(optionWord(parser, words, at, 'context')),
  as: (parser, words, at) => optionWord(parser, words, at, 'as').text,
};

/** `{% translate "Films" context "menu" as title %}`, `{% translate title noop %}` */
export function parseTranslate(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const message = words.shift();
  if (message === undefined) {
    throw parser.invalid(tag.at, `${tag.name} takes at least one argument, the text.`);
  }
  const expression = parser.expression(message);
  const options = readOptions(parser, tag, words, OPTIONS);
  const target = options.get('as') as string | undefined;
  const context = options.get('context') as Expression | undefined;
  const isTranslated = !options.has('noop');
  return {
    at: tag.at,
    isRepeatable: true,
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const value = writeValue(code, expression, isTranslated, context);
        if (target === undefined) code.printValue(value);
        else
          code.assign(target, code.autoescape ? `$safe(${code.shown(value)})` : code.shown(value));
      });
    },
  };
}

function optionWord(parser: Parser, words: Word[], at: number, name: string): Word {
  const word = words.shift();
  if (word === undefined) throw parser.invalid(at, `"${name}" needs a value behind it.`);
  if (name === 'context' && (word.text === 'as' || word.text === 'noop')) {
    throw parser.invalid(word.at, `"${word.text}" can't be the context.`);
  }
  return word;
}

/** The value is translated before its filters see it. */
function writeValue(
  code: FunctionWriter,
  expression: Expression,
  isTranslated: boolean,
  context: Expression | undefined,
): string {
  const { base } = expression;
  if (!isTranslated) return code.value({ ...expression, base: untranslated(base) }, 'text');
  const where = context === undefined ? 'undefined' : code.value(context, 'text');
  const value = code.temporary(
    code.value({ ...expression, base: untranslated(base), filters: [] }, 'text'),
  );
  const isThere = base.kind === 'literal' ? 'true' : `${value} !== ''`;
  code.line(`if (${isThere}) ${value} = $translate($r, ${value}, ${where});`);
  return writeFilters(code, expression, value);
}

/** `{% translate _("Films") %}` is translated once. */
function untranslated(base: Expression['base']): Expression['base'] {
  return base.kind === 'literal' ? { ...base, isTranslated: false } : base;
}

function writeFilters(code: FunctionWriter, expression: Expression, value: string): string {
  if (expression.filters.length === 0) return value;
  const name = 'translated text';
  const bindings: [string, Binding][] = [[name, { kind: 'local', code: value, isSettled: true }]];
  const { text, at } = expression.base;
  const result = code.temporary();
  code.scoped([], bindings, () => {
    const base = { kind: 'variable', path: [name], text, at } as const;
    code.line(`${result} = ${code.value({ ...expression, base }, 'text')};`);
  });
  return result;
}
