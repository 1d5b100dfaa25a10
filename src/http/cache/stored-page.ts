import { hash } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { FastifyReply } from 'fastify';

/** An answer as it was sent. */
export interface StoredPage {
  /** The lines of its head, `name: value` with the line breaks; a value may be there several times. */
  readonly head: string;
  /** Bytes of the body; those of GET's where this is an answer to HEAD. */
  readonly length: number;
  /**
   * The bytes; as characters of Latin-1 while they are few, since Node writes a text together with the
   * headers and bytes after them, which takes longer than all else (bench: `cache-page`).
   */
  readonly body: Uint8Array | string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** `Date.now()` when it was made. */
  readonly madeAtMs: number;
  /** How long after that it is fresh; `null` for ever. */
  readonly freshMs: number | null;
  /** Age in seconds it had when it was made, if the view got it from elsewhere. */
  readonly initialAge: number;
  /** Whether its Cache-Control says `public`. */
  readonly isPublic: boolean;
}

/** What a key of the cache holds. */
export interface PageRecord {
  /** Sorted names of the request headers that answers to this URL depend on. */
  readonly vary: readonly string[];
  /** The request the page answers, by the values of these headers. */
  readonly variant: string;
  /** Null when the answer could not be kept; such a record is handed to those who wait for it. */
  readonly page: StoredPage | null;
}

export const NO_PAGE: PageRecord = Object.freeze({ vary: [], variant: '', page: null });

/** Of one connection (RFC 9111, 3.1), or written anew for each answer. */
const NEVER_STORED = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authentication-info',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'age',
  'content-length',
  'date',
  'set-cookie',
  'cache-status',
]);

/** About one request; a hit sends those that hooks have set for its own. */
const PER_REQUEST: ReadonlySet<string> = new Set([
  'x-request-id',
  'request-id',
  'x-correlation-id',
  'traceparent',
  'server-timing',
  'x-response-time',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset',
  'ratelimit',
  'ratelimit-limit',
  'ratelimit-policy',
  'ratelimit-remaining',
  'ratelimit-reset',
]);

const UNSTORED: ReadonlySet<string> = new Set([...NEVER_STORED, ...PER_REQUEST]);

/** Headers of an answer that goes without a body (RFC 9110, 15.4.5). */
const NOT_WITH_304 = /^(?:content-(?!location|security|dpr)|last-modified$)/;

/** Up to this size a body is kept as characters. */
const MAX_TEXT_BYTES = 64 * 1024;

/** A body as it is kept. */
export function packed(bytes: Uint8Array): Uint8Array | string {
  if (bytes.length > MAX_TEXT_BYTES) return bytes;
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function unpacked(body: Uint8Array | string): Buffer {
  return typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.from(body);
}

/** A strong tag of the bytes as they are sent. */
export function entityTag(body: Uint8Array): string {
  return `"${hash('sha256', body, 'base64url').slice(0, 27)}"`;
}

/** The lines of an answer's head that are kept; undefined when one of them could not be sent. */
export function storedHead(reply: FastifyReply): string | undefined {
  const headers = reply.getHeaders();
  const dropped = connectionHeaders(headers.connection);
  let head = '';
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (value === undefined || UNSTORED.has(key) || dropped.has(key)) continue;
    for (const text of [value].flat().map(String)) {
      if (!isSendable(key, text)) return undefined;
      head += `${key}: ${text}\r\n`;
    }
  }
  return `${head}date: ${new Date().toUTCString()}\r\n`;
}

export type Headers = Record<string, string | string[]>;

/**
 * The headers of a hit.
 *
 * @param status - 200, or 304 for a browser that has the page.
 * @param own - lines of the head of this answer alone.
 */
export function hitHeaders(page: StoredPage, status: 200 | 304, own = ''): Headers {
  const headers: Headers = {};
  for (const line of (page.head + own).split('\r\n')) {
    const end = line.indexOf(': ');
    const name = line.slice(0, end);
    if (end === -1 || (status === 304 && NOT_WITH_304.test(name))) continue;
    const value = line.slice(end + 2);
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  if (status === 200) headers['content-length'] = String(page.length);
  headers.age = String(ageOfPage(page));
  return headers;
}

/** What hooks have set for this request alone. */
export function ownHeaders(reply: FastifyReply): Headers {
  const own = Object.entries(reply.getHeaders()).filter(([name]) => PER_REQUEST.has(name));
  return Object.fromEntries(own) as Headers;
}

/** Replaces an answer that failed, all but the headers of its own request. @returns the body. */
export function replacedBy(page: StoredPage, reply: FastifyReply): Buffer {
  for (const name of Object.keys(reply.getHeaders())) {
    if (!PER_REQUEST.has(name)) reply.removeHeader(name);
  }
  reply.code(200).headers(hitHeaders(page, 200));
  return unpacked(page.body);
}

/**
 * What `Cache-Status` says of a page that was sent from the cache (RFC 9211): with the seconds it is
 * past its time, if it is.
 */
export function hitStatus({ madeAtMs, freshMs }: StoredPage): string {
  const leftMs = freshMs === null ? 0 : madeAtMs + freshMs - Date.now();
  return leftMs < 0 ? `uptempo; hit; ttl=${Math.floor(leftMs / 1000)}` : 'uptempo; hit';
}

/** Takes from an answer what does not go with 304. */
export function removeBodyHeaders(reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) {
    if (NOT_WITH_304.test(name)) reply.removeHeader(name);
  }
}

export function ageOfPage({ madeAtMs, initialAge }: StoredPage): number {
  return initialAge + Math.max(0, Math.floor((Date.now() - madeAtMs) / 1000));
}

/** The headers that a Connection header says are about the connection. */
function connectionHeaders(value: unknown): ReadonlySet<string> {
  if (value === undefined) return new Set();
  return new Set(
    String(value)
      .toLowerCase()
      .split(/[\s,]+/),
  );
}

function isSendable(name: string, value: string): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}
