import { type SqlToken, tokenizeSql } from './tokens.ts';

/** One line of a formatted statement; `indent` counts steps of two spaces. */
export interface SqlLine {
  readonly indent: number;
  readonly tokens: readonly SqlToken[];
}

/** A line of a list of columns is broken after the comma that passes this width. */
const MAX_WIDTH = 88;

/** Words that start a line of their own, at the level of the query they belong to. */
const CLAUSES: ReadonlySet<string> = new Set(
  'SELECT FROM WHERE GROUP HAVING ORDER LIMIT UNION EXCEPT INTERSECT VALUES SET RETURNING WINDOW'.split(
    ' ',
  ),
);

/** Words that may stand before JOIN and start the line in its place. */
const JOIN_WORDS: ReadonlySet<string> = new Set(
  'JOIN LEFT RIGHT FULL INNER CROSS NATURAL'.split(' '),
);

const SPACE: SqlToken = { kind: 'space', text: ' ' };

/**
 * Breaks a statement into lines for reading: a line per clause and join, conditions indented,
 * subqueries one step deeper. The text is unchanged apart from white space.
 */
export function formatSql(sql: string): SqlLine[] {
  const lines = new LineWriter();
  let previous: SqlToken | undefined;
  for (const token of tokenizeSql(sql)) {
    if (token.kind === 'space') {
      lines.space();
      continue;
    }
    lines.write(token, previous);
    previous = token;
  }
  return lines.finish();
}

/** The same as text, indented with spaces. */
export function formatSqlText(sql: string): string {
  return formatSql(sql).map(lineText).join('\n');
}

function lineText(line: SqlLine): string {
  return '  '.repeat(line.indent) + line.tokens.map((token) => token.text).join('');
}

/** What an open parenthesis holds: a subquery is broken into lines, a list is not. */
interface Scope {
  readonly indent: number;
  readonly isQuery: boolean;
  /** Inside BETWEEN … AND, whose AND joins no condition. */
  awaitsAnd: boolean;
  clause: string;
}

class LineWriter {
  readonly #lines: SqlLine[] = [];
  readonly #scopes: Scope[] = [{ indent: 0, isQuery: true, awaitsAnd: false, clause: '' }];
  #tokens: SqlToken[] = [];
  #indent = 0;
  #width = 0;
  #opensWith: SqlToken | undefined;

  space(): void {
    const last = this.#tokens.at(-1);
    if (last !== undefined && last.kind !== 'space') this.#append(SPACE);
  }

  write(token: SqlToken, previous: SqlToken | undefined): void {
    const word = token.kind === 'keyword' ? token.text.toUpperCase() : token.text;
    this.#settleParenthesis(word);
    if (word === ')') this.#closeParenthesis();
    else if (token.kind === 'keyword') this.#breakBefore(word, previous?.text.toUpperCase() ?? '');
    this.#append(token);
    if (word === '(') this.#opensWith = token;
    if (word === ',' && this.#width > MAX_WIDTH && this.#scope.isQuery) {
      this.#newLine(this.#scope.indent + 1);
    }
  }

  finish(): SqlLine[] {
    this.#newLine(0);
    return this.#lines;
  }

  get #scope(): Scope {
    return this.#scopes.at(-1)!;
  }

  /** Once the word after `(` is known, it is known whether a subquery has begun. */
  #settleParenthesis(word: string): void {
    if (this.#opensWith === undefined) return;
    this.#opensWith = undefined;
    const isQuery = word === 'SELECT' || word === 'WITH';
    const indent = this.#indent + (isQuery ? 1 : 0);
    this.#scopes.push({ indent, isQuery, awaitsAnd: false, clause: '' });
  }

  #closeParenthesis(): void {
    if (this.#scopes.length === 1) return;
    const closed = this.#scopes.pop()!;
    if (closed.isQuery) this.#newLine(closed.indent - 1);
  }

  #breakBefore(word: string, previous: string): void {
    const scope = this.#scope;
    if (word === 'BETWEEN') scope.awaitsAnd = true;
    if (!scope.isQuery) return;
    if (CLAUSES.has(word) && !isPartOfClause(word, previous)) {
      scope.clause = word;
      this.#newLine(scope.indent);
    } else if (JOIN_WORDS.has(word) && !JOIN_WORDS.has(previous) && previous !== 'OUTER') {
      scope.clause = 'JOIN';
      this.#newLine(scope.indent);
    } else if (word === 'AND' || word === 'OR') {
      this.#breakCondition(scope);
    }
  }

  #breakCondition(scope: Scope): void {
    if (scope.awaitsAnd) scope.awaitsAnd = false;
    else if (scope.clause === 'WHERE' || scope.clause === 'HAVING') this.#newLine(scope.indent + 1);
  }

  #append(token: SqlToken): void {
    this.#tokens.push(token);
    this.#width += token.text.length;
  }

  #newLine(indent: number): void {
    while (this.#tokens.at(-1)?.kind === 'space') this.#tokens.pop();
    if (this.#tokens.length > 0) this.#lines.push({ indent: this.#indent, tokens: this.#tokens });
    this.#tokens = [];
    this.#indent = indent;
    this.#width = indent * 2;
  }
}

/** `DELETE FROM`, `DISTINCT FROM`, `DO UPDATE SET`, `ON DELETE SET NULL`: no clause of their own. */
function isPartOfClause(word: string, previous: string): boolean {
  return (
    (word === 'FROM' && (previous === 'DISTINCT' || previous === 'DELETE')) ||
    (word === 'SET' && (previous === 'UPDATE' || previous === 'DELETE')) ||
    (word === 'VALUES' && previous === 'DEFAULT')
  );
}
