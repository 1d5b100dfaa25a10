import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type Conditions, isUnchanged } from './conditions.ts';
import type { ReadyAnswer } from './ready-answer.ts';
import { canAddLines, STATUS_LINE, type WithHead } from './response-head.ts';
import { ageOfPage, hitHeaders, type StoredPage } from './stored-page.ts';

/** What the head of an answer has beside the page's lines. */
export interface OwnLines {
  /** For `x-request-id`; `new` where nobody knows it yet, undefined where there is none. */
  readonly id: string | undefined;
  /** For `Cache-Status`. */
  readonly status: string | undefined;
}

/**
 * Sends a page with the lines of its head as they are kept. Node is given the length, so that it
 * decides about the connection as ever; then all other lines are put before what it has written.
 * Giving it all of them costs as much as a bare Fastify route in the whole (bench: `cache-page`).
 *
 * @param response - without headers of its own.
 */
export function writePage(
  response: ServerResponse,
  page: StoredPage,
  conditions: Conditions | undefined,
  own: OwnLines,
  ready: ReadyAnswer,
): void {
  if (conditions !== undefined && isUnchanged(conditions, page)) {
    response.writeHead(304, hitHeaders(page, 304, linesOf(own))).end();
  } else if (canAddLines) writeWithLines(response, page, own, ready);
  else {
    response.writeHead(200, hitHeaders(page, 200, linesOf(own)));
    if (typeof page.body === 'string') response.end(page.body, 'latin1');
    else response.end(page.body);
  }
}

function writeWithLines(
  response: ServerResponse & WithHead,
  page: StoredPage,
  own: OwnLines,
  ready: ReadyAnswer,
): void {
  // The page has the date on which it was made.
  response.sendDate = false;
  response.writeHead(200, ['content-length', String(page.length)]);
  const age = ageOfPage(page);
  if (ready.send(response, page, age, own)) return;
  const rest = (response._header as string).slice(STATUS_LINE.length);
  const head = `${STATUS_LINE}${page.head}${linesOf(own)}age: ${age}\r\n${rest}`;
  if (typeof page.body === 'string') {
    response._header = head + page.body;
    response.end();
  } else {
    response._header = head;
    response.end(page.body);
  }
}

/** The id comes first: a ready answer has its place there. */
export function linesOf({ id, status }: OwnLines): string {
  const idLine = id === undefined ? '' : `x-request-id: ${id === 'new' ? randomUUID() : id}\r\n`;
  return status === undefined ? idLine : `${idLine}cache-status: ${status}\r\n`;
}
