import type { Filter } from '../library.ts';
import { textOf } from '../runtime/text.ts';
import { isText, SafeString, unmarked } from '../safe-string.ts';
import { fail, integerArgument, textFilter, valueFilter } from './define.ts';
import { formatPercent } from './percent-format.ts';
import { wrapText } from './wrap.ts';

const WHITE_SPACE = /\s+/u;

export const textFilters: readonly Filter[] = [
  textFilter('addslashes', (text) => text.replace(/[\\"']/g, '\\$&'), { isSafe: true }),
  textFilter('capfirst', capitalizeFirst, { isSafe: true }),
  textFilter('center', center, { argument: 'required', isSafe: true }),
  valueFilter('cut', cut, { argument: 'required' }),
  textFilter('ljust', (text, width) => text + padding('ljust', text, width), {
    argument: 'required',
    isSafe: true,
  }),
  textFilter('lower', (text) => text.toLowerCase(), { isSafe: true }),
  textFilter('make_list', (text) => Array.from(text)),
  valueFilter('phone2numeric', phoneDigits, { isSafe: true }),
  textFilter('rjust', (text, width) => padding('rjust', text, width) + text, {
    argument: 'required',
    isSafe: true,
  }),
  textFilter('slugify', slugify, { isSafe: true }),
  valueFilter('stringformat', stringFormat, { argument: 'required', isSafe: true }),
  textFilter('title', titleCase, { isSafe: true }),
  textFilter('upper', (text) => text.toUpperCase()),
  textFilter('wordcount', (text) => splitWhiteSpace(text).length),
  textFilter('wordwrap', (text, width) => wrapText(text, integerArgument('wordwrap', width)), {
    argument: 'required',
    isSafe: true,
  }),
];

/** The words of a text, as Python's `split()`. */
export function splitWhiteSpace(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(WHITE_SPACE);
}

function capitalizeFirst(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

function padding(filter: string, text: string, width: unknown): string {
  return ' '.repeat(Math.max(0, integerArgument(filter, width) - Array.from(text).length));
}

/** An odd space goes to the left when the width is odd, to the right otherwise, as in Python. */
function center(text: string, argument: unknown): string {
  const width = integerArgument('center', argument);
  const missing = Math.max(0, width - Array.from(text).length);
  const left = Math.floor(missing / 2) + (missing & width & 1);
  return ' '.repeat(left) + text + ' '.repeat(missing - left);
}

/** Stays safe unless a `;` is cut, which could break up entities. */
function cut(value: unknown, argument: unknown): unknown {
  const part = textOf(argument);
  const text = textOf(value).replaceAll(part, '');
  return value instanceof SafeString && part !== ';' ? new SafeString(text) : text;
}

const PHONE_KEYS = '22233344455566677778889999';

function phoneDigits(value: unknown): string {
  const text = isText(value) ? String(value) : fail('phone2numeric', 'a text', value);
  return text.toLowerCase().replace(/[a-z]/g, (letter) => PHONE_KEYS[letter.charCodeAt(0) - 97]!);
}

function slugify(text: string): string {
  const ascii = text.normalize('NFKD').replace(/[^\0-\x7f]/g, '');
  const words = ascii.toLowerCase().replace(/[^\w\s-]/g, '');
  return trimMarks(words.replace(/[-\s]+/g, '-'));
}

/** Takes dashes and underscores off both ends, in time that grows with the text only. */
function trimMarks(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && '-_'.includes(text[start]!)) start++;
  while (end > start && '-_'.includes(text[end - 1]!)) end--;
  return text.slice(start, end);
}

function stringFormat(value: unknown, format: unknown): string {
  return formatPercent(`%${textOf(format)}`, unmarked(value)) ?? '';
}

/** Each run of letters begins with a capital, but not behind an apostrophe or a digit. */
function titleCase(text: string): string {
  return text
    .replace(/[\p{Lu}\p{Ll}\p{Lt}]+/gu, titleWord)
    .replace(/([a-z])'([A-Z])/g, (match) => match.toLowerCase())
    .replace(/\d([A-Z])/g, (match) => match.toLowerCase());
}

/** Letters that are two in one have a form between lower and upper case for the start of a word. */
const TITLE_LETTERS: Readonly<Record<string, string>> = { ǆ: 'ǅ', ǉ: 'ǈ', ǌ: 'ǋ', ǳ: 'ǲ' };

function titleWord(word: string): string {
  const [first = '', ...rest] = word;
  return (TITLE_LETTERS[first.toLowerCase()] ?? first.toUpperCase()) + rest.join('').toLowerCase();
}
