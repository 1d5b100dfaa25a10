import type { Attributes } from '@opentelemetry/api';
import type { Request } from '../../http/index.ts';
import { errorType } from './error-type.ts';

/** Methods that the conventions know; any other could have as many values as there are requests. */
const METHODS: ReadonlySet<string> = new Set(
  'CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT QUERY TRACE'.split(' '),
);

/** Characters kept of what the client sends. */
const MAX_LENGTH = 500;

/** `GET /movies/:id`; the method alone where no route matched, since paths have no bound. */
export function requestSpanName({ method, routeOptions: { url } }: Request): string {
  const known = METHODS.has(method) ? method : 'HTTP';
  return url === undefined ? known : `${known} ${url}`;
}

/** By the semantic conventions for HTTP servers. The query is left out: it may hold secrets. */
export function requestAttributes(request: Request): Attributes {
  const { method, routeOptions, hostname, port, protocol, ip, raw, headers } = request;
  const isKnown = METHODS.has(method);
  return {
    'http.request.method': isKnown ? method : '_OTHER',
    ...(!isKnown && { 'http.request.method_original': method.slice(0, MAX_LENGTH) }),
    ...(routeOptions.url !== undefined && { 'http.route': routeOptions.url }),
    'url.path': raw.url!.split('?', 1)[0]!.slice(0, MAX_LENGTH),
    'url.scheme': protocol,
    ...(hostname && { 'server.address': hostname }),
    ...(port && { 'server.port': port }),
    ...(ip && { 'client.address': ip }),
    'network.protocol.version': raw.httpVersion,
    ...(headers['user-agent'] && {
      'user_agent.original': headers['user-agent'].slice(0, MAX_LENGTH),
    }),
  };
}

export function answerAttributes(statusCode: number, error: unknown): Attributes {
  return {
    'http.response.status_code': statusCode,
    ...(statusCode >= 500 && { 'error.type': errorType(error) ?? String(statusCode) }),
  };
}
