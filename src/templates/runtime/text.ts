import { formatDate } from '../dates/format.ts';
import { momentOf } from '../dates/moment.ts';
import { SafeString } from '../safe-string.ts';
import { ForLoop } from './for-loop.ts';
import { isDecimal, numberText } from './number.ts';
import { isPlainObject } from './truth.ts';

/** Nested values are written this deep. */
const MAX_DEPTH = 50;

/**
 * A value as a template prints it: Python's words for null and booleans, `[1, 'two']` for lists,
 * dates in the default format.
 *
 * @param timeZone - IANA name; only dates ask for it.
 */
export function textOf(value: unknown, timeZone = 'UTC'): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'boolean':
      return value ? 'True' : 'False';
    case 'object':
      return value === null ? 'None' : objectText(value, timeZone);
    case 'function':
      return `<function ${value.name || 'anonymous'}>`;
    case 'undefined':
      return '';
    default:
      return String(value);
  }
}

function objectText(value: object, timeZone: string): string {
  if (value instanceof SafeString) return value.text;
  if (value instanceof Date) return dateText(value, timeZone);
  if (isDecimal(value)) return decimalText(value);
  if (isContainer(value)) return representation(value, timeZone, 0);
  return hasOwnText(value) ? String(value) : representation(value, timeZone, 0);
}

function dateText(value: Date, timeZone: string): string {
  const moment = momentOf(value, timeZone);
  return moment === undefined ? '' : formatDate(moment, 'N j, Y, P');
}

/** Never with an exponent, whatever the library's `toString` does for large numbers. */
function decimalText(value: object): string {
  const text = String(value);
  return /e/i.test(text) && 'toFixed' in value && typeof value.toFixed === 'function'
    ? String(value.toFixed())
    : text;
}

function isContainer(value: object): boolean {
  return (
    Array.isArray(value) ||
    value instanceof Map ||
    value instanceof Set ||
    value instanceof ForLoop ||
    isPlainObject(value)
  );
}

/** Whether an object says itself how it reads, by a `toString` of its own class or an Error's. */
function hasOwnText(value: object): boolean {
  return typeof value.toString === 'function' && value.toString !== Object.prototype.toString;
}

/** A value inside a list or an object, as Python's `repr` writes it. */
export function representation(value: unknown, timeZone = 'UTC', depth = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return textOf(value, timeZone);
  if (value instanceof SafeString) return quoted(value.text);
  if (value instanceof Date) return dateText(value, timeZone);
  if (isDecimal(value)) return `Decimal('${decimalText(value)}')`;
  if (depth > MAX_DEPTH) return '...';
  const inner = (item: unknown) => representation(item, timeZone, depth + 1);
  if (Array.isArray(value)) return `[${value.map(inner).join(', ')}]`;
  if (value instanceof Set)
    return value.size === 0 ? 'set()' : `{${[...value].map(inner).join(', ')}}`;
  if (isContainer(value)) return dictionaryText(value, inner);
  return hasOwnText(value) ? String(value) : `<${value.constructor?.name ?? 'object'}>`;
}

function dictionaryText(value: object, inner: (item: unknown) => string): string {
  const entries: readonly [unknown, unknown][] =
    value instanceof Map
      ? [...value.entries()]
      : Object.entries(value instanceof ForLoop ? value.toJSON() : value);
  return `{${entries.map(([key, item]) => `${inner(key)}: ${inner(item)}`).join(', ')}}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** In single quotes, or in double quotes when only that saves escaping. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(UNPRINTABLE, escapeCharacter);
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** What Python's `repr` shows by its number, and the backslash. */
const UNPRINTABLE = /(?! )[\p{C}\p{Z}\\]/gu;

/** `\x0a`, `\u200b` or `\U000e0001`. */
export function escapeCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  const [letter, digits] = code < 0x100 ? ['x', 2] : code < 0x10000 ? ['u', 4] : ['U', 8];
  const number = code.toString(16).padStart(Number(digits), '0');
  return ESCAPES[character] ?? `\\${letter}${number}`;
}
