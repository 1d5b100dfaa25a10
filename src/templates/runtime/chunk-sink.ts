/** A page's parts are handed on when they have this many UTF-16 code units, or at a wait. */
const CHUNK_LENGTH = 16_384;

/** Where a streamed render puts its output as soon as nothing before it can change. */
export class ChunkSink {
  /** Tags that are collecting output to change it; what is inside them must stay together. */
  captures = 0;
  #chunks: string[] = [];
  #length = 0;

  /** Takes output over; returns what is left for the caller to keep. */
  take(output: string): string {
    if (this.captures > 0) return output;
    if (output !== '') this.#chunks.push(output);
    this.#length += output.length;
    return '';
  }

  /** As `take`, but only when there is enough for a chunk. */
  takeLong(output: string): string {
    return output.length < CHUNK_LENGTH ? output : this.take(output);
  }

  get isFull(): boolean {
    return this.#length >= CHUNK_LENGTH;
  }

  /** What has been taken since the last call. */
  drain(): string {
    const text = this.#chunks.join('');
    this.#chunks = [];
    this.#length = 0;
    return text;
  }
}
