import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { addDirectives, ageOf, headerText } from './cache-control.ts';
import { isUnchanged, type Validators } from './conditions.ts';
import { countedCookies } from './page-address.ts';
import type { PagePolicy } from './page-options.ts';
import type { PageVisit } from './page-visit.ts';
import { dressedBody } from './response-dressing.ts';
import {
  entityTag,
  packed,
  removeBodyHeaders,
  replacedBy,
  type StoredPage,
  storedHead,
} from './stored-page.ts';
import { judge, type Verdict } from './storing-rules.ts';
import { patchVary, varyNames } from './vary.ts';

/**
 * What is sent for what the view and the hooks have made: the body, kept on the way if it may be,
 * or nothing for a browser that has it.
 */
export function answerOf(visit: PageVisit, reply: FastifyReply, body: unknown): unknown {
  const reason = keep(visit, reply, body);
  if (visit.policy.options.statusHeader) {
    const detail = reason === undefined ? 'stored' : `detail=${reason}`;
    reply.header('cache-status', `uptempo; fwd=miss; ${detail}`);
  }
  const sent = dressedBody(visit.request, reply, body);
  return isFull(reply, sent) && isUnchanged(visit.conditions, validatorsOf(reply))
    ? notModified(reply)
    : sent;
}

/** What is sent in the place of an answer that failed: an older page, as it was kept. */
export function answerInstead(visit: PageVisit, reply: FastifyReply, page: StoredPage): unknown {
  const { statusCode } = reply;
  const body = replacedBy(page, reply);
  if (visit.policy.options.statusHeader) {
    reply.header('cache-status', `uptempo; fwd=stale; fwd-status=${statusCode}`);
  }
  const sent = dressedBody(visit.request, reply, body);
  return isUnchanged(visit.conditions, validatorsOf(reply)) ? notModified(reply) : sent;
}

/** @returns why the answer was not kept. */
function keep(visit: PageVisit, reply: FastifyReply, body: unknown): string | undefined {
  const { policy, address } = visit;
  const verdict = judge(reply, policy);
  if (!verdict.isStored) return passed(visit, reply, verdict.reason);
  const bytes = bytesOf(body);
  if (bytes === undefined) return passed(visit, reply, 'stream');
  if (bytes.length > policy.maxBytes) return passed(visit, reply, 'size');
  if (visit.request.headers.range !== undefined) return passed(visit, reply, 'range');
  if (!policy.mayStore(address.url, verdict.timeoutMs)) return passed(visit, reply, 'variants');
  const vary = varyOf(visit, reply);
  if (vary === undefined) return passed(visit, reply, 'vary');
  tellClients(visit, reply, verdict, bytes);
  const page = pageOf(visit, reply, verdict, bytes);
  if (page === undefined) return passed(visit, reply, 'headers');
  const { timeoutMs, mayBeStale } = verdict;
  return visit.keep({ page, timeoutMs, vary, mayBeStale }) ? undefined : 'vary';
}

/** After a failure the next one may work; whatever else was not kept will not be the next time. */
function passed(visit: PageVisit, { statusCode }: FastifyReply, reason: string): string {
  if (statusCode < 500) visit.refuse();
  else visit.pass();
  return reason;
}

/** Undefined when a value that the answer depends on is too long for a key. */
function varyOf(visit: PageVisit, reply: FastifyReply): readonly string[] | undefined {
  const { varyOn } = visit.policy;
  if (varyOn.length > 0) patchVary(reply, varyOn);
  const isKeyed = (name: string) =>
    name === 'authorization' || (name === 'cookie' && hasCookies(visit));
  const names = varyNames(reply.getHeader('vary')).filter((name) => !isKeyed(name));
  return visit.address.variant(names) === undefined ? undefined : names;
}

/** Whether the key has some cookies in it. */
function hasCookies({ request, policy }: PageVisit): boolean {
  return countedCookies(request, policy.options.cookies)?.length !== 0;
}

