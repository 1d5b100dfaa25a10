/**
 * What a `?` or `$1` in a statement can be part of instead: texts and names in quotes (with
 * backslashes after E), comments, texts between dollar signs. Last what is looked for itself.
 */
const TOKENS =
  /\be'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(?<tag>(?:[a-z_]\w*)?)\$[\s\S]*?\$\k<tag>\$|\$(?<number>\d+)|\?\?|\?/giu;

/**
 * The placeholders of a statement written by hand, `?` one after the other or `$1`, as a database
 * wants them. Whoever writes `$1` can use PostgreSQL's operator `?`; elsewhere it is written `??`.
 */
export function rewritePlaceholders(
  sql: string,
  write: (position: number, isNumbered: boolean) => string,
): string {
  if (!sql.includes('?') && !sql.includes('$')) return sql;
  const isNumbered = [...sql.matchAll(TOKENS)].some(({ groups }) => groups?.number !== undefined);
  let count = 0;
  return sql.replace(TOKENS, (token, ...rest) => {
    const { number } = rest.at(-1) as { readonly number?: string };
    if (number !== undefined) return write(Number(number), true);
    if (isNumbered) return token;
    if (token === '??') return '?';
    return token === '?' ? write(++count, false) : token;
  });
}

/** How many values the placeholders of a statement ask for; undefined: SQLite's own, such as `?1`. */
export function countPlaceholders(sql: string): number | undefined {
  if (!sql.includes('?') && !sql.includes('$')) return 0;
  if (/\?\d/.test(sql)) return undefined;
  const found = [...sql.matchAll(TOKENS)];
  const numbers = found.flatMap(({ groups }) => groups?.number ?? []);
  if (numbers.length > 0) return Math.max(...numbers.map(Number));
  return found.filter(([token]) => token === '?').length;
}
