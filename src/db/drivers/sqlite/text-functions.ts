import { createHash } from 'node:crypto';

/** Text functions that SQLite lacks, as PostgreSQL has them; they count code points. */

/** Upper case of any script, a letter for a letter: `ß` stays, as it does in PostgreSQL. */
export function upper(text: string): string {
  return letterForLetter(text, (letter) => letter.toUpperCase());
}

/** Lower case of any script, a letter for a letter. */
export function lower(text: string): string {
  return letterForLetter(text, (letter) => letter.toLowerCase());
}

const ASCII = /^[\0-\x7f]*$/;

function letterForLetter(text: string, turn: (letter: string) => string): string {
  if (ASCII.test(text)) return turn(text);
  return Array.from(text, (letter) => {
    const turned = turn(letter);
    return Array.from(turned).length === 1 ? turned : letter;
  }).join('');
}

export function reverse(text: string): string {
  return Array.from(text).reverse().join('');
}

/** The last characters; for a negative count all but the first. */
export function right(text: string, count: number): string {
  const letters = Array.from(text);
  return letters.slice(count < 0 ? -count : Math.max(0, letters.length - count)).join('');
}

export function repeat(text: string, count: number): string {
  return text.repeat(Math.max(0, count));
}

/** The text cut to a length, or filled up to it at its start. */
export function lpad(text: string, length: number, fill: string): string {
  return `${filling(text, length, fill)}${cut(text, length)}`;
}

/** The text cut to a length, or filled up to it at its end. */
export function rpad(text: string, length: number, fill: string): string {
  return `${cut(text, length)}${filling(text, length, fill)}`;
}

function cut(text: string, length: number): string {
  return Array.from(text).slice(0, Math.max(0, length)).join('');
}

function filling(text: string, length: number, fill: string): string {
  const missing = length - Array.from(text).length;
  const letters = Array.from(fill);
  if (missing <= 0 || letters.length === 0) return '';
  return cut(fill.repeat(Math.ceil(missing / letters.length)), missing);
}

/** The hexadecimal digits of a hash of the text's UTF-8. */
export function hash(algorithm: string, text: string): string {
  return createHash(algorithm).update(text, 'utf8').digest('hex');
}
