import { escapeHtml } from '../../core/index.ts';
import { textOf } from '../runtime/text.ts';
import { isPlainObject } from '../runtime/truth.ts';
import { SafeString } from '../safe-string.ts';

/** A value as JSON inside a `<script>` element, from where scripts can read it safely. */
export function jsonScript(value: unknown, id: unknown): SafeString {
  const json = jsonText(value).replace(/[<>&\u007f-\uffff]/g, unicodeEscape);
  const hasId = id !== undefined && id !== null && id !== '';
  const attribute = hasId
    ? ` id="${id instanceof SafeString ? id.text : escapeHtml(textOf(id))}"`
    : '';
  return new SafeString(`<script${attribute} type="application/json">${json}</script>`);
}

function unicodeEscape(character: string): string {
  const hex = character.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${'<>&'.includes(character) ? hex.toUpperCase() : hex}`;
}

/** JSON with Python's spacing: `{"a": [1, 2]}`. */
function jsonText(value: unknown): string {
  return spaced(JSON.parse(JSON.stringify(value, withMaps) ?? 'null'));
}

/** Maps become objects, Sets lists; whole seconds lose their `.000`. */
function withMaps(this: unknown, key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (typeof value === 'bigint') return Number(value);
  const isDate = (this as Readonly<Record<string, unknown>>)[key] instanceof Date;
  return isDate && typeof value === 'string' ? value.replace('.000Z', 'Z') : value;
}

function spaced(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isPlainObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`).join(', ')}}`;
}
