import type { Expression } from '../expression.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitArgument, type Word } from '../words.ts';

/** `name=value` pairs in the order they are written. */
export type NamedExpressions = Map<string, Expression>;

/** Takes `a=1 b=2` off the front of `words`; at once, since one by one is slow in a long list. */
export function takeNamed(parser: Parser, words: Word[]): NamedExpressions {
  const named: NamedExpressions = new Map();
  let taken = 0;
  for (; taken < words.length; taken++) {
    const argument = splitArgument(words[taken]!);
    if (argument?.name === undefined) break;
    named.set(argument.name, parser.expression(argument.value));
  }
  words.splice(0, taken);
  return named;
}

/** Takes `1 as a and 2 as b`, the older way to write `a=1 b=2`, off the front of `words`. */
export function takeAliased(parser: Parser, words: Word[]): NamedExpressions {
  const named: NamedExpressions = new Map();
  let taken = 0;
  while (words[taken + 2] !== undefined && words[taken + 1]!.text === 'as') {
    named.set(words[taken + 2]!.text, parser.expression(words[taken]!));
    taken += 3;
    if (words[taken]?.text !== 'and') break;
    taken++;
  }
  words.splice(0, taken);
  return named;
}

/** The `x` of a tag that ends `as x`, and the words without it. */
export function splitTarget(words: readonly Word[]): {
  words: readonly Word[];
  target: string | undefined;
} {
  if (words.length < 2 || words.at(-2)!.text !== 'as') return { words, target: undefined };
  return { words: words.slice(0, -2), target: words.at(-1)!.text };
}

/** The words behind a tag's name. */
export function wordsAfterName(tag: Tag): Word[] {
  return tag.words.slice(1);
}
