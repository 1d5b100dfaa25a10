import type { Dialect } from '../dialect.ts';
import { SqliteCompiler } from './compiler.ts';
import { sqliteFeatures } from './features.ts';
import { createSqliteTable } from './schema.ts';
import { sqliteDecoder, sqliteEncoder } from './values.ts';

export const sqliteDialect: Dialect = Object.freeze({
  name: 'sqlite',
  features: sqliteFeatures,
  compile: (statement) => new SqliteCompiler().compile(statement),
  createTable: createSqliteTable,
  findTable: "SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND name = ?",
  decoder: sqliteDecoder,
  encoder: sqliteEncoder,
} satisfies Dialect);
