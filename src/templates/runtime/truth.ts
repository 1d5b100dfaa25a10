import { SafeString } from '../safe-string.ts';
import { isDecimal } from './number.ts';

/**
 * Whether `{% if value %}` holds: not for false, 0, null, undefined, empty texts, lists, Maps,
 * Sets and plain objects. NaN holds, as in Python.
 */
export function isTrue(value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value !== '';
    case 'number':
      return value !== 0;
    case 'object':
      return value !== null && isTrueObject(value);
    default:
      return Boolean(value);
  }
}

function isTrueObject(value: object): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof SafeString) return value.text !== '';
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  if (ArrayBuffer.isView(value)) return value.byteLength > 0;
  if (isPlainObject(value)) return Object.keys(value).length > 0;
  return !isDecimal(value) || value.toNumber() !== 0;
}

/** An object written `{ … }` or parsed from JSON, which stands for Python's dict. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
