import type { ServerResponse } from 'node:http';
import type { Transform } from 'node:stream';
import { insertTag, tagInserter } from './html-body.ts';

type Chunk = string | Uint8Array | null | undefined | (() => void);

/**
 * Calls `onHead` when an answer is about to be sent and its headers may still be changed; a tag it
 * returns is put into the page. A server without hooks for that leaves its `write` and `end` to be
 * replaced, as compression and sessions do.
 */
export function dressResponse(response: ServerResponse, onHead: () => string | undefined): void {
  const write = response.write;
  const end = response.end;
  let hasBegun = false;
  let tag: string | undefined;
  let inserter: Transform | undefined;

  function begin(): void {
    if (hasBegun) return;
    hasBegun = true;
    if (!response.headersSent) tag = onHead();
    if (tag === undefined) return;
    // They are those of the page without the tag.
    response.removeHeader('content-length');
    response.removeHeader('etag');
  }

  /** A page in pieces goes through the inserter, and from it to the socket. */
  function insertingStream(): Transform {
    if (inserter !== undefined) return inserter;
    inserter = tagInserter(tag!);
    inserter.on('data', (chunk: Buffer) => write.call(response, chunk, 'utf8'));
    inserter.on('end', () => end.call(response, undefined, 'utf8'));
    return inserter;
  }

  response.write = function writeDressed(this: ServerResponse, ...given: unknown[]): boolean {
    begin();
    if (tag === undefined) return Reflect.apply(write, response, given);
    return Reflect.apply(insertingStream().write, inserter, given);
  } as typeof response.write;

  response.end = function endDressed(this: ServerResponse, ...given: unknown[]): ServerResponse {
    begin();
    if (tag === undefined) return Reflect.apply(end, response, given);
    if (inserter !== undefined) {
      Reflect.apply(inserter.end, inserter, given);
      return response;
    }
    const [chunk, ...rest] = given as [Chunk, ...unknown[]];
    const isBody = typeof chunk === 'string' || chunk instanceof Uint8Array;
    const body = isBody ? insertTag(bytesOf(chunk, rest[0]), tag) : chunk;
    const callback = given.find((each) => typeof each === 'function');
    return Reflect.apply(end, response, isBody ? [body, callback].filter((each) => each) : given);
  } as typeof response.end;
}

function bytesOf(chunk: string | Uint8Array, encoding: unknown): Buffer {
  if (typeof chunk !== 'string') return Buffer.from(chunk);
  return Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
}
