export type { BorrowedPool, BorrowedQuery, BorrowedResult } from './borrowed-pool.ts';
export type { AtomicOptions } from './connection/transactions.ts';
export {
  Database,
  type QueryOptions,
  type RawOptions,
  type RawResult,
  type StreamOptions,
} from './database.ts';
export {
  type CommittedWrites,
  onCommittedWrites,
  type TableChange,
} from './dependencies/committed-writes.ts';
export {
  ReadScope,
  recordRead,
  type TableReads,
  trackReads,
  untrackedReads,
} from './dependencies/read-scope.ts';
export { trackDependencies } from './dependencies/tracking.ts';
export type {
  Dialect,
  DialectFeatures,
  ExplainOptions,
  IsolationLevel,
} from './dialects/dialect.ts';
export { sqliteDialect } from './dialects/sqlite/index.ts';
export type { RawRows } from './drivers/driver.ts';
export type { PostgresqlOptions, PostgresqlSettings } from './drivers/postgresql/settings.ts';
export type { SqliteSettings } from './drivers/sqlite/settings.ts';
export {
  type ExplainedStatement,
  type ExplainRequest,
  explainStatement,
} from './explain/explain-statement.ts';
export type { PlanStep, StatementPlan } from './explain/plan-step.ts';
export {
  type IndexCandidate,
  type IndexTrial,
  indexesOfTable,
  sampleTable,
  type TableSample,
  tryIndex,
} from './explain/try-index.ts';
export {
  aliasForWrite,
  atomic,
  borrowPool,
  type ConnectOptions,
  connect,
  DEFAULT_ALIAS,
  database,
  databaseForRead,
  databaseForWrite,
  disconnect,
  onCommit,
} from './registry.ts';
export type { DatabaseRouter, RoutedModel, RoutingHints } from './router.ts';
export { type DatabaseOptions, type DatabaseSettings, parseDatabaseOptions } from './settings.ts';
export * from './sql/column-type.ts';
export * from './sql/json-plan.ts';
export { jsonText } from './sql/json-text.ts';
export * from './sql/node-tree.ts';
export * from './sql/nodes.ts';
export { type SqlFragment, type SqlInput, sql } from './sql/sql-tag.ts';
export type {
  ChangeResult,
  ColumnDecoder,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from './sql/statement.ts';
