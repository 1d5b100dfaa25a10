export type { AtomicOptions } from './connection/transactions.ts';
export { Database } from './database.ts';
export type {
  Dialect,
  DialectFeatures,
  ExplainOptions,
  IsolationLevel,
} from './dialects/dialect.ts';
export type { RawResult } from './drivers/driver.ts';
export type { PostgresqlOptions, PostgresqlSettings } from './drivers/postgresql/settings.ts';
export type { SqliteSettings } from './drivers/sqlite/settings.ts';
export { atomic, connect, DEFAULT_ALIAS, database, disconnect, onCommit } from './registry.ts';
export { type DatabaseOptions, type DatabaseSettings, parseDatabaseOptions } from './settings.ts';
export * from './sql/column-type.ts';
export * from './sql/json-plan.ts';
export { jsonText } from './sql/json-text.ts';
export * from './sql/node-tree.ts';
export * from './sql/nodes.ts';
export type {
  ChangeResult,
  ColumnDecoder,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from './sql/statement.ts';