/** What other caches have to know to treat the answer as this one does. */
function tellClients(
  visit: PageVisit,
  reply: FastifyReply,
  { timeoutMs, isPublic, mayBeStale }: Verdict & { isStored: true },
  body: Uint8Array,
): void {
  const { policy, address } = visit;
  if (hasCookies(visit)) patchVary(reply, ['Cookie']);
  if (address.hasAuthorization && !isPublic) patchVary(reply, ['Authorization']);
  const maxAge = Math.floor(policy.maxAgeMs(timeoutMs) / 1000);
  const directives = new Map<string, string | undefined>([['max-age', String(maxAge)]]);
  if (maxAge === 0) directives.set('must-revalidate', undefined);
  else if (mayBeStale && timeoutMs !== null) addStaleDirectives(directives, policy);
  addDirectives(reply, directives);
  if (!reply.hasHeader('expires')) {
    reply.header('expires', new Date(Date.now() + maxAge * 1000).toUTCString());
  }
  const hasBody = visit.method === 'GET' || body.length > 0;
  if (hasBody && !reply.hasHeader('etag')) reply.header('etag', entityTag(body));
}

/** What a cache in between may do as this one does (RFC 5861). */
function addStaleDirectives(
  directives: Map<string, string | undefined>,
  { staleMs, graceMs }: PagePolicy,
): void {
  const add = (name: string, milliseconds: number) => {
    if (milliseconds >= 1000) directives.set(name, String(Math.floor(milliseconds / 1000)));
  };
  add('stale-while-revalidate', staleMs);
  add('stale-if-error', graceMs);
}

function pageOf(
  visit: PageVisit,
  reply: FastifyReply,
  { isPublic, timeoutMs }: Verdict & { isStored: true },
  bytes: Uint8Array,
): StoredPage | undefined {
  // The route that answers HEAD for a GET route has the whole page here, or its length alone.
  const isHead = visit.method === 'HEAD';
  const given = reply.getHeader('content-length');
  const length = isHead && bytes.length === 0 && given !== undefined ? Number(given) : bytes.length;
  const head = storedHead(reply);
  if (head === undefined) return undefined;
  const age = reply.getHeader('age');
  return {
    head,
    length,
    body: isHead ? '' : packed(bytes),
    ...validatorsOf(reply),
    madeAtMs: Date.now(),
    freshMs: timeoutMs,
    initialAge: age === undefined ? 0 : ageOf(headerText(age)),
    isPublic,
  };
}

const EMPTY = Buffer.alloc(0);

function validatorsOf(reply: FastifyReply): Validators {
  const text = (name: string) => {
    const value = reply.getHeader(name);
    return value === undefined ? undefined : headerText(value);
  };
  return { etag: text('etag'), lastModified: text('last-modified') };
}

function isFull(reply: FastifyReply, body: unknown): boolean {
  return reply.statusCode === 200 && bytesOf(body) !== undefined;
}

function notModified(reply: FastifyReply): null {
  reply.code(304);
  removeBodyHeaders(reply);
  return null;
}

/** A copy where the view could still change it. */
function bytesOf(body: unknown): Uint8Array | undefined {
  if (typeof body === 'string') return Buffer.from(body);
  if (body === null || body === undefined) return EMPTY;
  return body instanceof Uint8Array ? body : undefined;
}

export function isStream(body: unknown): body is Readable {
  return typeof body === 'object' && body !== null && 'pipe' in body;
}

/** A stream that a hook has made of a text, such as a compressed one, as bytes if it stays small. */
export async function collected(stream: Readable, maxBytes: number): Promise<Buffer | Readable> {
  const chunks: Buffer[] = [];
  let length = 0;
  const reader = stream[Symbol.asyncIterator]();
  for (;;) {
    const { done, value } = await reader.next();
    if (done === true) return Buffer.concat(chunks);
    const chunk = Buffer.from(value);
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) return rest(chunks, reader);
  }
}

function rest(chunks: readonly Buffer[], reader: AsyncIterator<unknown>): Readable {
  async function* all() {
    yield* chunks;
    for (let next = await reader.next(); next.done !== true; next = await reader.next()) {
      yield next.value;
    }
  }
  return Readable.from(all(), { objectMode: false });
}
