import { pipeline, Readable, Transform, type TransformCallback } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';

/** The bodies that Fastify sends as they are. */
export type HtmlBody = string | Buffer | Readable | ReadableStream;

const BODY_END = '</body';

/** Characters at the end of a chunk that may begin an end tag which the next one completes. */
const CARRIED = BODY_END.length - 1;

/** A whole page, rather than the fragments that scripts fetch. */
const DOCUMENT_START = /^(?:\uFEFF|ï»¿)?\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype|html)\b/i;

/** Characters in which a document shows that it is one. */
const START_LENGTH = 512;

/**
 * The body with the tag before its last `</body>`, or at the end of a document that leaves that
 * tag out, which HTML allows. Fragments of HTML are given back as they are. Streams stay streams.
 */
export function insertTag(body: HtmlBody, tag: string): HtmlBody {
  if (typeof body === 'string') return insertIntoText(body, tag);
  if (Buffer.isBuffer(body)) {
    // Byte by byte as Latin-1: the tag is ASCII, so the encoding of the page does not matter.
    return Buffer.from(insertIntoText(body.toString('latin1'), tag), 'latin1');
  }
  const source = body instanceof Readable ? body : Readable.fromWeb(body);
  return pipeline(source, new TagInserter(tag), () => {});
}

/** Passes a page on as it comes, with the tag where `insertTag` would put it. */
export function tagInserter(tag: string): Transform {
  return new TagInserter(tag);
}

export function isHtmlBody(body: unknown): body is HtmlBody {
  return (
    typeof body === 'string' ||
    Buffer.isBuffer(body) ||
    body instanceof Readable ||
    body instanceof globalThis.ReadableStream
  );
}

function insertIntoText(text: string, tag: string): string {
  const end = lastBodyEnd(text);
  if (end !== -1) return text.slice(0, end) + tag + text.slice(end);
  return DOCUMENT_START.test(text) ? text + tag : text;
}

/**
 * Where the last end tag begins, in whatever case; -1 without one. Nearly all pages write it in lower
 * case, and a copy of the whole page in lower case was the most of inserting (bench: `observe`).
 */
function lastBodyEnd(text: string): number {
  const end = text.lastIndexOf(BODY_END);
  const later = text
    .slice(end + 1)
    .toLowerCase()
    .lastIndexOf(BODY_END);
  return later === -1 ? end : end + 1 + later;
}

/**
 * Passes a page on as it comes and holds back what follows the last `</body` seen, which on all
 * but odd pages is the end of the document.
 */
class TagInserter extends Transform {
  readonly #tag: string;
  #held = '';
  #isHolding = false;
  /** How the page begins, which tells whether it is a whole document. */
  #start = '';

  constructor(tag: string) {
    super();
    this.#tag = tag;
  }

  override _transform(chunk: Buffer | string, _encoding: string, done: TransformCallback): void {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const text = bytes.toString('latin1');
    if (this.#start.length < START_LENGTH) this.#start += text.slice(0, START_LENGTH);
    this.#hold(this.#held + text);
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.#isHolding) this.#pass(this.#tag + this.#held);
    else this.#pass(this.#held + (DOCUMENT_START.test(this.#start) ? this.#tag : ''));
    done();
  }

  #hold(text: string): void {
    const end = lastBodyEnd(text);
    if (end !== -1) this.#isHolding = true;
    const passed = end !== -1 ? end : this.#isHolding ? 0 : Math.max(0, text.length - CARRIED);
    this.#pass(text.slice(0, passed));
    this.#held = text.slice(passed);
  }

  #pass(text: string): void {
    if (text !== '') this.push(Buffer.from(text, 'latin1'));
  }
}
