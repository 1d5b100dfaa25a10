import type { Reply, Request } from '../http/index.ts';

/** A header or parameter as it is shown. */
export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** What the request panel shows beside the trace. Secrets are masked before they are stored. */
export interface RequestDetails {
  readonly httpVersion: string;
  readonly clientAddress: string;
  readonly parameters: readonly NamedValue[];
  readonly query: readonly NamedValue[];
  readonly requestHeaders: readonly NamedValue[];
  readonly responseHeaders: readonly NamedValue[];
}

const MASK = '••••••';

/** Names whose values let somebody act as the user. */
const SECRET_NAME =
  /auth|cookie|token|secret|passw|passphrase|credential|session|signature|api-?_?key|csrf|xsrf/i;

/** Characters kept of a value. */
const MAX_LENGTH = 1_000;

/** Reads what the request panel shows, at the time the response is sent. */
export function requestDetails(request: Request, reply: Reply): RequestDetails {
  return {
    httpVersion: request.raw.httpVersion,
    clientAddress: request.ip,
    parameters: namedValues(request.params),
    query: namedValues(request.query),
    requestHeaders: namedValues(request.headers),
    responseHeaders: namedValues(reply.getHeaders()),
  };
}

function namedValues(values: unknown): NamedValue[] {
  if (typeof values !== 'object' || values === null) return [];
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .flatMap(([name, value]) =>
      Array.isArray(value)
        ? value.map((item: unknown) => namedValue(name, String(item)))
        : [namedValue(name, String(value))],
    );
}

function namedValue(name: string, value: string): NamedValue {
  if (/^(?:set-)?cookie$/i.test(name)) return { name, value: maskCookies(value) };
  if (SECRET_NAME.test(name)) return { name, value: maskValue(value) };
  return { name, value: value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value };
}

/** `Bearer ••••••`: the scheme is no secret and says what kind of login it was. */
function maskValue(value: string): string {
  const scheme = /^(?:Basic|Bearer|Digest)(?= )/i.exec(value)?.[0];
  return scheme === undefined ? MASK : `${scheme} ${MASK}`;
}

/** Names of cookies and attributes like Path stay, values go. */
function maskCookies(value: string): string {
  return value
    .split(';')
    .map((part) => {
      const [name, ...rest] = part.trim().split('=');
      const isAttribute = /^(?:path|domain|expires|max-age|samesite)$/i.test(name!);
      return rest.length === 0 || isAttribute ? part.trim() : `${name}=${MASK}`;
    })
    .join('; ');
}
