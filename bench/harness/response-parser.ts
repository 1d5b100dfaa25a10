const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');

/**
 * Follows the answers on one connection as far as to know where each ends: by Content-Length or
 * in chunks. Bodies are counted, not kept.
 */
export class ResponseParser {
  bodyBytes = 0;
  #pending: Buffer = Buffer.alloc(0);
  #state: 'head' | 'body' | 'chunk-size' | 'chunk' | 'trailer' = 'head';
  /** Bytes of the body or chunk still to come, the line end after a chunk included. */
  #left = 0;

  /**
   * Takes what has arrived; true when an answer is complete.
   *
   * @throws Error when the status is not 200 or the length of the answer can't be told.
   */
  push(chunk: Buffer): boolean {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    for (;;) {
      const progress = this.#advance();
      if (progress !== 'more') return progress === 'complete';
    }
  }

  #advance(): 'more' | 'complete' | 'starved' {
    switch (this.#state) {
      case 'head':
        return this.#readHead();
      case 'body':
      case 'chunk':
        return this.#skipBytes();
      case 'chunk-size':
        return this.#readChunkSize();
      case 'trailer':
        return this.#readTrailer();
    }
  }

  #readHead(): 'more' | 'complete' | 'starved' {
    const head = this.#take(HEAD_END);
    if (head === undefined) return 'starved';
    if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(`Answer: ${head.split('\r\n')[0]}`);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length !== undefined) {
      this.#left = Number(length);
      this.#state = 'body';
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      this.#state = 'chunk-size';
    } else throw new Error('The answer has neither a length nor chunks.');
    return 'more';
  }

  #skipBytes(): 'more' | 'complete' | 'starved' {
    const skipped = Math.min(this.#left, this.#pending.length);
    this.#pending = this.#pending.subarray(skipped);
    this.#left -= skipped;
    if (this.#state === 'body') this.bodyBytes += skipped;
    if (this.#left > 0) return 'starved';
    if (this.#state === 'body') return this.#complete();
    this.#state = 'chunk-size';
    return 'more';
  }

  #readChunkSize(): 'more' | 'starved' {
    const line = this.#take(LINE_END);
    if (line === undefined) return 'starved';
    const size = Number.parseInt(line, 16);
    this.bodyBytes += size;
    this.#left = size + LINE_END.length;
    this.#state = size === 0 ? 'trailer' : 'chunk';
    return 'more';
  }

  /** Lines up to an empty one, which is the end. */
  #readTrailer(): 'more' | 'complete' | 'starved' {
    const line = this.#take(LINE_END);
    if (line === undefined) return 'starved';
    return line === '' ? this.#complete() : 'more';
  }

  #complete(): 'complete' {
    this.#state = 'head';
    return 'complete';
  }

  /** The text before `end`, both removed from what is pending; undefined while it is not there. */
  #take(end: Buffer): string | undefined {
    const index = this.#pending.indexOf(end);
    if (index === -1) return undefined;
    const text = this.#pending.toString('latin1', 0, index);
    this.#pending = this.#pending.subarray(index + end.length);
    return text;
  }
}
