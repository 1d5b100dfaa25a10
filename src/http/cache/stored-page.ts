import { hash } from 'node:crypto';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { FastifyReply } from 'fastify';

/** An answer as it was sent. */
export interface StoredPage {
  /** Name, value, name, value; a value may be a list. */
  readonly headers: readonly (string | readonly string[])[];
  /**
   * The bytes; as characters of Latin-1 while they are few, since Node writes a text together with the
   * headers and bytes after them, which takes longer than all else (bench: `cache-page`).
   */
  readonly body: Uint8Array | string;
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
  /** `Date.now()` when it was made. */
  readonly madeAtMs: number;
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

/** The headers of an answer that are kept; undefined when one of them could not be sent. */
export function storedHeaders(
  reply: FastifyReply,
  length: number,
): readonly (string | readonly string[])[] | undefined {
  const headers = reply.getHeaders();
  const dropped = connectionHeaders(headers.connection);
  const kept: (string | readonly string[])[] = [];
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    if (value === undefined || UNSTORED.has(key) || dropped.has(key)) continue;
    const text = Array.isArray(value) ? value.map(String) : String(value);
    if (!isSendable(key, text)) return undefined;
    kept.push(key, text);
  }
  kept.push('content-length', String(length), 'date', new Date().toUTCString());
  return kept;
}

/** The headers of a hit. @param status - 200, or 304 for a browser that has the page. */
export function hitHeaders(
  page: StoredPage,
  status: 200 | 304,
): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = {};
  for (let index = 0; index < page.headers.length; index += 2) {
    const name = page.headers[index] as string;
    if (status === 304 && NOT_WITH_304.test(name)) continue;
    headers[name] = page.headers[index + 1]!;
  }
  headers.age = String(ageOfPage(page));
  return headers;
}

/** Adds what hooks have set for this request alone. */
export function addOwnHeaders(headers: Record<string, unknown>, reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (PER_REQUEST.has(name)) headers[name] = value;
  }
}

/** Takes from an answer what does not go with 304. */
export function removeBodyHeaders(reply: FastifyReply): void {
  for (const name of Object.keys(reply.getHeaders())) {
    if (NOT_WITH_304.test(name)) reply.removeHeader(name);
  }
}

function ageOfPage({ madeAtMs, initialAge }: StoredPage): number {
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

function isSendable(name: string, value: string | readonly string[]): boolean {
  try {
    validateHeaderName(name);
    for (const text of typeof value === 'string' ? [value] : value) validateHeaderValue(name, text);
    return true;
  } catch {
    return false;
  }
}
