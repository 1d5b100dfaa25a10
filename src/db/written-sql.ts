import type { Dialect } from './dialects/dialect.ts';
import { dbError } from './errors.ts';
import { countPlaceholders } from './sql/placeholders.ts';
import type { SqlFragment } from './sql/sql-tag.ts';
import type { DatabaseValue } from './sql/statement.ts';

/** SQL of an application: its text as it is told and as it is sent, and its values. */
export interface WrittenSql {
  readonly sql: string;
  readonly text: string;
  readonly bound: DatabaseValue[];
}

/** @throws db.parameters.missing: SQLite would take NULL for a missing value, and find nothing. */
export function writtenSql(
  statement: string | SqlFragment,
  parameters: readonly DatabaseValue[],
  dialect: Dialect,
): WrittenSql {
  if (typeof statement !== 'string') {
    const { sql, values } = statement.write(dialect.placeholder);
    return { sql, text: sql, bound: values };
  }
  const wanted = countPlaceholders(statement);
  if (wanted !== undefined && wanted > parameters.length) throw tooFew(wanted, parameters.length);
  return { sql: statement, text: dialect.rawSql(statement), bound: [...parameters] };
}

function tooFew(wanted: number, given: number) {
  return dbError(
    'db.parameters.missing',
    `The SQL has more placeholders (${wanted}) than values (${given}).`,
    { hint: "raw('… WHERE year > ? AND votes > ?', [1975, 10]); an operator ? is written ??." },
  );
}
