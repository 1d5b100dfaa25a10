import { unescapeHtml } from '../html/entities.ts';

/** A word without the punctuation around it. */
export interface TrimmedWord {
  readonly lead: string;
  readonly middle: string;
  readonly trail: string;
}

const WRAPPING = [
  ['(', ')'],
  ['[', ']'],
] as const;

/**
 * Takes brackets and punctuation off a word that may be an address: `(see example.com).` A closing
 * bracket stays when the address itself opens it, a `;` when it ends an entity.
 */
export function trimPunctuation(word: string): TrimmedWord {
  const opened = word.replace(/^[([]+/, '');
  const lead = word.slice(0, word.length - opened.length);
  let middle = opened;
  for (;;) {
    const trimmed = trimSemicolon(trimEnd(trimBrackets(middle)));
    if (trimmed === middle) break;
    middle = trimmed;
  }
  return { lead, middle, trail: opened.slice(middle.length) };
}

function trimBrackets(text: string): string {
  let trimmed = text;
  for (const [open, close] of WRAPPING) {
    const surplus = count(trimmed, close) - count(trimmed, open);
    if (surplus > 0 && trimmed.endsWith(close)) trimmed = trimmed.slice(0, -surplus);
  }
  return trimmed;
}

function trimEnd(text: string): string {
  return trimCharacters(text, text.includes('&') ? '.,:!' : '.,:;!');
}

function trimSemicolon(text: string): string {
  if (!text.endsWith(';')) return text;
  const ampersand = text.lastIndexOf('&');
  const reference = ampersand === -1 ? text.slice(-1) : text.slice(ampersand);
  const unescaped = unescapeHtml(reference);
  if (unescaped !== reference && !unescaped.endsWith(';')) return text;
  const bare = trimCharacters(text, '.,:;!');
  const semicolons = text.length - trimCharacters(text, ';').length;
  if (ampersand === -1 || semicolons < 2) return bare;
  return text.slice(0, bare.length + text.slice(bare.length).indexOf(';') + 1);
}

function trimCharacters(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text[end - 1]!)) end--;
  return text.slice(0, end);
}

function count(text: string, character: string): number {
  return text.split(character).length - 1;
}
