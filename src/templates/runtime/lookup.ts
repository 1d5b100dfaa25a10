import { isAltersData } from '../../core/index.ts';
import { SafeString } from '../safe-string.ts';
import { isPending, waitOn } from './pending.ts';
import { textMethod } from './text-methods.ts';
import { isPlainObject } from './truth.ts';

/**
 * Names that generated code never reads directly: what every object inherits, what leads to a
 * constructor, and `size`, which a Map may have as a key.
 */
export const GUARDED_NAMES: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'caller',
  'arguments',
  'callee',
  'size',
]);

/** Names that are refused unless an object has plain data of that name itself. */
const REFUSED_NAMES = new Set([...GUARDED_NAMES].filter((name) => name !== 'size'));

/** Methods of built-in classes that a template may call: they change nothing. */
const HARMLESS_METHODS = new Map<object, ReadonlySet<string>>([
  [
    Date.prototype,
    new Set(['getTime', 'toISOString', 'getUTCFullYear', 'getUTCMonth', 'getUTCDate', 'getUTCDay']),
  ],
]);

const INDEX = /^\d+$/;

/**
 * The promise of a value that must be waited for before a name can be looked up in it; null when
 * there is nothing to wait for. A QuerySet and its like are asked for a method of that name first
 * (`movies.count`).
 */
export function waitToRead(base: unknown, name: string): PromiseLike<unknown> | null {
  return isPending(base) && methodOf(base, name) === undefined ? waitOn(base) : null;
}

/**
 * One step of a dotted lookup, with everything that generated code does not do inline. Undefined
 * when the value has nothing of that name. Methods are called; what they return may be pending.
 */
export function attributeOf(base: unknown, name: string): unknown {
  if (typeof base === 'string') return textAttribute(base, name);
  if (base === null || (typeof base !== 'object' && typeof base !== 'function')) return undefined;
  if (base instanceof SafeString) return textAttribute(base.text, name);
  if (base instanceof Map) return mapAttribute(base, name);
  if (REFUSED_NAMES.has(name)) return ownData(base, name);
  return objectAttribute(base, name);
}

function textAttribute(text: string, name: string): unknown {
  if (INDEX.test(name)) return text[Number(name)];
  if (name === 'length') return text.length;
  return textMethod(text, name);
}

function mapAttribute(map: Map<unknown, unknown>, name: string): unknown {
  if (map.has(name)) return called(map.get(name), map);
  if (INDEX.test(name) && map.has(Number(name))) return called(map.get(Number(name)), map);
  switch (name) {
    case 'size':
      return map.size;
    case 'items':
      return [...map.entries()];
    case 'keys':
      return [...map.keys()];
    case 'values':
      return [...map.values()];
    default:
      return REFUSED_NAMES.has(name) ? undefined : objectAttribute(map, name);
  }
}

function objectAttribute(base: object, name: string): unknown {
  const value = read(base, name);
  if (value === undefined) {
    if (Array.isArray(base)) return managerMethod(base, name);
    return isPlainObject(base) ? dictionaryMethod(base, name) : undefined;
  }
  if (typeof value !== 'function') return value;
  const method = methodOf(base, name);
  return method === undefined ? undefined : callFunction(method, base);
}

/**
 * What Django's templates ask of a relation to many. A prefetched one is a list, and a page must
 * not change because its view prefetches.
 */
function managerMethod(rows: readonly unknown[], name: string): unknown {
  switch (name) {
    case 'all':
      return rows;
    case 'count':
      return rows.length;
    default:
      return undefined;
  }
}

/** What a Python dict offers a template, for the object that stands for one. */
function dictionaryMethod(base: Record<string, unknown>, name: string): unknown {
  switch (name) {
    case 'items':
      return Object.entries(base);
    case 'keys':
      return Object.keys(base);
    case 'values':
      return Object.values(base);
    default:
      return undefined;
  }
}

function ownData(base: object, name: string): unknown {
  const value: unknown = Object.getOwnPropertyDescriptor(base, name)?.value;
  return typeof base === 'function' || typeof value === 'function' ? undefined : value;
}

function read(base: object, name: string): unknown {
  try {
    return (base as Readonly<Record<string, unknown>>)[name];
  } catch (error) {
    if (isSilent(error)) return undefined;
    throw error;
  }
}

/** An own or inherited method of that name, unless it belongs to the language itself. */
function methodOf(base: object, name: string): TemplateFunction | undefined {
  if (REFUSED_NAMES.has(name)) return undefined;
  const method = read(base, name);
  if (typeof method !== 'function') return undefined;
  if (Object.hasOwn(base, name)) return method as TemplateFunction;
  const isOurs = !isNative(method) || isHarmless(base, name);
  return isOurs ? (method as TemplateFunction) : undefined;
}

function isHarmless(base: object, name: string): boolean {
  for (const [prototype, names] of HARMLESS_METHODS) {
    if (names.has(name) && Object.prototype.isPrototypeOf.call(prototype, base)) return true;
  }
  return false;
}

type TemplateFunction = ((this: unknown) => unknown) & { doNotCallInTemplates?: unknown };

const natives = new WeakMap<object, boolean>();

/** Whether a function is one of JavaScript's own, of whichever realm. */
function isNative(method: object): boolean {
  let native = natives.get(method);
  if (native === undefined) {
    native = Function.prototype.toString.call(method).endsWith('{ [native code] }');
    natives.set(method, native);
  }
  return native;
}

/** The value itself, or what it returns when it is a function that a template may call. */
export function called(value: unknown, self: unknown): unknown {
  return typeof value === 'function' ? callFunction(value as TemplateFunction, self) : value;
}

/**
 * Calls a function without arguments. Undefined when it needs arguments or changes data; classes
 * and functions marked `doNotCallInTemplates` are left as they are.
 */
function callFunction(method: TemplateFunction, self: unknown): unknown {
  if (method.doNotCallInTemplates || isClass(method)) return method;
  if (isAltersData(method) || method.length > 0) return undefined;
  try {
    return method.call(self);
  } catch (error) {
    if (isSilent(error)) return undefined;
    throw error;
  }
}

function isClass(method: object): boolean {
  return Object.getOwnPropertyDescriptor(method, 'prototype')?.writable === false;
}

/** An error may ask to count as a missing variable, as Django's `silent_variable_failure`. */
function isSilent(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'silentVariableFailure' in error &&
    error.silentVariableFailure === true
  );
}
