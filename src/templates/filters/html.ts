import { escapeHtml } from '../../core/index.ts';
import { stripTags } from '../html/strip-tags.ts';
import type { Filter } from '../library.ts';
import { conditionalEscape } from '../runtime/escape.ts';
import type { FilterScope } from '../runtime/filter-scope.ts';
import { representation, textOf } from '../runtime/text.ts';
import { isText, SafeString, safe } from '../safe-string.ts';
import { requiredItems, textFilter, valueFilter } from './define.ts';
import { jsonScript } from './json-script.ts';

export const htmlFilters: readonly Filter[] = [
  valueFilter('escape', escapeValue, { isSafe: true }),
  textFilter('escapejs', (text) => safe(text.replace(SCRIPT_UNSAFE, unicodeEscape))),
  valueFilter('escapeseq', (value) => requiredItems('escapeseq', value).map(escapeValue), {
    isSafe: true,
  }),
  valueFilter('force_escape', (value) => safe(escapeHtml(textOf(value))), { isSafe: true }),
  valueFilter('json_script', jsonScript, { argument: 'optional', isSafe: true }),
  valueFilter('linebreaks', (value, _argument, scope) => linebreaks(lines(value, scope))),
  valueFilter('linebreaksbr', (value, _argument, scope) =>
    safe(lines(value, scope).replaceAll('\n', '<br>')),
  ),
  valueFilter('linenumbers', lineNumbers),
  valueFilter('pprint', (value, _argument, scope) => representation(value, scope.timeZone), {
    isSafe: true,
  }),
  valueFilter('safe', (value, _argument, scope) => safe(textOf(value, scope.timeZone))),
  valueFilter(
    'safeseq',
    (value, _argument, scope) =>
      requiredItems('safeseq', value).map((item) => safe(textOf(item, scope.timeZone))),
    { isSafe: true },
  ),
  textFilter('striptags', stripTags, { isSafe: true }),
];

function escapeValue(value: unknown): SafeString {
  return safe(isText(value) ? conditionalEscape(value) : escapeHtml(textOf(value)));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters end a script's text.
const SCRIPT_UNSAFE = /[\\'"<>&=\-;`\u2028\u2029\0-\x1f]/g;

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** A text with every line end written `\n`, escaped where autoescape wants it. */
function lines(value: unknown, { autoescape, timeZone }: FilterScope): string {
  const text = textOf(value, timeZone).replace(/\r\n?/g, '\n');
  return autoescape && !(value instanceof SafeString) ? escapeHtml(text) : text;
}

function linebreaks(text: string): SafeString {
  const paragraphs = text.split(/\n{2,}/);
  const marked = paragraphs.map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`);
  return new SafeString(marked.join('\n\n'));
}

function lineNumbers(value: unknown, _argument: unknown, scope: FilterScope): SafeString {
  const text = textOf(value, scope.timeZone);
  const all = text.split('\n');
  const width = String(all.length).length;
  const isEscaped = scope.autoescape && !(value instanceof SafeString);
  const numbered = all.map((line, index) => {
    const number = String(index + 1).padStart(width, '0');
    return `${number}. ${isEscaped ? escapeHtml(line) : line}`;
  });
  return new SafeString(numbered.join('\n'));
}
