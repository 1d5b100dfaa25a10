import type { IncomingHttpHeaders } from 'node:http';

/** What tells where a request comes from; a Fastify request is one. */
export interface AddressedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly ip: string;
  readonly raw: { readonly socket: { readonly remoteAddress?: string | undefined } };
}

/** Tells whether a request comes from one of some addresses. */
export type AddressCheck = (request: AddressedRequest) => boolean;

/**
 * Allows a request when every address it came through is in the list: the socket's, the client's
 * as Fastify sees it (`trustProxy`), and all that X-Forwarded-For, Forwarded and X-Real-IP name. So a
 * proxy on this machine does not make the whole world local.
 */
export function createAddressCheck(allowed: readonly string[]): AddressCheck {
  const addresses = new Set(allowed.map(normaliseAddress));
  return (request) =>
    addressesOf(request).every((address) => addresses.has(normaliseAddress(address)));
}

function addressesOf(request: AddressedRequest): string[] {
  const { headers, raw, ip } = request;
  const lists = [headers['x-forwarded-for'], headers['x-real-ip']];
  const hops = lists.flatMap((list) => (list === undefined ? [] : String(list).split(',')));
  return [raw.socket.remoteAddress ?? '', ip ?? '', ...hops, ...forwardedFor(headers.forwarded)];
}

/** Clients that `Forwarded` names (RFC 7239): `for=192.0.2.60`, `for="[2001:db8::1]:4711"`. */
function forwardedFor(header: string | undefined): string[] {
  const named = header?.matchAll(/\bfor\s*=\s*"?(?:\[([^\]]*)\]|([^\s";,:]*))/gi) ?? [];
  return [...named].map(([, version6, other]) => version6 ?? other ?? '');
}

/** Dual-stack sockets write IPv4 addresses as `::ffff:127.0.0.1`. */
function normaliseAddress(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
}
