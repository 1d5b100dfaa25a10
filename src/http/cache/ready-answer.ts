import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { STATUS_LINE, type WithHead } from './response-head.ts';
import type { StoredPage } from './stored-page.ts';
import type { UuidWriter } from './uuid-writer.ts';
import { linesOf, type OwnLines } from './write-page.ts';

const ID_LENGTH = 36;
const NO_ID = '0'.repeat(ID_LENGTH);
const ID_START = 'x-request-id: '.length;

/**
 * A whole answer in bytes, for as long as nothing but the request's id changes in it: a second. The
 * bytes of a text that is put together for each answer are twice in memory that was not in the
 * processor's cache, a fourteenth of all that a hit takes (bench: `cache-page`).
 */
export class ReadyAnswer {
  readonly #ids: UuidWriter;
  readonly #onMade: (answer: ReadyAnswer) => void;
  #page: StoredPage | undefined;
  #age = 0;
  #status: string | undefined;
  /** What Node has written for the connection. */
  #base: unknown;
  #bytes: Buffer | undefined;

  /** @param onMade - is told when it has taken memory, which `release` gives back. */
  constructor(ids: UuidWriter, onMade: (answer: ReadyAnswer) => void) {
    this.#ids = ids;
    this.#onMade = onMade;
  }

  release(): void {
    this.#bytes = undefined;
  }

  /**
   * Sends the answer if it is not the first of its kind in this second.
   *
   * @param response - with the head that Node has written.
   */
  send(
    response: ServerResponse & WithHead,
    page: StoredPage,
    age: number,
    { id, status }: OwnLines,
  ): boolean {
    const base = response._header;
    if (
      page !== this.#page ||
      age !== this.#age ||
      status !== this.#status ||
      base !== this.#base
    ) {
      this.#page = page;
      this.#age = age;
      this.#status = status;
      this.#base = base;
      this.#bytes = undefined;
      return false;
    }
    if (typeof page.body !== 'string') return false;
    if (id === undefined) {
      this.#bytes ??= this.#made(page, page.body, { id, status });
      end(response, this.#bytes);
      return true;
    }
    const { socket } = response;
    if (!writesAtOnce(socket)) return false;
    this.#bytes ??= this.#made(page, page.body, { id: NO_ID, status });
    this.#writeId(this.#bytes, STATUS_LINE.length + page.head.length + ID_START, id);
    end(response, this.#bytes);
    // Somebody has them still, so the next id goes into others.
    if (socket.writableLength > 0) this.#bytes = undefined;
    return true;
  }

  #writeId(bytes: Buffer, at: number, id: string): void {
    if (id === 'new') this.#ids.write(bytes, at);
    else bytes.write(id, at, ID_LENGTH, 'latin1');
  }

  #made(page: StoredPage, body: string, own: OwnLines): Buffer {
    this.#onMade(this);
    const rest = (this.#base as string).slice(STATUS_LINE.length);
    const head = `${STATUS_LINE}${page.head}${linesOf(own)}age: ${this.#age}\r\n${rest}`;
    return Buffer.from(head + body, 'latin1');
  }
}

function end(response: ServerResponse & WithHead, bytes: Buffer): void {
  response._headerSent = true;
  response.end(bytes);
}

/**
 * Whether bytes are with the system when they are written, unless they are counted as waiting; not
 * so under TLS, and where answers before this one are waited for.
 */
function writesAtOnce(socket: Socket | null): socket is Socket {
  return socket !== null && Object.getPrototypeOf(socket) === Socket.prototype;
}
