/** What a piece of SQL text is, as far as colouring and comparing statements need to know. */
export type SqlTokenKind =
  | 'keyword'
  | 'name'
  | 'string'
  | 'number'
  | 'parameter'
  | 'operator'
  | 'comment'
  | 'space';

export interface SqlToken {
  readonly kind: SqlTokenKind;
  readonly text: string;
}

/**
 * One alternative per kind, tried in this order at each position. Unterminated strings and
 * comments run to the end, so that every character belongs to exactly one token.
 */
const TOKEN = new RegExp(
  [
    String.raw`(?<space>\s+)`,
    String.raw`(?<comment>--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<string>[eE]'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|[xXbBnN]?'(?:[^']|'')*(?:'|$)|\$(?<tag>[A-Za-z_]\w*)?\$[\s\S]*?(?:\$\k<tag>\$|$))`,
    '(?<quoted>"(?:[^"]|"")*(?:"|$)|`(?:[^`]|``)*(?:`|$))',
    '(?<cast>::)',
    String.raw`(?<parameter>\$\d+|\?\d*|[:@][A-Za-z_]\w*)`,
    String.raw`(?<number>0[xX][\da-fA-F]+|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`(?<operator><=>|->>|->|<=|>=|<>|!=|==|\|\||[\s\S])`,
  ].join('|'),
  'g',
);

const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'ABORT ALL ALTER ANALYZE AND ANY AS ASC BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE COMMIT ' +
    'CONFLICT CONSTRAINT CREATE CROSS CURRENT DEFAULT DEFERRED DELETE DESC DISTINCT DO DROP ELSE ' +
    'END ESCAPE EXCEPT EXCLUSIVE EXISTS EXPLAIN FALSE FETCH FILTER FIRST FOR FOREIGN FROM FULL ' +
    'GLOB GROUP HAVING IF ILIKE IMMEDIATE IN INDEX INNER INSERT INTERSECT INTO IS ISNULL JOIN KEY ' +
    'LAST LATERAL LEFT LIKE LIMIT LOCKED MATERIALIZED NATURAL NOT NOTHING NOTNULL NOWAIT NULL NULLS ' +
    'OF OFFSET ON OR ORDER OUTER OVER PARTITION PLAN PRAGMA PRIMARY QUERY RECURSIVE REFERENCES ' +
    'REGEXP RELEASE REPLACE RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET SIMILAR SKIP ' +
    'TABLE THEN TO TRANSACTION TRUE TRUNCATE UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE ' +
    'WINDOW WITH'
  ).split(' '),
);

/** Splits SQL of either dialect into tokens; joined again they give the same text. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    tokens.push({ kind: kindOf(match.groups!, match[0]), text: match[0] });
  }
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>, text: string): SqlTokenKind {
  if (groups.space !== undefined) return 'space';
  if (groups.word !== undefined) return KEYWORDS.has(text.toUpperCase()) ? 'keyword' : 'name';
  if (groups.quoted !== undefined) return 'name';
  if (groups.parameter !== undefined) return 'parameter';
  if (groups.number !== undefined) return 'number';
  if (groups.string !== undefined) return 'string';
  if (groups.comment !== undefined) return 'comment';
  return 'operator';
}
