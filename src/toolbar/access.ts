import type { UptempoError } from '../core/index.ts';
import { isForeign, type Request } from '../http/index.ts';
import { toolbarError } from './errors.ts';

/** Tells whether a request comes from a client that may see the toolbar. */
export type AddressCheck = (request: Request) => boolean;

/**
 * Allows a request when every address it came through is in the list: the socket's, the client's
 * as Fastify sees it (`trustProxy`), and all that X-Forwarded-For names. So a proxy on this
 * machine does not make the whole world local.
 */
export function createAddressCheck(allowed: readonly string[]): AddressCheck {
  const addresses = new Set(allowed.map(normaliseAddress));
  return (request) =>
    addressesOf(request).every((address) => addresses.has(normaliseAddress(address)));
}

function addressesOf(request: Request): string[] {
  const forwarded = request.headers['x-forwarded-for'];
  const hops = forwarded === undefined ? [] : String(forwarded).split(',');
  return [request.raw.socket.remoteAddress ?? '', request.ip ?? '', ...hops];
}

/** Dual-stack sockets write IPv4 addresses as `::ffff:127.0.0.1`. */
function normaliseAddress(address: string): string {
  return address
    .trim()
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '');
}

/**
 * Why a request may not see the toolbar's own pages, or undefined when it may: they are refused
 * to other addresses and to other sites; a link from another port of this machine may be followed.
 */
export function accessProblem(request: Request, isAllowed: AddressCheck): UptempoError | undefined {
  if (!isAllowed(request)) {
    return toolbarError(
      'toolbar.access.denied',
      `The toolbar is not shown to ${request.ip || 'this address'}.`,
      { hint: 'If it should be, add the address to allowedAddresses.' },
    );
  }
  return isForeign(request)
    ? toolbarError('toolbar.access.cross_site', 'Another site asked for a page of the toolbar.')
    : undefined;
}
