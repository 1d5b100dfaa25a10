import type { TextBytes } from './text-bytes.ts';

/**
 * Cutting each text out of the bytes with a call into Node costs 100 to 140 ns. So a stretch of
 * rows is decoded at once, byte for byte as Latin-1, and the texts are substrings of it: 50 ns with
 * the look at each byte that tells whether it is ASCII, for which alone Latin-1 is right
 * (bench: `wire`).
 *
 * V8 keeps the whole stretch alive as long as one of its substrings lives. That is why it is short,
 * and why it begins and ends with rows: what one text can retain is a kilobyte. In a long result
 * that adds up: all bytes of 10,000 rows, half as much again as the rows themselves take (bench:
 * `orm-postgresql`). There each text is cut out of the bytes.
 */
export const WINDOW_BYTES = 1_024;

/** From this many rows on a result is read value by value. */
export const WINDOW_MAX_ROWS = 500;

/** Rows above this size are read value by value. */
export const WINDOW_MAX_ROW = 4_096;

/** From this length on, Node's own decoding is faster than looking at each byte. */
const LONG_TEXT = 256;

/** The text in `size` bytes at `offset`; `window` has it at `place` if it has it at all. */
export function readWindowText(
  bytes: TextBytes,
  offset: number,
  size: number,
  window: string,
  place: number,
): string {
  const stop = offset + size;
  if (size > LONG_TEXT || window === '') return bytes.utf8Slice(offset, stop);
  let all = 0;
  for (let index = offset; index < stop; index++) all |= bytes[index]!;
  return all < 128 ? window.substring(place, place + size) : bytes.utf8Slice(offset, stop);
}
