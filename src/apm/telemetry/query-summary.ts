import { BoundedMap } from '../../core/index.ts';
import { tokenizeSql } from '../../sql-text/index.ts';

export interface QuerySummary {
  /** `SELECT` */
  readonly operation: string;
  /** The first table that is named, without quotes. */
  readonly collection: string | undefined;
  /** `SELECT movie`: the name of the span, with few values. */
  readonly summary: string;
}

const MAX_REMEMBERED = 1_000;
const MAX_NAME = 100;

const remembered = new BoundedMap<string, QuerySummary>(MAX_REMEMBERED);

/** What comes before the name of a table. */
const BEFORE_TABLE: ReadonlySet<string> = new Set(['FROM', 'INTO', 'UPDATE', 'TABLE']);

/** Verb and first table of a statement, read from its words. */
export function summaryOf(sql: string): QuerySummary {
  const known = remembered.get(sql);
  if (known !== undefined) return known;
  const made = read(sql);
  remembered.set(sql, made);
  return made;
}

function read(sql: string): QuerySummary {
  const tokens = tokenizeSql(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  const operation = (tokens[0]?.text ?? 'SQL').toUpperCase().slice(0, MAX_NAME);
  const before = tokens.findIndex(
    ({ kind, text }, index) =>
      kind === 'keyword' &&
      BEFORE_TABLE.has(text.toUpperCase()) &&
      tokens[index + 1]?.kind === 'name',
  );
  const collection = before === -1 ? undefined : plainName(tokens[before + 1]!.text);
  return {
    operation,
    collection,
    summary: collection === undefined ? operation : `${operation} ${collection}`,
  };
}

function plainName(quoted: string): string {
  return quoted.replace(/^["`]|["`]$/g, '').slice(0, MAX_NAME);
}
