import type { UptempoError } from '../core/index.ts';
import {
  type AddressCheck,
  type HostCheck,
  isForeign,
  isHostAllowed,
  type Request,
} from '../http/index.ts';
import { toolbarError } from './errors.ts';

/**
 * Why a request may not see the toolbar's own pages, or undefined when it may: they are refused
 * to other addresses and to other sites; a link from another port of this machine may be followed.
 */
export function accessProblem(
  request: Request,
  isAllowed: AddressCheck,
  isAllowedHost: HostCheck,
): UptempoError | undefined {
  if (!isHostAllowed(request, isAllowedHost)) {
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
