import { suggest } from '../../../core/index.ts';
import type { Parser, Tag } from '../../parser.ts';
import type { Word } from '../../words.ts';

/**
 * Reads what belongs to an option off the front of the words behind its name; gets the place of
 * the option, for errors.
 */
export type OptionReader = (parser: Parser, words: Word[], at: number) => unknown;

/** The options of a tag by name. */
export type TagOptions = Readonly<Record<string, OptionReader>>;

/** Reads `with a=1 count n=2 trimmed`: options in any order, each at most once. */
export function readOptions(
  parser: Parser,
  tag: Tag,
  words: Word[],
  options: TagOptions,
): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    const { text, at } = word;
    if (found.has(text)) {
      throw parser.invalid(at, `The option "${text}" of ${tag.name} stands twice.`);
    }
    if (!Object.hasOwn(options, text)) {
      const problem = `${tag.name} has no option "${text}".`;
      throw parser.invalid(at, problem, suggest(text, Object.keys(options)));
    }
    found.set(text, options[text]!(parser, words, at));
  }
  return found;
}
