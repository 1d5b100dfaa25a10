/** One answer of Memcached: its first line by words, and the bytes that follow it, if any. */
export interface MemcachedReply {
  /** `HD`, `VA`, `EN`, `NS`, `EX`, `NF`, `SERVER_ERROR`, …; the whole line of a dump. */
  readonly words: readonly string[];
  readonly data: Buffer | undefined;
}

/** No line of the protocol is longer, but for a key in a dump, which is escaped. */
const MAX_LINE_BYTES = 4_096;

/** What a server may send as one value; beyond it something is wrong. */
const MAX_VALUE_BYTES = 1 << 30;

/** Takes the bytes of a connection apart into answers, wherever packets begin and end. */
export class ReplyParser {
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that must be there before it is worth looking again. */
  #needed = 1;

  /** @throws Error when what came is not the protocol. */
  push(chunk: Buffer, onReply: (reply: MemcachedReply) => void): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    let bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#length);
    for (;;) {
      const taken = this.#take(bytes, onReply);
      if (taken === 0) break;
      bytes = bytes.subarray(taken);
    }
    this.#chunks = bytes.length === 0 ? [] : [bytes];
    this.#length = bytes.length;
  }

  /** Bytes of the answer at the beginning; 0 when it is not complete. */
  #take(bytes: Buffer, onReply: (reply: MemcachedReply) => void): number {
    // The lines of a dump end without a carriage return.
    const end = bytes.indexOf(0x0a);
    if (end === -1) return this.#incompleteLine(bytes);
    const hasReturn = bytes[end - 1] === 0x0d;
    const words = bytes.toString('latin1', 0, hasReturn ? end - 1 : end).split(' ');
    const from = end + 1;
    if (words[0] !== 'VA') {
      this.#needed = 1;
      onReply({ words, data: undefined });
      return from;
    }
    const size = Number(words[1]);
    if (!Number.isInteger(size) || size < 0 || size > MAX_VALUE_BYTES)
      throw new Error('a bad size');
    this.#needed = from + size + 2;
    if (bytes.length < this.#needed) return 0;
    // A copy: the memory of the packet would stay for the sake of one value.
    onReply({ words, data: Buffer.from(bytes.subarray(from, from + size)) });
    const taken = this.#needed;
    this.#needed = 1;
    return taken;
  }

  #incompleteLine(bytes: Buffer): number {
    if (bytes.length > MAX_LINE_BYTES) throw new Error('a line without end');
    this.#needed = bytes.length + 1;
    return 0;
  }
}
