import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { httpError } from './errors.ts';
import type { Mode } from './mode.ts';

/** What a development server answers to unless `allowedHosts` says otherwise. */
const DEVELOPMENT_HOSTS = ['localhost', '.localhost', '127.0.0.1', '[::1]'] as const;

/** A host name or an address in brackets, then a port. Source: Django, `host_validation_re`. */
const HOST_HEADER = /^(?<host>[a-z0-9._-]+|\[[a-f0-9]*:[a-f0-9.:]+\])(?::[0-9]+)?$/;

const ALLOWED_HOST = /^(?:\*|\.?[a-z0-9._-]+|\[[a-f0-9]*:[a-f0-9.:]+\])$/i;

/** Tells whether the Host header of a request is one this app answers to. */
export type HostCheck = (header: string) => boolean;

/**
 * The check for a list of host names: `example.com`, `.example.com` for it and its subdomains,
 * `*` for any.
 *
 * @throws http.hosts.missing when the list is absent or empty in production, http.hosts.invalid
 */
export function createHostCheck(allowed: readonly string[] | undefined, mode: Mode): HostCheck {
  const hosts = allowed ?? (mode === 'development' ? DEVELOPMENT_HOSTS : []);
  if (hosts.length === 0) throw missing();
  for (const host of hosts) if (!ALLOWED_HOST.test(host)) throw invalid(host);
  const patterns = hosts.map((host) => host.toLowerCase());
  if (patterns.includes('*')) return () => true;
  let lastAllowed: string | undefined;
  return (header) => {
    if (header === lastAllowed) return true;
    const host = HOST_HEADER.exec(header.toLowerCase())?.groups?.host?.replace(/\.$/, '');
    if (host === undefined || !patterns.some((pattern) => matches(pattern, host))) return false;
    lastAllowed = header;
    return true;
  };
}

/**
 * The check for a tool that is shown to some addresses. Another site can have its own name lead here
 * and have a browser at such an address ask for the tool's pages under it (DNS rebinding); an
 * address in the Host header it can't fake.
 *
 * @param allowed - names beside addresses; undefined for `appCheck`, else `localhost`.
 * @param appCheck - what the app answers to, in an app of `createApp`.
 * @throws http.hosts.invalid
 */
export function createToolHostCheck(
  allowed: readonly string[] | undefined,
  appCheck: HostCheck | undefined,
): HostCheck {
  if (allowed === undefined && appCheck !== undefined) return appCheck;
  const isNamed = createHostCheck(allowed, 'development');
  return (header) => isAddress(header) || isNamed(header);
}

/**
 * Whether a tool's check allows the host of a request: what a proxy says it was, where the app trusts
 * one, and what the connection says. A page under a name that leads here can write the first itself.
 */
export function isHostAllowed(
  { host, headers }: { readonly host: string; readonly headers: IncomingHttpHeaders },
  check: HostCheck,
): boolean {
  return check(host) && (headers.host === undefined || check(headers.host));
}

function isAddress(header: string): boolean {
  const { hostname } = URL.parse(`http://${header}`) ?? { hostname: '' };
  return isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
}

/** The error that refuses a request for its Host header. */
export function hostNotAllowed(header: string) {
  return header === ''
    ? httpError('http.host.not_allowed', 'The request has no Host header.')
    : httpError('http.host.not_allowed', `This site does not answer to the host "${header}".`, {
        hint: 'If it should, add the name to allowedHosts in uptempo.config.ts.',
      });
}

function matches(pattern: string, host: string): boolean {
  return pattern.startsWith('.')
    ? host === pattern.slice(1) || host.endsWith(pattern)
    : host === pattern;
}

function missing() {
  return httpError('http.hosts.missing', 'allowedHosts must be set in production.', {
    hint: 'List the host names the site answers to: allowedHosts: ["example.com"].',
  });
}

function invalid(host: string) {
  return httpError('http.hosts.invalid', `allowedHosts: "${host}" is not a host name.`, {
    hint: 'Write the name alone, without scheme, port or path: "example.com", ".example.com" or "*".',
  });
}
