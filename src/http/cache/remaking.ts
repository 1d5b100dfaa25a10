import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Making, PageVisit } from './page-visit.ts';

/** A page that is past its time, and what is to become of the one that replaces it. */
interface Errand {
  readonly visit: PageVisit;
  readonly making: Making;
  isTaken: boolean;
}

const errands = new AsyncLocalStorage<Errand>();

/** Headers of one connection or of one body, and those that ask for less than a whole page. */
const NOT_PASSED_ON = [
  'connection',
  'keep-alive',
  'upgrade',
  'expect',
  'te',
  'transfer-encoding',
  'content-length',
  'range',
  'if-range',
  'if-match',
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
] as const;

/**
 * Makes a page anew while the old one is sent: by a request within the process, with the headers of
 * the one that found it old. It takes the way of any other, past hooks and view, and nobody waits.
 */
export async function remake(visit: PageVisit, making: Making): Promise<void> {
  const { raw, server, headers } = visit.request;
  const { remoteAddress } = raw.socket;
  const request = {
    method: visit.method,
    url: raw.url!,
    headers: passedOn(headers),
    ...(remoteAddress === undefined ? {} : { remoteAddress }),
  };
  try {
    // Awaited within: the request is made when somebody waits for its answer.
    await errands.run({ visit, making, isTaken: false }, async () => await server.inject(request));
    // Does nothing once the answer was kept or refused.
    making.fail(new Error('a hook answered in the place of the view'));
  } catch (error) {
    making.fail(error as Error);
  }
}

/**
 * Whether a request can be made again: a path that an URL writes otherwise (`/a/../b`) would come
 * to another route.
 */
export function canBeRemade({ raw: { url = '' } }: FastifyRequest): boolean {
  if (!URL.canParse(url, BASE)) return false;
  const { origin, pathname, search } = new URL(url, BASE);
  return origin === BASE && `${pathname}${search}` === url;
}

const BASE = 'http://localhost';

/** The visit of a request that was made to replace a page; undefined for any other request. */
export function visitToRemake(request: FastifyRequest): PageVisit | undefined {
  const errand = errands.getStore();
  if (errand === undefined || errand.isTaken) return undefined;
  const first = errand.visit.request;
  const isSame =
    request.raw.url === first.raw.url && request.routeOptions.url === first.routeOptions.url;
  if (!isSame) return undefined;
  errand.isTaken = true;
  // By this the view knows the scheme, which is part of the page's address.
  if ('encrypted' in first.raw.socket) Object.assign(request.raw.socket, { encrypted: true });
  return errand.visit.taken(request, errand.making);
}

function passedOn(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const passed: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !NOT_PASSED_ON.includes(name as never)) passed[name] = value;
  }
  return passed;
}
