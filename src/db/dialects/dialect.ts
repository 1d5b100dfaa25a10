import type { StatementPlan } from '../explain/plan-step.ts';
import type { ColumnType } from '../sql/column-type.ts';
import type { JsonForm } from '../sql/json-plan.ts';
import type { StatementNode, TableDefinition } from '../sql/nodes.ts';
import type { ColumnDecoder, CompiledStatement, DatabaseValue, RawRow } from '../sql/statement.ts';

/** What a kind of database can do, as questions. Shared code asks these, never the name. */
export interface DialectFeatures {
  /** Does `NULL` sort before every value in ascending order? */
  readonly sortsNullsFirst: boolean;
  /** Most significant digits a decimal column stores exactly. */
  readonly maxDecimalDigits: number;
  /** Can it keep one row for each combination of some columns: `DISTINCT ON`? */
  readonly supportsDistinctOn: boolean;
  /** Can single rows be locked: `FOR UPDATE`? Else a transaction locks them all. */
  readonly supportsRowLocks: boolean;
  /** Can rows come as one list per column: `UNNEST`? Else each value is a parameter. */
  readonly takesColumnLists: boolean;
  /** Does RETURNING give rows in the order they were written in? */
  readonly returnsInOrder: boolean;
  /** Are lists a type of column: `text[]`? */
  readonly supportsArrays: boolean;
  /** Can an aggregate of two arguments take each value once? */
  readonly supportsDistinctPairs: boolean;
  /** Does it say what each step of a plan took: `EXPLAIN ANALYZE`? */
  readonly measuresPlans: boolean;
  /** Does it plan on a schema without rows as it does with them? */
  readonly plansOnSchemaAlone: boolean;
  /** Most parameters one statement may have; bulk writes are cut to it. */
  readonly maxParameters: number;
}

export type IsolationLevel = 'readCommitted' | 'repeatableRead' | 'serializable';

/** How a transaction begins. */
export interface TransactionMode {
  /** Undefined: the database's own default. */
  readonly isolation: IsolationLevel | undefined;
  readonly isReadOnly: boolean;
}

export interface ExplainOptions {
  /** `text` (default) to be read, `json` to be taken apart. */
  readonly format?: 'text' | 'json';
  /** Run the query and say what each step took. Default false. */
  readonly analyze?: boolean;
}

/** Statements around a read that the database is to hold to reading. */
export interface ReadGuard {
  readonly enter: readonly string[];
  readonly leave: readonly string[];
}

/** How a statement is explained for any values. */
export interface GenericExplain {
  readonly prepare: readonly string[];
  readonly explain: string;
  readonly forget: readonly string[];
}

/** A kind of database: its SQL text and its values. Connections and their errors belong to a driver. */
export interface Dialect {
  readonly name: string;
  readonly features: DialectFeatures;
  /** SQL text and parameter bindings of a statement. */
  compile(statement: StatementNode): CompiledStatement;
  /** The statements that create a table with its indexes, each only if it does not exist. */
  createTable(table: TableDefinition): readonly string[];
  /** The statements that add a new table's foreign keys, where `createTable` cannot. */
  addReferences(table: TableDefinition): readonly string[];
  /** SQL that returns a row when the table named by its one parameter exists. */
  readonly findTable: string;
  /**
   * SQL that returns the columns of the whole indexes of the table named by its one parameter:
   * `index_name`, `column_name`, those of an index in their order.
   */
  readonly listIndexes: string;
  /** How a row's value of the type is read; undefined when the raw value is the value. */
  decoder(type: ColumnType): ColumnDecoder;
  /** How a value of the type becomes JSON: as `jsonText()` writes the value that a row has. */
  jsonForm(type: ColumnType): JsonForm;
  /** How a value of the type is written. `null` and `undefined` become NULL. */
  encoder(type: ColumnType): (value: unknown) => DatabaseValue;
  /** The placeholder of the `position`-th value, counted from 1. */
  placeholder(position: number): string;
  /** SQL written by hand, with `?` or `$1` as placeholders, as this database wants it. */
  rawSql(sql: string): string;
  /** The statement that explains a query. @throws db.explain.unsupported */
  explain(sql: string, options: ExplainOptions): string;
  /** What came back from it, as one text. */
  readPlan(rows: readonly RawRow[], options: ExplainOptions): string;
  /** The plan that came back in the format `json`, as a tree. */
  planTree(rows: readonly RawRow[]): StatementPlan;
  /**
   * How to explain a statement for any values of its parameters; undefined where that is what
   * `explain` does without values.
   */
  explainGeneric(sql: string, parameters: number): GenericExplain | undefined;
  /** What keeps a transaction from writing, and from running for longer than that. */
  guardReads(timeoutMs: number): ReadGuard;
  /** The statement that begins a transaction. */
  begin(mode: TransactionMode): string;
}
