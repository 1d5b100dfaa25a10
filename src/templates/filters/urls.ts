import type { Filter } from '../library.ts';
import { textOf } from '../runtime/text.ts';
import { textFilter } from './define.ts';

export const urlFilters: readonly Filter[] = [
  textFilter('iriencode', (text) => percentEncode(text, "/#%[]=:;$&()+,!?*@'~"), { isSafe: true }),
  textFilter(
    'urlencode',
    (text, safe) => percentEncode(text, safe === undefined ? '/' : textOf(safe)),
    { argument: 'optional' },
  ),
];

const encoder = new TextEncoder();

/** Percent-encodes UTF-8, leaving letters, digits, `_.-~` and the characters of `safe`. */
export function percentEncode(text: string, safe: string): string {
  return text.replace(/[^\w.\-~]/gu, (character) => {
    if (safe.includes(character)) return character;
    const bytes = encoder.encode(character);
    return Array.from(bytes, (byte) => `%${hexByte(byte)}`).join('');
  });
}

function hexByte(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
