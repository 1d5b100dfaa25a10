import type { TextBytes } from './text-bytes.ts';

const INITIAL_BYTES = 1_024;

/** Bytes that grow. Whoever writes asks for room first, then writes into `bytes` by itself. */
export class JsonBuffer {
  bytes: TextBytes;
  length = 0;

  /** @param expected bytes, as a guess. */
  constructor(expected: number) {
    this.bytes = allocate(Math.max(expected, INITIAL_BYTES));
  }

  /** Makes room for so many bytes behind `length`, and returns the bytes, which may be others. */
  reserve(count: number): TextBytes {
    if (this.length + count > this.bytes.length) {
      const larger = allocate(this.bytes.length * 2 + count);
      this.bytes.copy(larger, 0, 0, this.length);
      this.bytes = larger;
    }
    return this.bytes;
  }
}

function allocate(size: number): TextBytes {
  return Buffer.allocUnsafeSlow(size) as TextBytes;
}
