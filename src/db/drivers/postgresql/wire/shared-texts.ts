import type { TextBytes } from './text-bytes.ts';

/** Texts above this are hardly the same twice. */
const MAX_BYTES = 32;

/** Of a column; a power of two. Two texts of one place push each other out. */
const PLACES = 4_096;

/**
 * The short texts of a long result, each kept once: names of joined rows, and of what there are few
 * of, come again and again. That is a tenth of a joined row's memory, and where a text is known
 * already no call into Node is needed for it (bench: `orm-postgresql`).
 *
 * One for a result: what it knows goes with it.
 */
export class SharedTexts {
  readonly #columns: (string[] | undefined)[] = [];

  /** The text of a column in `size` bytes at `offset`. */
  read(column: number, bytes: TextBytes, offset: number, size: number): string {
    const stop = offset + size;
    if (size > MAX_BYTES) return bytes.utf8Slice(offset, stop);
    let hash = size;
    let all = 0;
    for (let index = offset; index < stop; index++) {
      const byte = bytes[index]!;
      all |= byte;
      hash = Math.imul(hash, 31) + byte;
    }
    if (all > 127) return bytes.utf8Slice(offset, stop);
    this.#columns[column] ??= new Array<string>(PLACES).fill('');
    const known = this.#columns[column];
    const place = (hash ^ (hash >>> 12)) & (PLACES - 1);
    if (!isText(known[place]!, bytes, offset, size)) known[place] = bytes.latin1Slice(offset, stop);
    return known[place]!;
  }
}

/** Whether these bytes, all of them ASCII, are the text. */
function isText(text: string, bytes: TextBytes, offset: number, size: number): boolean {
  if (text.length !== size) return false;
  for (let index = 0; index < size; index++) {
    if (text.charCodeAt(index) !== bytes[offset + index]) return false;
  }
  return true;
}
