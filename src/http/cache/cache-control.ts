import type { FastifyReply } from 'fastify';
import type { Timeout } from '../../cache/index.ts';
import { checkOptions, option } from '../../core/index.ts';
import { ageOption, timeoutMs } from './timeout-option.ts';

/** Directives of a Cache-Control header; times are timeouts such as `'15m'` or seconds. */
export interface CacheControl {
  /** How long a browser may show the answer without asking again. */
  readonly maxAge?: Timeout;
  /** The same for caches that many people share, such as a CDN. */
  readonly sMaxage?: Timeout;
  /** Anybody may keep it, also when the request carried credentials. */
  readonly public?: boolean;
  /** Only the browser it was sent to may keep it. */
  readonly private?: boolean;
  /** It may be kept, and the server is asked each time whether it is still good. */
  readonly noCache?: boolean;
  /** Nobody may keep it. */
  readonly noStore?: boolean;
  readonly noTransform?: boolean;
  readonly mustRevalidate?: boolean;
  readonly proxyRevalidate?: boolean;
  /** It never changes while it is fresh. */
  readonly immutable?: boolean;
  readonly staleWhileRevalidate?: Timeout;
  readonly staleIfError?: Timeout;
}

/** Directives by name in lower case; undefined for one without a value. */
export type Directives = ReadonlyMap<string, string | undefined>;

const OPTIONS = {
  maxAge: ageOption,
  sMaxage: ageOption,
  public: option.boolean,
  private: option.boolean,
  noCache: option.boolean,
  noStore: option.boolean,
  noTransform: option.boolean,
  mustRevalidate: option.boolean,
  proxyRevalidate: option.boolean,
  immutable: option.boolean,
  staleWhileRevalidate: ageOption,
  staleIfError: ageOption,
} as const;

const OPPOSITES: Readonly<Record<string, string>> = { public: 'private', private: 'public' };

/** A directive with its value, quoted or not. A semicolon where a comma belongs ends it too. */
const DIRECTIVE =
  /(?<name>[!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*(?:"(?<quoted>(?:[^"\\]|\\.)*)"|(?<plain>[^\s,;]*)))?/g;

/** What a header says, in any letter case; of an age that is given twice the lower one counts. */
export function parseCacheControl(header: unknown): Directives {
  const directives = new Map<string, string | undefined>();
  if (header === undefined) return directives;
  for (const { groups } of headerText(header).matchAll(DIRECTIVE)) {
    const name = groups!.name!.toLowerCase();
    const value = groups!.quoted ?? groups!.plain;
    const known = directives.get(name);
    directives.set(name, known === undefined ? value : lower(known, value));
  }
  return directives;
}

/** Seconds of an age; 0 for what is none, which keeps nothing by mistake (RFC 9111, 4.2.1). */
export function ageOf(value: string | undefined): number {
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : 0;
}

/**
 * Adds directives to the answer's Cache-Control. Of two ages the lower one wins; `public` and
 * `private` replace each other.
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function patchCacheControl(reply: FastifyReply, control: CacheControl): void {
  addDirectives(reply, directivesOf(control));
}

/** The directives of options, checked. @throws as `patchCacheControl` */
export function directivesOf(control: CacheControl): Directives {
  checkOptions('cacheControl()', control, OPTIONS);
  const directives = new Map<string, string | undefined>();
  for (const [name, value] of Object.entries(control) as [keyof CacheControl, unknown][]) {
    if (value === undefined || value === false) continue;
    directives.set(directiveName(name), value === true ? undefined : seconds(value as Timeout));
  }
  return directives;
}

export function addDirectives(reply: FastifyReply, added: Directives): void {
  const directives = new Map(parseCacheControl(reply.getHeader('cache-control')));
  for (const [name, value] of added) {
    const opposite = OPPOSITES[name];
    if (opposite !== undefined) directives.delete(opposite);
    const known = directives.get(name);
    directives.set(name, known === undefined ? value : lower(known, value));
  }
  reply.header('cache-control', formatDirectives(directives));
}

export function formatDirectives(directives: Directives): string {
  return Array.from(directives, ([name, value]) => {
    if (value === undefined) return name;
    return /^[!#$%&'*+.^_`|~\w-]+$/.test(value) ? `${name}=${value}` : `${name}="${value}"`;
  }).join(', ');
}

/** A header as one text; Fastify has a list of one that was set several times. */
export function headerText(header: unknown): string {
  return Array.isArray(header) ? header.join(', ') : String(header);
}

function lower(known: string, value: string | undefined): string {
  if (value === undefined) return known;
  return ageOf(value) < ageOf(known) ? value : known;
}

function directiveName(name: string): string {
  if (name === 'sMaxage') return 's-maxage';
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function seconds(value: Timeout): string {
  return String(Math.floor(timeoutMs(value)! / 1000));
}
