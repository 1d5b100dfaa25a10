import { isText, unmarked } from '../safe-string.ts';
import { asNumber, isNumeric } from './number.ts';
import { isPlainObject } from './truth.ts';

/** Nested lists and objects are compared this deep; deeper ones count as different. */
const MAX_DEPTH = 100;

/**
 * Python's `==`: numbers by value whatever their type, texts by text, lists, Maps and plain
 * objects by what they hold, dates by their instant, other objects by identity or, when they
 * have one, by their method `equals`.
 */
export function isEqual(left: unknown, right: unknown, depth = 0): boolean {
  const a = unmarked(left);
  const b = unmarked(right);
  if (a === b) return true;
  if (a === null || b === null || a === undefined || b === undefined) return false;
  if (isNumeric(a) && isNumeric(b)) return compareNumeric(a, b) === 0;
  if (typeof a !== 'object' || typeof b !== 'object' || depth > MAX_DEPTH) return false;
  return isEqualObject(a, b, depth + 1);
}

function isEqualObject(a: object, b: object, depth: number): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && isEqualList(a, b, depth);
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  if (a instanceof Set)
    return b instanceof Set && a.size === b.size && [...a].every((x) => b.has(x));
  if (isDictionary(a) && isDictionary(b)) return isEqualDictionary(a, b, depth);
  if ('equals' in a && typeof a.equals === 'function' && a.constructor === b.constructor) {
    return Boolean(a.equals(b));
  }
  return false;
}

function isEqualList(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, index) => isEqual(item, b[index], depth));
}

type Dictionary = Map<unknown, unknown> | Record<string, unknown>;

function isDictionary(value: unknown): value is Dictionary {
  return value instanceof Map || isPlainObject(value);
}

function isEqualDictionary(a: Dictionary, b: Dictionary, depth: number): boolean {
  const entries = dictionaryEntries(a);
  const others = new Map(dictionaryEntries(b));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && isEqual(value, others.get(key), depth))
  );
}

/** Keys and values of a Map or a plain object, which both stand for Python's dict. */
export function dictionaryEntries(value: Dictionary): [unknown, unknown][] {
  return value instanceof Map ? [...value.entries()] : Object.entries(value);
}

/**
 * Less than 0, 0 or more than 0 as Python orders two values, undefined when it has no order for
 * them (a text and a number, null and anything).
 */
export function order(left: unknown, right: unknown): number | undefined {
  const a = unmarked(left);
  const b = unmarked(right);
  if (typeof a === 'number' && typeof b === 'number') return orderNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (isNumeric(a) && isNumeric(b)) return compareNumeric(a, b);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  return Array.isArray(a) && Array.isArray(b) ? orderLists(a, b) : undefined;
}

function orderLists(a: readonly unknown[], b: readonly unknown[]): number | undefined {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    if (!isEqual(a[index], b[index])) return order(a[index], b[index]);
  }
  return a.length - b.length;
}

/** By code points, as Python; `<` of JavaScript compares UTF-16 units. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    if (a.charCodeAt(index) === b.charCodeAt(index)) continue;
    return isSurrogate(a, index) === isSurrogate(b, index)
      ? a.charCodeAt(index) - b.charCodeAt(index)
      : Number(isSurrogate(a, index)) - Number(isSurrogate(b, index));
  }
  return a.length - b.length;
}

function isSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdfff;
}

/** Exact for whole numbers and for decimals that can compare themselves. */
function compareNumeric(
  a: Parameters<typeof asNumber>[0],
  b: Parameters<typeof asNumber>[0],
): number {
  if (typeof a === 'object' && 'compare' in a && typeof a.compare === 'function' && isExact(b)) {
    return Number(a.compare(typeof b === 'boolean' ? Number(b) : b));
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  return orderNumbers(asNumber(a), asNumber(b));
}

/** NaN has no order and equals nothing. */
function orderNumbers(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : a > b ? 1 : Number.NaN;
}

function isExact(value: unknown): boolean {
  return typeof value !== 'number' || Number.isFinite(value);
}

/** Python's `item in container`; undefined when the container holds nothing by its nature. */
export function contains(container: unknown, item: unknown): boolean | undefined {
  const holder = unmarked(container);
  if (typeof holder === 'string') return isText(item) ? holder.includes(String(item)) : undefined;
  if (typeof holder !== 'object' || holder === null) return undefined;
  if (Array.isArray(holder)) return holder.some((entry) => isEqual(entry, item));
  if (holder instanceof Map) return holder.has(unmarked(item)) || hasEqual(holder.keys(), item);
  if (Symbol.iterator in holder) return hasEqual(holder as Iterable<unknown>, item);
  if (isPlainObject(holder)) return isText(item) && Object.hasOwn(holder, String(item));
  return undefined;
}

function hasEqual(items: Iterable<unknown>, wanted: unknown): boolean {
  for (const item of items) if (isEqual(item, wanted)) return true;
  return false;
}

/** Python's `is`. Missing values and null are the same None. */
export function isSame(left: unknown, right: unknown): boolean {
  return unmarked(left ?? null) === unmarked(right ?? null);
}
