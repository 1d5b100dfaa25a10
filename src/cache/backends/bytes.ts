import type { Stored } from '../entry.ts';

/** Entries as bytes, for backends that keep nothing else. */
export function bytesOf(stored: Stored): Buffer {
  if (!(stored instanceof Uint8Array)) {
    throw new TypeError('A live entry was given to a backend that keeps bytes.');
  }
  return Buffer.isBuffer(stored)
    ? stored
    : Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
}
