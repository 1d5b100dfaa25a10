import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { languageCookieOf, languageFor } from '../languages.ts';
import type { PageCacheOptions } from './page-options.ts';

/**
 * Headers by which proxies and frameworks change what a request asks for. A view that believes one
 * of them would make a page that others must not get, so they are part of every key; behind a proxy
 * they are the same for all.
 */
const ALWAYS_KEYED = [
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-scheme',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-server',
  'forwarded',
  'x-host',
  'x-original-url',
  'x-original-host',
  'x-rewrite-url',
  'x-http-method-override',
  'x-method-override',
  'accept-version',
] as const;

/** Longest value of a header that is part of a key, and of all cookies together. */
const MAX_VALUE_LENGTH = 1024;
const MAX_COOKIE_LENGTH = 8192;

/** Changes with the form of records, so that a release does not read those of another. */
const RECORDS = 'page2';

/** Longest list that stands in a key as it is; the others are hashed. */
const MAX_PLAIN_LENGTH = 160;

/** Longest part of a URL that stands before a hash, for people who look at keys. */
const READABLE_LENGTH = 80;

type KeyPart = string | null | readonly KeyPart[];

/** All by which the answer to a request is looked for, before it is known what it varies on. */
export class PageAddress {
  readonly #start: string;
  readonly #site: readonly KeyPart[];
  readonly #own: readonly KeyPart[];
  readonly #authorization: string | null;
  readonly #request: FastifyRequest;

  /** Undefined when something that has to be part of the key is too long for it. */
  static of(request: FastifyRequest, options: PageCacheOptions): PageAddress | undefined {
    const { headers } = request;
    if ((headers.cookie?.length ?? 0) > MAX_COOKIE_LENGTH) return undefined;
    if ((headers.authorization?.length ?? 0) > MAX_COOKIE_LENGTH) return undefined;
    const misleading = misleadingHeaders(request);
    return misleading && new PageAddress(request, options, misleading);
  }

