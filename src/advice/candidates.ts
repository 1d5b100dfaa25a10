import type { IndexCandidate } from '../db/index.ts';
import { type SqlToken, tokenizeSql } from '../sql-text/index.ts';

/** An index that might serve a statement, and how its first column is looked for. */
export interface Candidate extends IndexCandidate {
  /** `equal`: one value of it. `range`: a stretch of it. `order`: it is sorted by. */
  readonly by: 'equal' | 'range' | 'order';
}

/** Words of comparisons that an index serves. `IN` and `ANY` are several equal ones. */
const EQUAL = new Set(['=', 'IN', 'IS']);
const RANGE = new Set(['<', '>', '<=', '>=', 'BETWEEN']);

interface ColumnUse {
  readonly alias: string | undefined;
  readonly column: string;
  readonly by: Candidate['by'];
}

/**
 * The indexes over one or two columns of a table that a SELECT might use: columns that are compared
 * with values, and those it sorts by when it wants the first rows only. None where conditions are
 * joined by OR, or where the statement is put together of others: those ask for a reader.
 */
export function indexCandidates(sql: string): readonly Candidate[] {
  const tokens = tokenizeSql(sql).filter(({ kind }) => kind !== 'space' && kind !== 'comment');
  if (tokens.some(isBeyondUs)) return [];
  const tables = tablesOf(tokens);
  const uses = [...comparisonsOf(tokens), ...sortingOf(tokens)];
  const byTable = Map.groupBy(uses, ({ alias }) => tableNamed(alias, tables) ?? '');
  return [...byTable].flatMap(([table, own]) => (table === '' ? [] : candidatesOf(table, own)));
}

function isBeyondUs(token: SqlToken, index: number): boolean {
  const word = token.text.toUpperCase();
  if (token.kind !== 'keyword') return false;
  return /^(?:OR|NOT|UNION|INTERSECT|EXCEPT|WITH)$/.test(word) || (word === 'SELECT' && index > 0);
}

/** Tables by the names they go by in the statement. */
function tablesOf(tokens: readonly SqlToken[]): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const [index, token] of tokens.entries()) {
    if (!isWord(token, 'FROM') && !isWord(token, 'JOIN')) continue;
    const table = nameOf(tokens[index + 1]);
    if (table === undefined) continue;
    const next = index + (isWord(tokens[index + 2], 'AS') ? 3 : 2);
    tables.set(nameOf(tokens[next]) ?? table, table);
  }
  return tables;
}

function tableNamed(
  alias: string | undefined,
  tables: ReadonlyMap<string, string>,
): string | undefined {
  if (alias !== undefined) return tables.get(alias);
  return tables.size === 1 ? [...tables.values()][0] : undefined;
}

/** Between WHERE and what follows it; the conditions of joins have their keys' indexes. */
function comparisonsOf(tokens: readonly SqlToken[]): ColumnUse[] {
  const from = tokens.findIndex((token) => isWord(token, 'WHERE'));
  if (from === -1) return [];
  const uses: ColumnUse[] = [];
  for (let index = from + 1; index < tokens.length; index++) {
    if (/^(?:GROUP|ORDER|LIMIT|HAVING|WINDOW)$/i.test(tokens[index]!.text)) break;
    const found = columnAt(tokens, index);
    if (found === undefined) continue;
    index = found.end;
    const operator = tokens[index]?.text.toUpperCase() ?? '';
    // Of another column it is a condition between tables.
    if (columnAt(tokens, index + 1) !== undefined) continue;
    if (EQUAL.has(operator)) uses.push({ ...found, by: 'equal' });
    else if (RANGE.has(operator)) uses.push({ ...found, by: 'range' });
  }
  return uses;
}

/** The first column of ORDER BY, where LIMIT makes the order worth having. */
function sortingOf(tokens: readonly SqlToken[]): ColumnUse[] {
  if (!tokens.some((token) => isWord(token, 'LIMIT'))) return [];
  if (tokens.some((token) => isWord(token, 'GROUP') || isWord(token, 'DISTINCT'))) return [];
  const order = tokens.findIndex((token) => isWord(token, 'ORDER'));
  const found = order === -1 ? undefined : columnAt(tokens, order + 2);
  return found === undefined ? [] : [{ ...found, by: 'order' }];
}

interface FoundColumn {
  readonly alias: string | undefined;
  readonly column: string;
  /** Position behind it. */
  readonly end: number;
}

/** `"movie"."title"` or `"title"`; nothing that is called as a function. */
function columnAt(tokens: readonly SqlToken[], at: number): FoundColumn | undefined {
  const first = nameOf(tokens[at]);
  if (first === undefined || tokens[at - 1]?.text === '.') return undefined;
  if (tokens[at + 1]?.text !== '.') {
    if (tokens[at + 1]?.text === '(') return undefined;
    return { alias: undefined, column: first, end: at + 1 };
  }
  const column = nameOf(tokens[at + 2]);
  return column === undefined ? undefined : { alias: first, column, end: at + 3 };
}

function candidatesOf(table: string, uses: readonly ColumnUse[]): readonly Candidate[] {
  const named = (by: Candidate['by']) => [
    ...new Set(uses.filter((use) => use.by === by).map(({ column }) => column)),
  ];
  const equal = named('equal');
  const later = [...named('range'), ...named('order')].filter((name) => !equal.includes(name));
  const pairs = equal.flatMap((first, index) =>
    [...equal.slice(index + 1), ...later].map(
      (second): Candidate => ({ table, columns: [first, second], by: 'equal' }),
    ),
  );
  const single =
    (by: Candidate['by']) =>
    (column: string): Candidate => ({
      table,
      columns: [column],
      by,
    });
  return [
    ...equal.map(single('equal')),
    ...named('range').map(single('range')),
    ...named('order').map(single('order')),
    ...pairs,
  ];
}

function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === 'keyword' && token.text.toUpperCase() === word;
}

function nameOf(token: SqlToken | undefined): string | undefined {
  if (token?.kind !== 'name') return undefined;
  return token.text.startsWith('"') ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}
