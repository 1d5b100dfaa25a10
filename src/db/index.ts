export { type AtomicOptions, Database } from './database.ts';
export type { Dialect, DialectFeatures } from './dialects/dialect.ts';
export type { RawResult } from './drivers/driver.ts';
export { atomic, connect, DEFAULT_ALIAS, database, disconnect, onCommit } from './registry.ts';
export { type DatabaseOptions, parseDatabaseOptions, type SqliteSettings } from './settings.ts';
export * from './sql/column-type.ts';
export * from './sql/node-tree.ts';
export * from './sql/nodes.ts';
export type {
  ChangeResult,
  ColumnDecoder,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from './sql/statement.ts';
