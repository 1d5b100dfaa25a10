import { randomFillSync } from 'node:crypto';

const ID_BYTES = 16;
const POOL_BYTES = 256 * ID_BYTES;
const DASH = 0x2d;
const DIGITS = Buffer.from('0123456789abcdef');

/** Writes what `randomUUID()` gives, without a string in between, which takes four times as long. */
export class UuidWriter {
  readonly #pool = new Uint8Array(POOL_BYTES);
  #used = POOL_BYTES;

  /** Takes 36 bytes of the target. */
  write(target: Uint8Array, at: number): void {
    if (this.#used === POOL_BYTES) {
      randomFillSync(this.#pool);
      this.#used = 0;
    }
    const pool = this.#pool;
    const start = this.#used;
    this.#used += ID_BYTES;
    // Version 4, variant 1 (RFC 9562).
    pool[start + 6] = (pool[start + 6]! & 0x0f) | 0x40;
    pool[start + 8] = (pool[start + 8]! & 0x3f) | 0x80;
    let to = at;
    for (let index = 0; index < ID_BYTES; index += 1) {
      if (index === 4 || index === 6 || index === 8 || index === 10) target[to++] = DASH;
      const byte = pool[start + index]!;
      target[to++] = DIGITS[byte >> 4]!;
      target[to++] = DIGITS[byte & 0x0f]!;
    }
  }
}
