import { dbError } from '../../errors.ts';
import type { ColumnType } from '../../sql/column-type.ts';
import type {
  ColumnDefinition,
  ConstraintDefinition,
  IndexDefinition,
  TableDefinition,
} from '../../sql/definitions.ts';
import { quoteName } from '../../sql/names.ts';
import { sqliteConstant } from './constants.ts';
import { sqliteFeatures } from './features.ts';

/** The statements that create a table with its indexes, each only if it does not exist. */
export function createSqliteTable(table: TableDefinition): readonly string[] {
  const parts = [
    ...table.columns.map((column) => defineColumn(table.name, column)),
    ...(table.constraints ?? []).map((constraint) => defineConstraint(table.name, constraint)),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${quoteName(table.name)} (${parts.join(', ')})`,
    ...table.indexes.map((index) => createIndex(table.name, index)),
  ];
}

function createIndex(table: string, index: IndexDefinition): string {
  refuseIndex(table, index);
  const columns = index.columns.map(
    ({ name, isDescending }) => `${quoteName(name)}${isDescending ? ' DESC' : ''}`,
  );
  const where = index.where === undefined ? '' : ` WHERE ${sqliteConstant(index.where)}`;
  return (
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${quoteName(index.name)} ON ` +
    `${quoteName(table)} (${columns.join(', ')})${where}`
  );
}

/** What would change the meaning is refused; what only makes queries faster is left out. */
function refuseIndex(table: string, index: IndexDefinition): void {
  if (index.areNullsDistinct !== false) return;
  throw dbError(
    'db.constraint.unsupported',
    `${table}: SQLite has no unique index under which two empty values collide (${index.name}).`,
    { hint: 'Declare the fields without null: true, or leave out nullsDistinct.' },
  );
}

function defineConstraint(table: string, constraint: ConstraintDefinition): string {
  const name = `CONSTRAINT ${quoteName(constraint.name)}`;
  if (constraint.kind === 'check') return `${name} CHECK (${sqliteConstant(constraint.condition)})`;
  if (constraint.deferrable === undefined) {
    return `${name} UNIQUE (${constraint.columns.map(quoteName).join(', ')})`;
  }
  throw dbError(
    'db.constraint.unsupported',
    `${table}: SQLite checks unique constraints at once and never later (${constraint.name}).`,
    { hint: 'Leave out deferrable, and write the rows in an order that never collides.' },
  );
}

function defineColumn(table: string, column: ColumnDefinition): string {
  const words = [quoteName(column.name), typeName(table, column)];
  if (!column.isNull) words.push('NOT NULL');
  if (column.default !== undefined) words.push(`DEFAULT (${sqliteConstant(column.default)})`);
  if (column.generated !== undefined) {
    const { isStored } = column.generated;
    words.push(`GENERATED ALWAYS AS (${sqliteConstant(column.generated)})`);
    words.push(isStored ? 'STORED' : 'VIRTUAL');
  }
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
  if (type.kind === 'decimal' && (type.digits ?? 0) > sqliteFeatures.maxDecimalDigits) {
    throw dbError(
      'db.column.unsupported',
      `SQLite stores decimals of ${sqliteFeatures.maxDecimalDigits} digits exactly; ` +
        `${table}.${column.name} wants ${type.digits}.`,
      {
        hint: 'Use fewer digits, or a whole number of the smallest unit in a bigInteger() column.',
      },
    );
  }
  if (type.kind === 'array') {
    throw dbError('db.column.unsupported', `SQLite has no lists: ${table}.${column.name}.`, {
      hint: 'Use json() for lists that are read whole, or a related model for those one filters by.',
    });
  }
  return TYPE_NAMES[type.kind];
}

const TYPE_NAMES: Readonly<Record<Exclude<ColumnType['kind'], 'array'>, string>> = {
  integer: 'INTEGER',
  bigint: 'INTEGER',
  float: 'REAL',
  decimal: 'REAL',
  text: 'TEXT',
  boolean: 'INTEGER',
  date: 'TEXT',
  time: 'TEXT',
  datetime: 'TEXT',
  duration: 'INTEGER',
  uuid: 'TEXT',
  ip: 'TEXT',
  json: 'TEXT',
  binary: 'BLOB',
};

/** SQLite enforces no lengths and no truth values by itself. */
function checkOf({ name, type }: ColumnDefinition): string {
  const column = quoteName(name);
  if (type.kind === 'text' && type.maxLength !== undefined) {
    return `CHECK (LENGTH(${column}) <= ${type.maxLength})`;
  }
  if ('isPositive' in type && type.isPositive) return `CHECK (${column} >= 0)`;
  if (type.kind === 'boolean') return `CHECK (${column} IN (0, 1))`;
  if (type.kind === 'json') return `CHECK (json_valid(${column}) OR ${column} IS NULL)`;
  return '';
}
