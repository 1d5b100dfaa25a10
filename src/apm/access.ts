import { createHash, timingSafeEqual } from 'node:crypto';
import {
  type App,
  createAddressCheck,
  createToolHostCheck,
  guardTool,
  isHostAllowed,
  type Request,
} from '../http/index.ts';
import { apmError } from './errors.ts';
import type { Access } from './options.ts';

/** What the client is asked for when the token is missing; browsers show it. */
const CHALLENGE = 'Basic realm="Uptempo APM", charset="UTF-8"';

/** Refuses all requests to the scope that do not have everything that was asked for. */
export function guardApm(scope: App, access: Access): void {
  const { permission, token, allowedAddresses, allowedHosts, checksHost } = access;
  const isAllowedAddress = createAddressCheck(allowedAddresses ?? []);
  const isAllowedHost = checksHost
    ? createToolHostCheck(allowedHosts, scope.uptempoIsAllowedHost)
    : undefined;
  if (token !== undefined) requireToken(scope, token);
  guardTool(scope, 'The APM', (request) => {
    if (allowedAddresses !== undefined && !isAllowedAddress(request)) return false;
    if (isAllowedHost !== undefined && !isHostAllowed(request, isAllowedHost)) return false;
    return permission === undefined ? true : permission(request);
  });
}

function requireToken(scope: App, token: string): void {
  const expected = digest(token);
  scope.addHook('onRequest', async (request, reply) => {
    const given = tokenOf(request);
    // By digest in constant time, so that neither length nor beginning can be told.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return;
    reply.header('www-authenticate', CHALLENGE);
    throw apmError('apm.token.wrong', 'The APM needs its token.', {
      hint: 'Send it as "Authorization: Bearer …", or give it as the password.',
    });
  });
}

/** Of `Bearer`, or the password of `Basic`, whose user can be anybody. */
function tokenOf({ headers }: Request): string | undefined {
  const [, scheme = '', value] = /^(bearer|basic) +(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (value === undefined || scheme.toLowerCase() === 'bearer') return value;
  const text = Buffer.from(value, 'base64').toString();
  const colon = text.indexOf(':');
  return colon === -1 ? undefined : text.slice(colon + 1);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
