import { plainJson } from '../core/index.ts';
import type { HistoryDocument } from './document.ts';
import type { HistoryQuery } from './search-query.ts';
import { documentsOf, type HistorySource } from './transfer.ts';

interface HarPair {
  readonly name: string;
  readonly value: string;
}

/** What is told of a request beside its trace; who stores requests may leave it out. */
interface Exchange {
  readonly httpVersion?: unknown;
  readonly query?: unknown;
  readonly cookies?: unknown;
  readonly form?: unknown;
  readonly requestHeaders?: unknown;
  readonly responseHeaders?: unknown;
}

/** In HAR, what is not known. */
const UNKNOWN = -1;

/**
 * The requests that a search finds as an HTTP Archive (HAR 1.2), for tools that read browsers'
 * recordings: addresses, headers, statuses and times, with secrets masked as they are stored. Bodies
 * are not kept. What the format has no place for stands in `_uptempo`.
 */
export async function* exportHar(
  source: HistorySource,
  query: HistoryQuery,
): AsyncGenerator<string, void, undefined> {
  yield '{"log":{"version":"1.2","creator":{"name":"uptempo","version":""},"entries":[\n';
  let separator = '';
  for await (const document of documentsOf(source, query)) {
    yield `${separator}${plainJson(harEntry(document))}`;
    separator = ',\n';
  }
  yield '\n]}}\n';
}

function harEntry(document: HistoryDocument): object {
  const { id, route, startedAt, totalMs, totals, account, findings } = document;
  const exchange = exchangeOf(document);
  const timeMs = totalMs ?? 0;
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: timeMs,
    request: harRequest(document, exchange),
    response: harResponse(document, exchange),
    cache: {},
    timings: { send: 0, wait: timeMs, receive: 0 },
    _uptempo: { id, route, totals, account, findings: findings.map(({ title }) => title) },
  };
}

function harRequest({ method, url }: HistoryDocument, exchange: Exchange): object {
  const headers = pairs(exchange.requestHeaders);
  const form = pairs(exchange.form);
  const mimeType = firstNamed(headers, 'content-type') ?? '';
  return {
    method,
    url: addressOf(firstNamed(headers, 'host'), url),
    httpVersion: versionOf(exchange),
    cookies: pairs(exchange.cookies),
    headers,
    queryString: pairs(exchange.query),
    ...(form.length > 0 && { postData: { mimeType, params: form, text: '' } }),
    headersSize: UNKNOWN,
    bodySize: UNKNOWN,
  };
}

function harResponse(document: HistoryDocument, exchange: Exchange): object {
  const { status, contentType, contentLength } = document;
  const headers = pairs(exchange.responseHeaders);
  return {
    status: status ?? 0,
    statusText: '',
    httpVersion: versionOf(exchange),
    cookies: [],
    headers,
    content: { size: contentLength ?? 0, mimeType: contentType ?? '' },
    redirectURL: firstNamed(headers, 'location') ?? '',
    headersSize: UNKNOWN,
    bodySize: contentLength ?? UNKNOWN,
  };
}

function exchangeOf(document: HistoryDocument): Exchange {
  const exchange: unknown = Reflect.get(document, 'request');
  return typeof exchange === 'object' && exchange !== null ? exchange : {};
}

function versionOf({ httpVersion }: Exchange): string {
  return typeof httpVersion === 'string' ? `HTTP/${httpVersion}` : '';
}

/** An imported document may hold anything. */
function pairs(list: unknown): readonly HarPair[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const { name, value } = (item ?? {}) as Readonly<Record<string, unknown>>;
    return typeof name === 'string' ? [{ name, value: String(value ?? '') }] : [];
  });
}

function firstNamed(list: readonly HarPair[], name: string): string | undefined {
  return list.find((pair) => pair.name.toLowerCase() === name)?.value;
}

/** HAR wants it absolute. The scheme is not known: behind a proxy it is another one. */
function addressOf(host: string | undefined, url: string): string {
  const base = URL.parse(`http://${host ?? 'localhost'}`)?.origin ?? 'http://localhost';
  return `${base}${url.startsWith('/') ? '' : '/'}${url}`;
}
