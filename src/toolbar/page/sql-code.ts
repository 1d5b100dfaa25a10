import { copyButton, element } from '../../browser/index.ts';
import type { SqlLine, SqlToken } from '../../observe/index.ts';
import type { Statement } from '../trace-document.ts';

/** The statements of a trace by their SQL. */
export type Statements = ReadonlyMap<string, Statement>;

export function indexStatements(statements: readonly Statement[]): Statements {
  return new Map(statements.map((statement) => [statement.sql, statement]));
}

/** Characters of a statement that a list shows in one line. */
const INLINE_LENGTH = 240;

/** The statement in one line, for lists. */
export function inlineSql(sql: string, statements: Statements): HTMLElement {
  const code = element('code', { class: 'sql inline' });
  let length = 0;
  for (const line of statements.get(sql)?.lines ?? []) {
    for (const token of line.tokens) code.append(tokenNode(token));
    code.append(' ');
    length += line.tokens.reduce((sum, token) => sum + token.text.length, 1);
    if (length > INLINE_LENGTH) break;
  }
  return code;
}

/** The statement in lines, with a button to copy it. */
export function sqlBlock(sql: string, statements: Statements): HTMLElement {
  const lines = statements.get(sql)?.lines ?? [];
  const code = element('code', { class: 'sql' });
  for (const line of lines) {
    code.append('  '.repeat(line.indent), ...line.tokens.map(tokenNode), '\n');
  }
  return element(
    'div',
    { class: 'code-block' },
    element('pre', { tabindex: 0, 'aria-label': 'SQL' }, code),
    copyButton(() => lines.map(lineText).join('\n'), 'the SQL'),
  );
}

function lineText(line: SqlLine): string {
  return '  '.repeat(line.indent) + line.tokens.map((token) => token.text).join('');
}

function tokenNode(token: SqlToken): Node {
  if (token.kind === 'space' || token.kind === 'name' || token.kind === 'operator') {
    return document.createTextNode(token.kind === 'space' ? ' ' : token.text);
  }
  return element('span', { class: `sql-${token.kind}` }, token.text);
}
