import { rewritePlaceholders } from '../../sql/placeholders.ts';
import type { Dialect } from '../dialect.ts';
import { SqliteCompiler } from './compiler.ts';
import { explainSqlite, guardSqliteReads, readSqlitePlan, sqlitePlanTree } from './explain.ts';
import { sqliteFeatures } from './features.ts';
import { sqliteJsonForm } from './json-forms.ts';
import { createSqliteTable } from './schema.ts';
import { beginSqlite } from './transactions.ts';
import { sqliteDecoder, sqliteEncoder } from './values.ts';

export const sqliteDialect: Dialect = Object.freeze({
  name: 'sqlite',
  features: sqliteFeatures,
  compile: (statement) => new SqliteCompiler().compile(statement),
  createTable: createSqliteTable,
  // SQLite takes references to tables that are not there yet.
  addReferences: () => [],
  findTable: "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ?",
  listIndexes: `SELECT l.name AS index_name, i.name AS column_name
    FROM pragma_index_list($1) AS l, pragma_index_info(l.name) AS i
    WHERE l.partial = 0 AND i.name IS NOT NULL
    UNION ALL SELECT 'primary key', name FROM pragma_table_info($1) WHERE pk = 1`,
  decoder: sqliteDecoder,
  encoder: sqliteEncoder,
  jsonForm: sqliteJsonForm,
  placeholder: (position) => `?${position}`,
  rawSql: (sql) =>
    rewritePlaceholders(sql, (position, isNumbered) => (isNumbered ? `?${position}` : '?')),
  explain: explainSqlite,
  readPlan: readSqlitePlan,
  planTree: sqlitePlanTree,
  // Missing values are NULL, which its plans do not depend on.
  explainGeneric: () => undefined,
  guardReads: guardSqliteReads,
  begin: beginSqlite,
} satisfies Dialect);
