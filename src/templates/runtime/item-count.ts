import { unmarked } from '../safe-string.ts';
import { isPlainObject } from './truth.ts';

/** Python's `len`: characters of a text, items of a collection; undefined for what has none. */
export function itemCount(value: unknown): number | undefined {
  const holder = unmarked(value);
  if (typeof holder === 'string') return characterCount(holder);
  if (Array.isArray(holder)) return holder.length;
  if (holder instanceof Map || holder instanceof Set) return holder.size;
  if (ArrayBuffer.isView(holder))
    return 'length' in holder ? Number(holder.length) : holder.byteLength;
  return isPlainObject(holder) ? Object.keys(holder).length : undefined;
}

/** Code points, as Python counts; JavaScript counts most emoji twice. */
export function characterCount(text: string): number {
  let count = text.length;
  for (let index = 0; index < text.length - 1; index++) {
    if (isPair(text, index)) count--;
  }
  return count;
}

function isPair(text: string, index: number): boolean {
  return (
    (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00
  );
}
