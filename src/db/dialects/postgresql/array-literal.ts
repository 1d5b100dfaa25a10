import type { DatabaseValue } from '../../sql/statement.ts';

/** What an array literal holds: values, or lists of them for arrays of several dimensions. */
export type ArrayItems<T> = readonly (T | ArrayItems<T>)[];

/**
 * A list as PostgreSQL writes arrays: `{1,NULL,"a \"quoted\" text"}`. Every text is quoted, so
 * that nothing in it can be read as an end, an empty item or NULL
 * (https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO).
 */
export function arrayLiteral(items: ArrayItems<DatabaseValue>): string {
  return `{${items.map(arrayItem).join(',')}}`;
}

function arrayItem(item: DatabaseValue | ArrayItems<DatabaseValue>): string {
  if (item === null) return 'NULL';
  if (typeof item === 'string') return `"${item.replace(/[\\"]/g, '\\$&')}"`;
  if (item instanceof Uint8Array) return `"\\\\x${Buffer.from(item).toString('hex')}"`;
  return isList(item) ? arrayLiteral(item) : String(item);
}

/** Lower bounds (`[2:3]={…}`), then what is between quotes, a bare word, or punctuation. */
const TOKENS = /^\[[^=]*=|"((?:[^"\\]|\\.)*)"|[{}]|[^{},"]+/gsu;

/** The items of an array literal as texts, null for NULL. */
export function parseArrayLiteral(literal: string): ArrayItems<string | null> {
  const outermost: (string | null | ArrayItems<string | null>)[] = [];
  const open: (typeof outermost)[] = [outermost];
  for (const [token, quoted] of literal.matchAll(TOKENS)) {
    const current = open.at(-1)!;
    if (token === '{') {
      const list: typeof outermost = [];
      current.push(list);
      open.push(list);
    } else if (token === '}') open.pop();
    else if (quoted !== undefined) current.push(quoted.replace(/\\(.)/gsu, '$1'));
    else if (!token.startsWith('[')) current.push(token === 'NULL' ? null : token);
  }
  return outermost[0] as ArrayItems<string | null>;
}

function isList(
  item: DatabaseValue | ArrayItems<DatabaseValue>,
): item is ArrayItems<DatabaseValue> {
  return Array.isArray(item);
}
