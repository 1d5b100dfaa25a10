/** Bytes a writer keeps for the next value; what a large value needed more is given back. */
const KEPT_BYTES = 1 << 16;

/** A buffer that grows while it is written to. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(1 << 12);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number from 0 to 2^53. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#bytes.writeUInt32LE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  bytes(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#bytes.set(value, this.#length);
    this.#length += value.length;
  }

  /** A text whose number of bytes is known. */
  text(value: string, byteLength: number, encoding: 'latin1' | 'utf8' | 'utf16le'): void {
    this.#reserve(byteLength);
    if (encoding === 'latin1' && byteLength < 24) this.#shortLatin1(value);
    else this.#bytes.write(value, this.#length, byteLength, encoding);
    this.#length += byteLength;
  }

  /** What was written, from a place on; valid until the next call. */
  view(from = 0): Buffer {
    return this.#bytes.subarray(from, this.#length);
  }

  /**
   * What was written. In memory of its own, which takes a microsecond, if it is kept for long:
   * pooled memory would keep its neighbours alive.
   */
  take(isKept: boolean): Buffer {
    const taken = (isKept ? Buffer.allocUnsafeSlow : Buffer.allocUnsafe)(this.#length);
    taken.set(this.view());
    return taken;
  }

  truncate(length: number): void {
    this.#length = length;
  }

  setByte(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  setUint32(at: number, value: number): void {
    this.#bytes.writeUInt32LE(value, at);
  }

  reset(): void {
    this.#length = 0;
    if (this.#bytes.length > KEPT_BYTES) this.#bytes = Buffer.allocUnsafeSlow(KEPT_BYTES);
  }

  /** For texts of a few characters a loop beats the call into the engine. */
  #shortLatin1(value: string): void {
    for (let index = 0; index < value.length; index += 1) {
      this.#bytes[this.#length + index] = value.charCodeAt(index);
    }
  }

  #reserve(count: number): void {
    const needed = this.#length + count;
    if (needed <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.view());
    this.#bytes = grown;
  }
}
