/** What stands in the place of a secret. */
export const MASK = '••••••';

/** Names whose values let somebody act as the user, or as the site. */
const SECRET_NAME =
  /auth|cookie|token|secret|passw|passphrase|credential|session|signature|private|api-?_?key|access-?_?key|csrf|xsrf|dsn$/i;

/** Names that only sound so. */
const NO_SECRET = /^(?:author|authors|authority)(?:_|$)|(?:timeout|length|count|enabled)$/i;

export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !NO_SECRET.test(name);
}

/** `scheme://user:password@host`: the password goes, or what stands alone before the @. */
const PASSWORD_IN_URL = /(?<start>\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/gi;
const TOKEN_IN_URL = /(?<start>\b[a-z][a-z0-9+.-]*:\/\/)[^\s/:@]+(?=@)/gi;

/** `?api_key=…`, `;password=…` of connection strings. */
const SECRET_PARAMETER =
  /(?<start>(?:^|[?&;\s])[\w.-]*(?:passw(?:or)?d|secret|token|api[-_]?key|signature|credential)[\w.-]*=)[^&;\s]+/gi;

/** What issuers of keys begin them with, JSON Web Tokens, keys in PEM. */
const KEYS = [
  /\b(?:sk|pk|rk)_(?:live|test)_\w{8,}/g,
  /\b(?:ghp|gho|ghs|github_pat|glpat|xox[abpr])[-_][\w-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
] as const;

/** What each of the patterns above has in it. Most texts have none, and nine searches take 1 µs. */
const HINTS = /:\/\/|=|_(?:live|test)_|gh[pos]|github_pat|glpat|xox|AKIA|eyJ|-----BEGIN/i;

/** The text with what looks like a secret masked, whatever it is called. */
export function maskSecrets(text: string): string {
  if (!HINTS.test(text)) return text;
  let masked = text
    .replace(PASSWORD_IN_URL, `$<start>${MASK}`)
    .replace(TOKEN_IN_URL, (found, start: string) =>
      found.includes(MASK) ? found : `${start}${MASK}`,
    )
    .replace(SECRET_PARAMETER, `$<start>${MASK}`);
  for (const key of KEYS) masked = masked.replace(key, MASK);
  return masked;
}
