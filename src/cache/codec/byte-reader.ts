/** What stored bytes are when they are not ours, or not as they were written. */
export class CorruptBytes extends Error {}

/** Reads bytes from anywhere: every length is compared with what is there before it is believed. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, from = 0) {
    this.#bytes = bytes;
    this.#at = from;
  }

  get position(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new CorruptBytes('ends early');
    this.#at += 1;
    return value;
  }

  /** The next byte, not taken yet; undefined at the end. */
  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 8; count += 1) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
    throw new CorruptBytes('has a number that is too long');
  }

  /** The number of things that follow, each of at least one byte. */
  count(): number {
    const count = this.varint();
    if (count > this.remaining) throw new CorruptBytes('has a length beyond its end');
    return count;
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#skip(4));
  }

  double(): number {
    return this.#bytes.readDoubleLE(this.#skip(8));
  }

  text(encoding: 'latin1' | 'utf8' | 'utf16le'): string {
    const length = this.count();
    const from = this.#skip(length);
    if (encoding === 'latin1' && length < 12) return this.#shortLatin1(from, length);
    return this.#bytes.toString(encoding, from, from + length);
  }

  /** A copy: what is handed out must not change what is stored. */
  bytes(): Uint8Array<ArrayBuffer> {
    const length = this.count();
    const from = this.#skip(length);
    const copy = new Uint8Array(length);
    copy.set(this.#bytes.subarray(from, from + length));
    return copy;
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#at);
  }

  #shortLatin1(from: number, length: number): string {
    let text = '';
    for (let index = 0; index < length; index += 1) {
      text += String.fromCharCode(this.#bytes[from + index]!);
    }
    return text;
  }

  #skip(count: number): number {
    if (count > this.remaining) throw new CorruptBytes('ends early');
    const from = this.#at;
    this.#at += count;
    return from;
  }
}
