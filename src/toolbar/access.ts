import { isIP } from 'node:net';
import type { UptempoError } from '../core/index.ts';
import {
  type AddressCheck,
  createHostCheck,
  type HostCheck,
  isForeign,
  type Request,
} from '../http/index.ts';
import { toolbarError } from './errors.ts';

/**
 * Tells whether a Host header names this machine. Another site can have its own name lead here and
 * have a browser on this machine ask for traces under it (DNS rebinding); an address it can't fake.
 *
 * @throws http.hosts.invalid
 */
export function createToolbarHostCheck(
  allowedHosts: readonly string[] | undefined,
  appCheck: HostCheck | undefined,
): HostCheck {
  if (allowedHosts === undefined && appCheck !== undefined) return appCheck;
  const isNamed = createHostCheck(allowedHosts, 'development');
  return (header) => isAddress(header) || isNamed(header);
}

function isAddress(header: string): boolean {
  const { hostname } = URL.parse(`http://${header}`) ?? { hostname: '' };
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/**
 * Why a request may not see the toolbar's own pages, or undefined when it may: they are refused
 * to other addresses and to other sites; a link from another port of this machine may be followed.
 */
export function accessProblem(
  request: Request,
  isAllowed: AddressCheck,
  isAllowedHost: HostCheck,
): UptempoError | undefined {
  if (!isAllowedHost(request.host)) {
    return toolbarError(
      'toolbar.host.not_allowed',
      `The toolbar is not shown under the host name "${request.host}".`,
      { hint: 'If it should be, add the name to allowedHosts of the toolbar.' },
    );
  }
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
