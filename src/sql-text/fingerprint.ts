import { type SqlToken, tokenizeSql } from './tokens.ts';

/** Statements remembered; an application has hundreds of shapes, raw SQL with literals has more. */
const MAX_REMEMBERED = 1_000;

const remembered = new Map<string, string>();

/**
 * The statement without what differs between two runs of the same line: literals and parameters
 * become `?`, lists of them `(?, …)`, comments go, white space becomes one space.
 *
 * ```ts
 * fingerprintSql("SELECT * FROM movie WHERE id IN (1, 2) AND title = 'Jaws'");
 * // SELECT * FROM movie WHERE id IN (?, …) AND title = ?
 * ```
 */
export function fingerprintSql(sql: string): string {
  const known = remembered.get(sql);
  if (known !== undefined) return known;
  const fingerprint = collapseLists(tokenizeSql(sql).map(normalise).join('')).trim();
  // All at once: an application that fills it runs texts with literals, which seldom come again.
  if (remembered.size >= MAX_REMEMBERED) remembered.clear();
  remembered.set(sql, fingerprint);
  return fingerprint;
}

function normalise(token: SqlToken): string {
  switch (token.kind) {
    case 'space':
    case 'comment':
      return ' ';
    case 'string':
    case 'number':
    case 'parameter':
      return '?';
    default:
      return token.text;
  }
}

function collapseLists(sql: string): string {
  return sql
    .replace(/ {2,}/g, ' ')
    .replace(/\( ?\?(?: ?, ?\?)+ ?\)/g, '(?, …)')
    .replace(/(\(\?(?:, …)?\))(?: ?, ?\1)+/g, '$1, …');
}

/**
 * Whether a statement only reads, judged by its first word; `WITH` counts as reading unless it
 * contains a writing verb.
 */
export function isReadOnlySql(sql: string): boolean {
  const words = tokenizeSql(sql).filter((token) => token.kind === 'keyword');
  const verbs = words.map((token) => token.text.toUpperCase());
  switch (verbs[0]) {
    case 'SELECT':
    case 'VALUES':
    case 'EXPLAIN':
      return true;
    case 'WITH':
      return !verbs.some((verb) => verb === 'INSERT' || verb === 'UPDATE' || verb === 'DELETE');
    default:
      return false;
  }
}
