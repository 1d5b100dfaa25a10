import { templateError } from '../errors.ts';
import { readMarkup } from './markup.ts';

/** Tags nested in broken tags take one pass each; text that needs more is made to cost time. */
const MAX_PASSES = 50;

const REFERENCE = /&(#(?:\d+|[xX][\da-fA-F]+)|[a-zA-Z][-.a-zA-Z\d]*);?(?=.)/gs;

/**
 * Leaves out everything that looks like a tag. What remains is not safe HTML.
 *
 * @throws templates.filter.invalid for text made of more than 50 layers of broken tags
 */
export function stripTags(html: string): string {
  let text = html;
  for (let pass = 0; text.includes('<') && text.includes('>'); pass++) {
    if (pass >= MAX_PASSES) throw tooManyLayers();
    const stripped = stripOnce(text);
    if (count(stripped) === count(text)) return text;
    text = stripped;
  }
  return text;
}

function stripOnce(html: string): string {
  let text = '';
  readMarkup(
    html,
    {
      startTag: () => undefined,
      endTag: () => undefined,
      text(raw, isRawText) {
        text += isRawText ? raw : raw.replace(REFERENCE, '&$1;');
        return undefined;
      },
    },
    'text',
  );
  return text;
}

function count(text: string): number {
  return text.split('<').length;
}

function tooManyLayers(): Error {
  return templateError(
    'templates.filter.invalid',
    `The filter "striptags" met more than ${MAX_PASSES} layers of broken tags.`,
  );
}
