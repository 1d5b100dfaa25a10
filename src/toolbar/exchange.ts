import type { Reply, Request } from '../http/index.ts';
import type { Answer } from './answer.ts';
import type { RequestParts } from './request-details.ts';

/** What the request panel reads of Fastify's objects. */
export function partsOf(request: Request, reply: Reply): RequestParts {
  return {
    httpVersion: request.raw.httpVersion,
    clientAddress: request.ip,
    parameters: request.params,
    query: request.query,
    body: request.body,
    requestHeaders: request.headers,
    responseHeaders: reply.getHeaders(),
  };
}

export function answerOf({ headers }: Request, reply: Reply): Answer {
  return {
    status: reply.statusCode,
    header: (name) => String(reply.getHeader(name) ?? ''),
    destination: String(headers['sec-fetch-dest'] ?? ''),
  };
}
