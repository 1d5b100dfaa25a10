import { isSecretName, MASK, maskSecrets } from '../observe/index.ts';

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
  /** Names only; what a cookie holds is never shown. */
  readonly cookies: readonly NamedValue[];
  /** Fields of a form, or of a JSON document's first level. */
  readonly form: readonly NamedValue[];
  readonly requestHeaders: readonly NamedValue[];
  readonly responseHeaders: readonly NamedValue[];
}

/** The parts of a request and its answer, whatever server has them. */
export interface RequestParts {
  readonly httpVersion: string;
  readonly clientAddress: string;
  readonly parameters: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly requestHeaders: Readonly<Record<string, unknown>>;
  readonly responseHeaders: Readonly<Record<string, unknown>>;
}

/** Characters kept of a value. */
const MAX_LENGTH = 1_000;

/** Fields kept of a form. */
const MAX_FIELDS = 100;

/** What the request panel shows, at the time the response is sent. */
export function requestDetails(parts: RequestParts, showsValues: boolean): RequestDetails {
  const { cookie } = parts.requestHeaders;
  return {
    httpVersion: parts.httpVersion,
    clientAddress: parts.clientAddress,
    parameters: namedValues(parts.parameters),
    query: namedValues(parts.query),
    cookies: cookieNames(String(cookie ?? '')),
    form: formFields(parts.body, showsValues),
    requestHeaders: namedValues(parts.requestHeaders),
    responseHeaders: namedValues(parts.responseHeaders),
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
  if (isSecretName(name)) return { name, value: maskValue(value) };
  const text = value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value;
  return { name, value: maskSecrets(text) };
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

function cookieNames(header: string): NamedValue[] {
  return header
    .split(';')
    .map((part) => part.split('=', 1)[0]!.trim())
    .filter((name) => name !== '')
    .slice(0, MAX_FIELDS)
    .map((name) => ({ name, value: MASK }));
}

/** Nothing of a body that has no fields: a file, a text. */
function formFields(body: unknown, showsValues: boolean): NamedValue[] {
  if (typeof body !== 'object' || body === null || !isPlain(body)) return [];
  return Object.entries(body)
    .slice(0, MAX_FIELDS)
    .map(([name, value]) =>
      showsValues ? namedValue(name, fieldText(value)) : { name, value: MASK },
    );
}

function isPlain(body: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(body);
  return prototype === Object.prototype || prototype === null;
}

/** Parsers make plain data; what is nested is shown with its own secrets masked. */
function fieldText(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const hide = (name: string, item: unknown) =>
    isSecretName(name) && typeof item === 'string' ? MASK : item;
  try {
    return JSON.stringify(value, hide);
  } catch {
    return '[cannot be shown]';
  }
}
