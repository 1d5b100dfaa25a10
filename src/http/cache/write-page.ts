import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { type Conditions, isUnchanged } from './conditions.ts';
import { ageOfPage, hitHeaders, type StoredPage } from './stored-page.ts';

/** Where Node keeps a head that it has written, until it is sent together with the body. */
interface WithHead {
  _header?: unknown;
}

const STATUS_LINE = 'HTTP/1.1 200 OK\r\n';

/**
 * Sends a page with the lines of its head as they are kept. Node is given the headers that belong to
 * this answer, so that it decides about the connection as ever; then the page's lines are put
 * before those in the head it has written. Giving it all of them costs as much as a bare Fastify
 * route in the whole (bench: `cache-page`).
 *
 * @param response - without headers of its own.
 * @param own - headers of this answer alone: name, value, name, value.
 */
export function writePage(
  response: ServerResponse,
  page: StoredPage,
  conditions: Conditions | undefined,
  own: string[],
): void {
  if (conditions !== undefined && isUnchanged(conditions, page)) {
    response.writeHead(304, [...listOf(page, 304), ...own]).end();
    return;
  }
  if (canAddLines) writeHeadOf(page, response, own);
  else response.writeHead(200, [...listOf(page, 200), ...own]);
  if (typeof page.body === 'string') response.end(page.body, 'latin1');
  else response.end(page.body);
}

function writeHeadOf(page: StoredPage, response: ServerResponse, own: string[]): void {
  own.push('content-length', String(page.length), 'age', String(ageOfPage(page)));
  // The page has the date on which it was made.
  response.sendDate = false;
  response.writeHead(200, own);
  const head = response as WithHead;
  head._header = STATUS_LINE + page.head + (head._header as string).slice(STATUS_LINE.length);
}

function listOf(page: StoredPage, status: 200 | 304): string[] {
  return Object.entries(hitHeaders(page, status)).flatMap(([name, value]) =>
    [value].flat().flatMap((text) => [name, text]),
  );
}

/** Whether this Node keeps heads where we know them; another gets all headers the usual way. */
const canAddLines = (() => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.sendDate = false;
  response.writeHead(200, ['x-a', 'b', 'content-length', '0']);
  const { _header: head } = response as WithHead;
  return (
    typeof head === 'string' && head.startsWith(`${STATUS_LINE}x-a: b\r\ncontent-length: 0\r\n`)
  );
})();
