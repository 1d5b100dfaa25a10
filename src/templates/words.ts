/** One word of a tag and its offset in the template. */
export interface Word {
  readonly text: string;
  readonly at: number;
}

/** A word ends at white space outside of quotes. */
const WORD = /[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+|\S+/gs;

/**
 * The words of a tag's contents: split at white space, quoted texts and `_("…")` kept whole.
 *
 * @param at - offset of `contents` in the template.
 */
export function splitWords(contents: string, at: number): Word[] {
  return Array.from(contents.matchAll(WORD), (match) => ({
    text: match[0],
    at: at + match.index,
  }));
}

/** `name=value`, or a value alone. */
export function splitArgument(word: Word): { name: string | undefined; value: Word } | undefined {
  const match = /^(?:([\p{L}\p{N}_]+)=)?([^\n]+)/u.exec(word.text);
  if (match === null) return undefined;
  const [, name, text] = match;
  const at = word.at + word.text.length - text!.length;
  return { name, value: { text: text!, at } };
}
