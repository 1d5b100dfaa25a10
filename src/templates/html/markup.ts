import { templateError } from '../errors.ts';

/** What `readMarkup` finds; each method may return false to stop. */
export interface MarkupHandler {
  /** @param raw - the tag as written. @param name - in lower case. */
  startTag(raw: string, name: string, isSelfClosing: boolean): boolean | undefined;
  endTag(name: string): boolean | undefined;
  /** Text between tags, entities as written. */
  text(raw: string, isRawText: boolean): boolean | undefined;
}

const START_TAG = /<([a-zA-Z][^\t\n\r\f />\0]*)(?=[\t\n\r\f />\0])(?:"[^"]*"|'[^']*'|[^'">])*>/y;
const END_TAG = /<\/([a-zA-Z][^\t\n\r\f />\0]*)(?=[\t\n\r\f />\0])[^>]*>/y;

/** Each tag that never ends is looked for up to the end of the text, so there is a limit. */
const MAX_UNFINISHED = 500;
const RAW_TEXT_ELEMENTS = new Set(['script', 'style']);

/**
 * Goes through HTML as forgiving parsers do: comments, declarations and processing instructions
 * are passed over, a `<` that begins nothing is text.
 *
 * @param unfinished - what becomes of a tag that never ends.
 * @throws templates.filter.invalid for text with more than 500 tags that never end
 */
export function readMarkup(
  html: string,
  handler: MarkupHandler,
  unfinished: 'drop' | 'text',
): void {
  let position = 0;
  let unfinishedCount = 0;
  while (position < html.length) {
    const open = html.indexOf('<', position);
    const textEnd = open === -1 ? html.length : open;
    if (textEnd > position && handler.text(html.slice(position, textEnd), false) === false) return;
    if (open === -1) return;
    const end = readConstruct(html, open, handler);
    if (end === 'stop') return;
    if (end === undefined) {
      if (unfinished === 'drop') return;
      if (++unfinishedCount > MAX_UNFINISHED) throw tooManyUnfinished();
      const rest = endOfUnfinished(html, open);
      if (handler.text(html.slice(open, rest), false) === false) return;
      position = rest;
    } else position = end;
  }
}

/** Where the construct at `open` ends, undefined when it does not. */
function readConstruct(
  html: string,
  open: number,
  handler: MarkupHandler,
): number | 'stop' | undefined {
  const next = html[open + 1] ?? '';
  if (/[a-zA-Z]/.test(next)) return readStartTag(html, open, handler);
  if (next === '/') return readEndTag(html, open, handler);
  if (html.startsWith('<!--', open)) return endAfter(html, '-->', open + 4);
  if (next === '!' || next === '?') return endAfter(html, '>', open + 2);
  if (next === '') return undefined;
  return handler.text('<', false) === false ? 'stop' : open + 1;
}

function readStartTag(
  html: string,
  open: number,
  handler: MarkupHandler,
): number | 'stop' | undefined {
  START_TAG.lastIndex = open;
  const match = START_TAG.exec(html);
  if (match === null) return undefined;
  const [raw, written] = match as unknown as [string, string];
  const name = written.toLowerCase();
  const isSelfClosing = raw.endsWith('/>');
  if (handler.startTag(raw, name, isSelfClosing) === false) return 'stop';
  const end = open + raw.length;
  return RAW_TEXT_ELEMENTS.has(name) && !isSelfClosing
    ? readRawText(html, end, name, handler)
    : end;
}

function readEndTag(
  html: string,
  open: number,
  handler: MarkupHandler,
): number | 'stop' | undefined {
  END_TAG.lastIndex = open;
  const match = END_TAG.exec(html);
  if (match === null) return endAfter(html, '>', open + 2);
  return handler.endTag(match[1]!.toLowerCase()) === false ? 'stop' : open + match[0].length;
}

/** The contents of a script or style are text up to its end tag. */
function readRawText(
  html: string,
  start: number,
  name: string,
  handler: MarkupHandler,
): number | 'stop' {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi');
  close.lastIndex = start;
  const end = close.exec(html)?.index ?? html.length;
  if (end > start && handler.text(html.slice(start, end), true) === false) return 'stop';
  return end;
}

function tooManyUnfinished(): Error {
  return templateError(
    'templates.filter.invalid',
    `The text has more than ${MAX_UNFINISHED} tags that never end.`,
  );
}

function endAfter(html: string, mark: string, from: number): number | undefined {
  const at = html.indexOf(mark, from);
  return at === -1 ? undefined : at + mark.length;
}

function endOfUnfinished(html: string, open: number): number {
  const close = html.indexOf('>', open + 1);
  if (close !== -1) return close + 1;
  const next = html.indexOf('<', open + 1);
  return next === -1 ? html.length : next;
}
