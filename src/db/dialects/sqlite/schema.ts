import { dbError } from '../../errors.ts';
import type { ColumnType } from '../../sql/column-type.ts';
import { quoteName } from '../../sql/names.ts';
import type { ColumnDefinition, TableDefinition } from '../../sql/nodes.ts';
import { sqliteFeatures } from './features.ts';

/** The statements that create a table with its indexes, each only if it does not exist. */
export function createSqliteTable(table: TableDefinition): readonly string[] {
  const columns = table.columns.map((column) => defineColumn(table.name, column)).join(', ');
  const indexes = table.indexes.map(
    (index) =>
      `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quoteName(index.name)} ON ` +
      `${quoteName(table.name)} (${index.columns.map(quoteName).join(', ')})`,
  );
  return [`CREATE TABLE IF NOT EXISTS ${quoteName(table.name)} (${columns})`, ...indexes];
}

function defineColumn(table: string, column: ColumnDefinition): string {
  const words = [quoteName(column.name), typeName(table, column)];
  if (!column.isNull) words.push('NOT NULL');
  if (column.isPrimaryKey) words.push('PRIMARY KEY');
  // AUTOINCREMENT: the number of a deleted row is never given to another one.
  if (column.isAutomatic) words.push('AUTOINCREMENT');
  if (column.isUnique && !column.isPrimaryKey) words.push('UNIQUE');
  const check = checkOf(column);
  if (check !== '') words.push(check);
  const { references } = column;
  if (references !== undefined) {
    words.push(
      `REFERENCES ${quoteName(references.table)} (${quoteName(references.column)})`,
      `ON DELETE ${references.onDelete.toUpperCase()}`,
      // Checked at commit, so that rows that refer to each other can be written in any order.
      'DEFERRABLE INITIALLY DEFERRED',
    );
  }
  return words.join(' ');
}

function typeName(table: string, column: ColumnDefinition): string {
  // Only this spelling makes the column the row number itself.
  if (column.isAutomatic) return 'INTEGER';
  const { type } = column;
  if (type.kind === 'decimal' && type.digits > sqliteFeatures.maxDecimalDigits) {
    throw dbError(
      'db.column.unsupported',
      `SQLite stores decimals of ${sqliteFeatures.maxDecimalDigits} digits exactly; ` +
        `${table}.${column.name} wants ${type.digits}.`,
      {
        hint: 'Use fewer digits, or a whole number of the smallest unit in a bigInteger() column.',
      },
    );
  }
  return TYPE_NAMES[type.kind];
}

const TYPE_NAMES: Readonly<Record<ColumnType['kind'], string>> = {
  integer: 'INTEGER',
  bigint: 'INTEGER',
  float: 'REAL',
  decimal: 'REAL',
  text: 'TEXT',
  boolean: 'INTEGER',
  date: 'TEXT',
  time: 'TEXT',
  datetime: 'TEXT',
  uuid: 'TEXT',
  json: 'TEXT',
  binary: 'BLOB',
};

/** SQLite enforces no lengths and no truth values by itself. */
function checkOf({ name, type }: ColumnDefinition): string {
  const column = quoteName(name);
  if (type.kind === 'text' && type.maxLength !== undefined) {
    return `CHECK (LENGTH(${column}) <= ${type.maxLength})`;
  }
  if (type.kind === 'boolean') return `CHECK (${column} IN (0, 1))`;
  if (type.kind === 'json') return `CHECK (json_valid(${column}) OR ${column} IS NULL)`;
  return '';
}
