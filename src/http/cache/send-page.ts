import type { FastifyReply } from 'fastify';
import { isUnchanged } from './conditions.ts';
import type { PageVisit } from './page-visit.ts';
import { dressedBody, dressingsOf } from './response-dressing.ts';
import { hitHeaders, hitStatus, ownHeaders, type StoredPage, unpacked } from './stored-page.ts';

/**
 * Answers with a page of the cache, past the view and all hooks that would have followed; those of
 * `onResponse` still run.
 */
export function sendPage(page: StoredPage, visit: PageVisit, reply: FastifyReply): void {
  if (dressingsOf(visit.request).length > 0) sendDressed(page, visit, reply);
  else sendAsKept(page, visit, reply);
}

function sendAsKept(page: StoredPage, visit: PageVisit, reply: FastifyReply): void {
  const { raw } = reply;
  const status = isUnchanged(visit.conditions, page) ? 304 : 200;
  const headers = { ...hitHeaders(page, status), ...ownHeaders(reply) };
  if (visit.policy.options.statusHeader) headers['cache-status'] = hitStatus(page);
  // For those who ask the reply what was sent, when it has been.
  reply.header('content-type', headers['content-type']);
  reply.hijack();
  raw.writeHead(status, headers);
  if (status === 304 || visit.method === 'HEAD') raw.end();
  else if (typeof page.body === 'string') raw.end(page.body, 'latin1');
  else raw.end(page.body);
}

/** In development: the toolbar of this request, not of the one that made the page. */
function sendDressed(page: StoredPage, visit: PageVisit, reply: FastifyReply): void {
  const { request, method, policy } = visit;
  const kept = unpacked(page.body);
  reply.headers(hitHeaders(page, 200));
  if (policy.options.statusHeader) reply.header('cache-status', hitStatus(page));
  const body = dressedBody(request, reply, kept);
  reply.header('content-length', String((body as Buffer).length));
  const headers = reply.getHeaders();
  reply.hijack();
  reply.raw.writeHead(200, headers as Record<string, string>);
  reply.raw.end(method === 'HEAD' ? undefined : body);
}
