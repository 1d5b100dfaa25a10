import { isIP, isIPv4, isIPv6 } from 'node:net';
import { type Validator, validationError } from './validation-error.ts';
import { regex, type ValidatorOptions } from './validators.ts';

/** Validators of texts that follow a format, with Django's patterns, messages and codes. */

export const validateSlug: Validator<string> = regex(/^[-a-zA-Z0-9_]+$/, {
  message: 'Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.',
});

export const validateUnicodeSlug: Validator<string> = regex(/^[-\p{L}\p{N}_]+$/u, {
  message: 'Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.',
});

export const validateInteger: Validator<string | number> = regex(/^-?\d+$/, {
  message: 'Enter a valid integer.',
});

export const validateCommaSeparatedIntegers: Validator<string> = regex(/^\d+(?:,\d+)*$/, {
  message: 'Enter only digits separated by commas.',
});

export const validateIpv4Address = address(isIPv4, 'IPv4');
export const validateIpv6Address = address(isIPv6, 'IPv6');
/** IPv4 or IPv6. */
export const validateIpAddress = address((text) => isIP(text) !== 0, 'IPv4 or IPv6');

export const validateNoNullCharacters: Validator<string> = regex('\0', {
  isInverse: true,
  message: 'Null characters are not allowed.',
  code: 'null_characters_not_allowed',
});

// Labels of at most 63 characters that neither start nor end with a hyphen (RFC 1034), with the
// letters of internationalised names (RFC 5890), and a top level that is no number.
const LETTERS = 'a-z\\u00a1-\\uffff';
const LABEL = `[${LETTERS}0-9](?:[${LETTERS}0-9-]{0,61}[${LETTERS}0-9])?`;
const SUBDOMAINS = `(?:\\.(?!-)[${LETTERS}0-9-]{1,63}(?<!-))*`;
const TOP_LEVEL = `\\.(?!-)(?:[${LETTERS}-]{2,63}|xn--[a-z0-9]{1,59})(?<!-)`;
const DOMAIN = `${LABEL}${SUBDOMAINS}${TOP_LEVEL}`;
const MAX_DOMAIN_LENGTH = 253;

const DOMAIN_ALONE = new RegExp(`^${DOMAIN}\\.?$`, 'i');

export const validateDomainName: Validator<string> = (value) => {
  const isDomain = value.length <= MAX_DOMAIN_LENGTH + 2 && DOMAIN_ALONE.test(value);
  if (!isDomain) throw validationError('Enter a valid domain name.');
};

// RFC 5322 without comments and white space: atoms with dots between them, or a quoted text.
const EMAIL_USER = new RegExp(
  "^[-!#$%&'*+/=?^_`{}|~0-9A-Z]+(\\.[-!#$%&'*+/=?^_`{}|~0-9A-Z]+)*$" +
    '|^"([\\x01-\\x08\\x0b\\x0c\\x0e-\\x1f!#-\\[\\]-\\x7f]|\\\\[\\x01-\\x09\\x0b\\x0c\\x0e-\\x7f])*"$',
  'i',
);
const EMAIL_DOMAIN = new RegExp(`^${DOMAIN}$`, 'i');
const EMAIL_LITERAL = /^\[([A-F0-9:.]+)\]$/i;
/** 64 before the @ and 255 behind it (RFC 3696). */
const MAX_EMAIL_LENGTH = 320;

/** An address such as `ada@example.com`; `allowlist` are domains that need no dot. */
export function emailValidator(
  options: ValidatorOptions & { readonly allowlist?: readonly string[] } = {},
): Validator<string> {
  const { allowlist = ['localhost'], message = 'Enter a valid email address.', code } = options;
  return (value) => {
    const at = value.lastIndexOf('@');
    const isAddress =
      at > 0 &&
      value.length <= MAX_EMAIL_LENGTH &&
      EMAIL_USER.test(value.slice(0, at)) &&
      isEmailDomain(value.slice(at + 1), allowlist);
    if (!isAddress) throw validationError(message, { code: code ?? 'invalid' });
  };
}

function isEmailDomain(domain: string, allowlist: readonly string[]): boolean {
  if (allowlist.includes(domain) || EMAIL_DOMAIN.test(domain)) return true;
  return isIP(EMAIL_LITERAL.exec(domain)?.[1] ?? '') !== 0;
}

export const validateEmail = emailValidator();

const OCTET = '(?:0|25[0-5]|2[0-4][0-9]|1[0-9]?[0-9]?|[1-9][0-9]?)';
const URL_PATTERN = new RegExp(
  '^(?<scheme>[a-z0-9.+-]*)://(?:[^\\s:@/]+(?::[^\\s:@/]*)?@)?' +
    `(?:(?:${OCTET}\\.){3}${OCTET}|\\[(?<ipv6>[0-9a-f:.]+)\\]|(?<host>${DOMAIN}\\.?|localhost))` +
    '(?::[0-9]{1,5})?(?:[/?#][^\\s]*)?$',
  'i',
);
const MAX_URL_LENGTH = 2_048;

/** An absolute URL of one of the schemes; default http, https, ftp and ftps. */
export function urlValidator(
  options: ValidatorOptions & { readonly schemes?: readonly string[] } = {},
): Validator<string> {
  const { schemes = ['http', 'https', 'ftp', 'ftps'], message = 'Enter a valid URL.' } = options;
  return (value) => {
    const found = value.length <= MAX_URL_LENGTH ? URL_PATTERN.exec(value)?.groups : undefined;
    const isUrl =
      found !== undefined &&
      schemes.includes(found.scheme!.toLowerCase()) &&
      (found.ipv6 === undefined || isIPv6(found.ipv6)) &&
      (found.host ?? '').length <= MAX_DOMAIN_LENGTH;
    if (!isUrl) throw validationError(message, { code: options.code ?? 'invalid' });
  };
}

export const validateUrl = urlValidator();

function address(accepts: (text: string) => boolean, protocol: string): Validator<string> {
  return (value) => {
    if (accepts(value)) return;
    throw validationError(`Enter a valid ${protocol} address.`, { params: { protocol } });
  };
}
