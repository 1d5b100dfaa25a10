import { types } from 'node:util';
import { isSecretName, MASK, maskSecrets } from './secrets.ts';

/** What is shown of a value at most, so that a large one costs no more than a small one. */
const MAX_DEPTH = 2;
const MAX_ITEMS = 8;
const MAX_PROPERTIES = 20;
const MAX_TEXT = 200;
const MAX_LENGTH = 600;

/**
 * A value of the application as a short text. Nothing of the application runs for it: getters are
 * not called, proxies not asked, promises and QuerySets not awaited. What is named like a secret, or
 * looks like one, is masked.
 */
export function describeValue(value: unknown): string {
  const text = describe(value, 0);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

/** As `describeValue`, for the value of a name. */
export function describeNamed(name: string, value: unknown): string {
  const isMeant = isSecretName(name) && typeof value !== 'boolean' && value != null;
  return isMeant && typeof value !== 'object' && typeof value !== 'function'
    ? MASK
    : describeValue(value);
}

function describe(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(cut(maskSecrets(cut(value, MAX_TEXT * 2)), MAX_TEXT));
    case 'bigint':
      return `${value}n`;
    case 'symbol':
      return value.toString();
    case 'function':
      return `function ${ownText(value, 'name')}`.trim();
    case 'object':
      return value === null ? 'null' : describeObject(value, depth);
    default:
      return String(value);
  }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function describeObject(value: object, depth: number): string {
  if (types.isProxy(value)) return '[proxy]';
  if (types.isDate(value)) return describeDate(value);
  if (types.isRegExp(value)) return RegExp.prototype.toString.call(value);
  if (ArrayBuffer.isView(value)) return `<${value.byteLength} bytes>`;
  if (types.isNativeError(value)) return `${className(value)}: ${ownText(value, 'message')}`;
  if (types.isPromise(value)) return 'Promise (not awaited)';
  if (hasThen(value)) return `${className(value)} (not evaluated)`;
  if (depth >= MAX_DEPTH)
    return Array.isArray(value) ? `[${value.length}]` : `${className(value)} {…}`;
  if (Array.isArray(value)) return describeArray(value, depth);
  if (types.isMap(value))
    return describeEntries('Map', [...firstOf(value.entries())], value.size, depth);
  if (types.isSet(value)) {
    const items = [...firstOf(value.values())].map((item) => describe(item, depth + 1));
    return `Set(${value.size}) {${listed(items, value.size)}}`;
  }
  return describeProperties(value, depth);
}

function describeDate(date: Date): string {
  const ms = Date.prototype.getTime.call(date);
  return Number.isNaN(ms) ? 'Invalid Date' : new Date(ms).toISOString();
}

/** By index and descriptor: an item may be a getter too. */
function describeArray(array: readonly unknown[], depth: number): string {
  const count = Math.min(array.length, MAX_ITEMS);
  const items = Array.from({ length: count }, (_, index) => {
    const property = Object.getOwnPropertyDescriptor(array, index);
    return property?.get === undefined ? describe(property?.value, depth + 1) : '[getter]';
  });
  return `[${listed(items, array.length)}]`;
}

function describeEntries(
  name: string,
  entries: readonly (readonly [unknown, unknown])[],
  size: number,
  depth: number,
): string {
  const items = entries.map(([key, item]) => {
    const shown = typeof key === 'string' && isSecretName(key) ? MASK : describe(item, depth + 1);
    return `${describe(key, depth + 1)}: ${shown}`;
  });
  return `${name}(${size}) {${listed(items, size)}}`;
}

function* firstOf<Item>(items: Iterable<Item>): Generator<Item> {
  let taken = 0;
  for (const item of items) {
    if (taken++ === MAX_ITEMS) return;
    yield item;
  }
}

function describeProperties(value: object, depth: number): string {
  const names = Object.keys(value);
  const items = names.slice(0, MAX_PROPERTIES).map((name) => {
    const property = Object.getOwnPropertyDescriptor(value, name);
    if (property === undefined || property.get !== undefined) return `${name}: [getter]`;
    if (isSecretName(name) && typeof property.value === 'string') return `${name}: ${MASK}`;
    return `${name}: ${describe(property.value, depth + 1)}`;
  });
  const kind = className(value);
  return `${kind === 'Object' ? '' : `${kind} `}{${listed(items, names.length)}}`;
}

function listed(items: readonly string[], count: number): string {
  if (items.length === 0) return count === 0 ? '' : '…';
  const rest = count > items.length ? `, … ${count - items.length} more` : '';
  return ` ${items.join(', ')}${rest} `;
}

/** The name of the class, found without asking the object for anything. */
function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || typeof prototype !== 'object') return 'Object';
  const maker: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  return (typeof maker === 'function' && ownText(maker, 'name')) || 'Object';
}

function ownText(value: object, name: string): string {
  const text: unknown = Object.getOwnPropertyDescriptor(value, name)?.value;
  return typeof text === 'string' ? cut(text, MAX_TEXT) : '';
}

/** Whether `await` would call something: a QuerySet asks its database then. */
function hasThen(value: object): boolean {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at)) {
    if (types.isProxy(at)) return false;
    if (!Object.hasOwn(at, 'then')) continue;
    const property = Object.getOwnPropertyDescriptor(at, 'then');
    return property?.get !== undefined || typeof property?.value === 'function';
  }
  return false;
}
