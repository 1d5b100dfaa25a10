import { Decimal, Duration, UptempoError } from '../../../src/core/index.ts';

/** An answer as encode.py writes it; waits for QuerySets and promises in it. */
export async function encode(value: unknown): Promise<unknown> {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return encodeScalar(value);
  if ('pk' in value && 'save' in value) return { row: value.pk };
  if ('then' in value) return encode(await (value as PromiseLike<unknown>));
  if (Array.isArray(value)) return encodeAll(value);
  if (value instanceof Map) return encodeEntries([...value]);
  return encodeObject(value);
}

/** What a question that failed counts as: the code of the error. */
export function encodeFailure(error: unknown): unknown {
  if (error instanceof UptempoError) return { raises: error.code };
  throw error;
}

function encodeScalar(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const isSafe = Number.isSafeInteger(Number(value));
    return isSafe ? Number(value) : { integer: String(value) };
  }
  return typeof value === 'string' ? plainTime(value) : value;
}

function encodeObject(value: object): unknown {
  if (value instanceof Decimal) return { decimal: plainDecimal(value.text) };
  if (value instanceof Duration) return { duration: Number(value.microseconds) };
  if (value instanceof Date) return { datetime: value.toISOString() };
  return encodeEntries(Object.entries(value).map(([key, item]) => [pythonic(key), item]));
}

async function encodeAll(values: readonly unknown[]): Promise<unknown[]> {
  const encoded: unknown[] = [];
  // One after another: a transaction has one connection.
  for (const value of values) encoded.push(await encode(value));
  return encoded;
}

async function encodeEntries(entries: readonly (readonly [unknown, unknown])[]): Promise<unknown> {
  const encoded: [string, unknown][] = [];
  for (const [key, value] of entries) encoded.push([String(key), await encode(value)]);
  return Object.fromEntries(encoded);
}

/** Django's column of a relation is `blog_id`, ours `blogId`. */
function pythonic(key: string): string {
  return key.replace(/(?<=[a-z])Id$/, '_id');
}

function plainDecimal(text: string): string {
  const plain = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return plain === '-0' ? '0' : plain;
}

/** Times end with their last digit that is not 0. */
function plainTime(text: string): string {
  return /^\d\d:\d\d:\d\d\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text;
}
