import { malformedMessage } from './failures.ts';
import { readInt4 } from './integers.ts';
import { BACKEND, HEADER_BYTES, MAX_MESSAGE_BYTES } from './protocol.ts';
import type { TextBytes } from './text-bytes.ts';

/** Whoever is given the server's messages. Bytes are only valid during the call. */
export interface MessageHandler {
  /** Takes the whole DataRow messages that follow each other at `offset`; returns where it stopped. */
  dataRows(bytes: TextBytes, offset: number, end: number): number;
  /** One whole message; its content is between `start` and `end`. */
  message(code: number, bytes: TextBytes, start: number, end: number): void;
}

/**
 * Cuts the stream from the server into messages.
 *
 * Whole messages are read where they lie in the chunk. Only the one message a chunk ends in is put
 * together in a buffer of its own, of exactly its size: however small the pieces in which a large
 * row arrives, each byte is copied once.
 */
export class MessageParser {
  readonly #handler: MessageHandler;
  readonly #header = Buffer.allocUnsafe(HEADER_BYTES);
  /** The message that is being put together; undefined while not even its header is complete. */
  #message: TextBytes | undefined;
  /** How many bytes of it are there. */
  #filled = 0;

  constructor(handler: MessageHandler) {
    this.#handler = handler;
  }

  /** @throws db.protocol when the bytes are no messages. */
  push(chunk: Buffer): void {
    const bytes = chunk as TextBytes;
    let offset = 0;
    while (this.#filled > 0 && offset < bytes.length) offset = this.#fill(bytes, offset);
    offset = this.#readMessages(bytes, offset, bytes.length);
    while (offset < bytes.length) offset = this.#fill(bytes, offset);
  }

  #readMessages(bytes: TextBytes, from: number, end: number): number {
    let offset = from;
    while (offset + HEADER_BYTES <= end) {
      const code = bytes[offset]!;
      const next = offset + 1 + messageLength(bytes, offset + 1);
      if (next > end) break;
      if (code === BACKEND.dataRow) {
        const stop = this.#handler.dataRows(bytes, offset, end);
        if (stop < next) throw malformedMessage();
        offset = stop;
      } else {
        this.#handler.message(code, bytes, offset + HEADER_BYTES, next);
        offset = next;
      }
    }
    return offset;
  }

  /** Adds to the message in parts; hands it on when it is whole. Returns where it stopped. */
  #fill(bytes: TextBytes, from: number): number {
    const target = this.#message ?? this.#header;
    const count = Math.min(target.length - this.#filled, bytes.length - from);
    bytes.copy(target, this.#filled, from, from + count);
    this.#filled += count;
    if (this.#filled === target.length) this.#filledUp();
    return from + count;
  }

  #filledUp(): void {
    const message = this.#message ?? this.#allocate();
    if (this.#filled < message.length) return;
    this.#message = undefined;
    this.#filled = 0;
    this.#readMessages(message, 0, message.length);
  }

  #allocate(): TextBytes {
    const message = Buffer.allocUnsafe(1 + messageLength(this.#header, 1)) as TextBytes;
    this.#header.copy(message);
    this.#message = message;
    return message;
  }
}

function messageLength(bytes: Buffer, offset: number): number {
  const length = readInt4(bytes, offset);
  if (length < 4 || length > MAX_MESSAGE_BYTES) throw malformedMessage();
  return length;
}
