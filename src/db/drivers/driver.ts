import type { MaybePromise } from '../../core/index.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { JsonPlan, JsonResult } from '../sql/json-plan.ts';
import type { ChangeResult, CompiledStatement, DatabaseValue, RawRow } from '../sql/statement.ts';

/**
 * One place to run statements, one after the other. Values are bound already; failures come out
 * as coded errors. Embedded drivers answer at once, others with a promise. An aborted signal
 * cancels a statement that waits or runs (`db.query.cancelled`), where the database can.
 */
export interface Lane {
  /** Runs a statement that returns rows. */
  query(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): MaybePromise<readonly RawRow[]>;
  /**
   * Runs a statement and gives its rows as JSON, without making values of them where that can be
   * helped. A plan is used again for each run of its shape: what it needs is made once.
   */
  json(
    statement: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): MaybePromise<JsonResult>;
  /** Runs a statement that only changes rows. */
  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): MaybePromise<ChangeResult>;
  /** Runs SQL without parameters and rows: BEGIN, SAVEPOINT, DDL. */
  run(sql: string): MaybePromise<void>;
  /** The caller's own SQL. */
  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): MaybePromise<RawRows>;
  /**
   * Reads the rows of a query in chunks, of which only one is in memory at a time. Leaving the
   * loop early ends the query.
   */
  stream(
    statement: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined>;
}

/** What a statement written by hand gave: rows, or a number of changed ones. */
export interface RawRows {
  /** Empty for a statement that returns no rows. */
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
  /** 0 for a statement that returns rows. */
  readonly changes: number;
}

/** A lane of one's own until it is released; transactions run on one. */
export interface CheckedOutLane extends Lane {
  release(): void;
}

/** One database reached through one client library. */
export interface Driver {
  readonly dialect: Dialect;
  /** Statements outside of any transaction; it may serve several callers at a time. */
  readonly autocommit: Lane;
  /**
   * For reads outside of any transaction that would keep the event loop waiting; undefined where
   * none does.
   */
  readonly offThread: Pick<Lane, 'query'> | undefined;
  /**
   * Takes a lane for a transaction. Where a database has one writer, `isWriter` waits for the
   * turn to write, so that a transaction never fails for having read first.
   */
  checkOut(isWriter: boolean): Promise<CheckedOutLane>;
  close(): MaybePromise<void>;
}