  private constructor(
    request: FastifyRequest,
    options: PageCacheOptions,
    misleading: readonly KeyPart[],
  ) {
    const { keyPrefix = '', query, cookies, keyParts } = options;
    const [path = ''] = request.url.split('?', 1);
    const target = query === undefined ? request.url : [path, declaredQuery(request, query)];
    const site = [keyPrefix, request.protocol, request.host, target];
    this.#site = site;
    this.#start = readable(query === undefined ? request.url : path);
    this.#request = request;
    this.#authorization = request.headers.authorization ?? null;
    this.#own = [
      ...site,
      misleading,
      cookieValues(request.headers.cookie, countedCookies(request, cookies)),
      keyParts === undefined ? null : keyParts(request),
    ];
  }

  /** Names the URL without what the user sent along. */
  get url(): string {
    return digest(this.#site);
  }

  get hasAuthorization(): boolean {
    return this.#authorization !== null;
  }

  /** The key under which is found what the answers vary on, and the first of them. */
  key(method: string): string {
    return this.#key(method, [this.#authorization]);
  }

  /** The same for people without an Authorization header: where public answers are. */
  publicKey(method: string): string {
    return this.#key(method, [null]);
  }

  variantKey(method: string, vary: readonly string[]): string {
    return this.#key(method, [this.#authorization, this.variant(vary)!]);
  }

  /** Names the values that this request has in headers; undefined when one is too long. */
  variant(vary: readonly string[]): string | undefined {
    if (vary.length === 0) return '';
    if (vary.some((name) => isTooLong(this.#request, name))) return undefined;
    return digest(vary.map((name) => [name, headerValue(this.#request, name)]));
  }

  /** Lists are written with their structure, so that no two give the same text. */
  #key(method: string, rest: readonly KeyPart[]): string {
    const parts = JSON.stringify([...this.#own, ...rest]);
    const isShort = parts.length <= MAX_PLAIN_LENGTH && isPrintable(parts);
    const end = isShort ? parts : `${this.#start}:${hashOf(parts)}`;
    return `${RECORDS}:${method}:${end}`;
  }
}

function digest(parts: KeyPart): string {
  return hashOf(JSON.stringify(parts));
}

function hashOf(text: string): string {
  return hash('sha256', text, 'base64url');
}

/** Those that are there; undefined when one is too long. */
function misleadingHeaders(request: FastifyRequest): readonly KeyPart[] | undefined {
  const found: KeyPart[] = [];
  for (const name of ALWAYS_KEYED) {
    if (request.headers[name] === undefined) continue;
    if (isTooLong(request, name)) return undefined;
    found.push(name, headerValue(request, name));
  }
  return found;
}

/** Of what the view's own parser made of the query, so that both understand the same by it. */
function declaredQuery(request: FastifyRequest, names: readonly string[]): KeyPart {
  const query = request.query as Record<string, unknown>;
  for (const name of Object.keys(query)) if (!names.includes(name)) delete query[name];
  return names.map((name) =>
    Object.hasOwn(query, name) ? [name, JSON.stringify(query[name]) ?? null] : null,
  );
}

/**
 * The cookies that a page depends on, with that of the plugin `languages`, which every page does;
 * undefined for all.
 */
export function countedCookies(
  { server }: FastifyRequest,
  declared: readonly string[] | undefined,
): readonly string[] | undefined {
  const language = languageCookieOf(server);
  return declared === undefined || language === undefined ? declared : [...declared, language];
}

/**
 * The cookies that count. Of one that is sent twice both count, since parsers differ in which of
 * them they believe.
 */
function cookieValues(header: string | undefined, names: readonly string[] | undefined): KeyPart {
  if (header === undefined || names?.length === 0) return null;
  if (names === undefined) return header;
  const found: [string, string][] = [];
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at === -1 ? undefined : at).trim();
    if (names.includes(name)) found.push([name, at === -1 ? '' : pair.slice(at + 1).trim()]);
  }
  return found.length === 0 ? null : found;
}

/**
 * All headers that a page's key is made of, in one text, as a key would have them but not hashed.
 * No value of a header has a line break, so no two requests give the same text.
 */
export function keyedText(
  headers: IncomingHttpHeaders,
  cookies: readonly string[] | undefined,
  vary: readonly string[],
): string {
  let text = headers.host ?? '';
  if (headers.cookie !== undefined && cookies?.length !== 0) {
    text += `\ncookie=${cookies === undefined ? headers.cookie : JSON.stringify(cookieValues(headers.cookie, cookies))}`;
  }
  for (const names of [ALWAYS_KEYED, vary]) {
    for (const name of names) {
      const value = headers[name];
      if (value !== undefined) text += `\n${name}=${value}`;
    }
  }
  return text;
}

function headerValue(request: FastifyRequest, name: string): KeyPart {
  const value = request.headers[name];
  if (value === undefined) return null;
  const text = Array.isArray(value) ? value.join('\n') : value;
  if (name === 'accept-encoding') return acceptedEncodings(text);
  // As in Django, two headers that get the same language are one.
  const isChosen = name === 'accept-language' && languageCookieOf(request.server) !== undefined;
  return isChosen ? languageFor(text) : text;
}

/**
 * Two requests that accept the same encodings can have each other's answer, in whatever order they
 * name them. What has weights is left as it is.
 */
function acceptedEncodings(header: string): string {
  if (header.includes(';')) return header;
  return header
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .sort()
    .join(',');
}

function isTooLong(request: FastifyRequest, name: string): boolean {
  const value = request.headers[name];
  return (
    value !== undefined && value.length > (name === 'cookie' ? MAX_COOKIE_LENGTH : MAX_VALUE_LENGTH)
  );
}

function readable(url: string): string {
  const start = url.slice(0, READABLE_LENGTH);
  return isPrintable(start) ? start : '';
}

/** ASCII without spaces, which every backend takes in a key. */
function isPrintable(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}
