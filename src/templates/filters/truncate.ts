import { escapeHtml } from '../../core/index.ts';
import { unescapeHtml } from '../html/entities.ts';
import { readMarkup } from '../html/markup.ts';
import { VOID_ELEMENTS } from '../html/void-elements.ts';
import type { Filter } from '../library.ts';
import { toInteger } from '../runtime/number.ts';
import { textFilter } from './define.ts';
import { splitWhiteSpace } from './text.ts';

export const truncateFilters: readonly Filter[] = [
  truncateFilter('truncatechars', truncateCharacters),
  truncateFilter('truncatechars_html', (text, length) =>
    truncateHtml(text.normalize('NFC'), characterCutter(length), '…'),
  ),
  truncateFilter('truncatewords', truncateWords),
  truncateFilter('truncatewords_html', (text, length) =>
    truncateHtml(text, wordCutter(length), ' …'),
  ),
];

/** The text itself when the argument is no number, nothing when it is less than 1. */
function truncateFilter(name: string, truncate: (text: string, length: number) => string): Filter {
  const apply = (text: string, argument: unknown) => {
    const length = toInteger(argument);
    if (length === undefined) return text;
    return length <= 0 ? '' : truncate(text, length);
  };
  return textFilter(name, apply, { argument: 'required', isSafe: true });
}

const COMBINING = /\p{M}/u;

/** Cuts to `length` characters, the ellipsis among them; combining characters don't count. */
function truncateCharacters(text: string, length: number): string {
  const normal = text.normalize('NFC');
  let counted = 0;
  let end: number | undefined;
  let index = 0;
  for (const character of normal) {
    if (!COMBINING.test(character)) {
      counted++;
      if (end === undefined && counted > length - 1) end = index;
      if (counted > length) return `${normal.slice(0, end ?? 0)}…`;
    }
    index += character.length;
  }
  return normal;
}

function truncateWords(text: string, length: number): string {
  const words = splitWhiteSpace(text);
  const kept = words.slice(0, length).join(' ');
  return words.length > length ? withEllipsis(kept, ' …') : kept;
}

function withEllipsis(text: string, ellipsis: string): string {
  return text.endsWith(ellipsis) ? text : text + ellipsis;
}

/** Takes one text of the markup; `done` says that the rest is left out. */
type Cutter = (
  text: string,
  soFar: { readonly output: string; readonly html: string },
) => { readonly output: string; readonly done: boolean; readonly isComplete?: boolean };

function characterCutter(length: number): Cutter {
  let remaining = length - 1;
  let processed = 0;
  return (text, { output, html }) => {
    const characters = Array.from(text);
    processed += characters.length;
    const fillsExactly = processed === length && output.length + text.length === html.length;
    if (fillsExactly) return { output: text, done: true, isComplete: true };
    const kept = escapeHtml(characters.slice(0, remaining).join(''));
    if (remaining < characters.length) return { output: kept, done: true };
    remaining -= characters.length;
    return { output: kept, done: false };
  };
}

function wordCutter(length: number): Cutter {
  let remaining = length;
  return (text) => {
    const words = text.split(/(?<=\S)\s+(?=\S)/u);
    const kept = escapeHtml(words.slice(0, remaining).join(' '));
    if (remaining < words.length) return { output: kept, done: true };
    remaining -= words.length;
    return { output: kept, done: false };
  };
}

/** Cuts the text of HTML and closes what is still open. */
function truncateHtml(html: string, cut: Cutter, ellipsis: string): string {
  const open: string[] = [];
  let output = '';
  readMarkup(
    html,
    {
      startTag(raw, name, isSelfClosing) {
        output += raw;
        if (VOID_ELEMENTS.has(name)) return true;
        if (isSelfClosing) output += `</${name}>`;
        else open.push(name);
        return true;
      },
      endTag(name) {
        if (VOID_ELEMENTS.has(name)) return true;
        output += `</${name}>`;
        if (open.at(-1) === name) open.pop();
        return true;
      },
      text(raw, isRawText) {
        const result = cut(isRawText ? raw : unescapeHtml(raw), { output, html });
        if (!result.done) {
          output += result.output;
          return true;
        }
        output += result.isComplete ? result.output : withEllipsis(result.output, ellipsis);
        for (const name of open.reverse()) output += `</${name}>`;
        return false;
      },
    },
    'drop',
  );
  return output;
}
