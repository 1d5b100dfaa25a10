import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawRows } from '../driver.ts';

/**
 * One session on a server. Statements may be sent while others run; they run and answer in the
 * order they were sent, and outside of a transaction a failure is that of one statement alone.
 * Failures come out as coded errors; `db.connection.lost` when the session has ended. An aborted
 * signal cancels its statement and no other; the statement fails with `db.query.cancelled`.
 *
 * The one interface between what decides where statements run (pool and lanes) and what moves
 * their bytes.
 */
export interface PostgresqlConnection {
  /**
   * Rows of a statement that is prepared once per session and kept.
   *
   * @param isAutocommit - it is part of no transaction, so several that read one row each may be run
   * as one by the server. Default false.
   */
  query(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
    isAutocommit?: boolean,
  ): Promise<readonly RawRow[]>;
  /** The same rows as JSON; see `Lane`. */
  json(
    statement: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): Promise<JsonResult>;
  /** The same for a statement that only changes rows. */
  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult>;
  /** One statement of the caller's own with `$1` parameters. */
  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawRows>;
  /** SQL without parameters and rows. */
  run(sql: string): Promise<void>;
  /**
   * Rows in chunks, the rest of them waiting on the server. Nothing else may run on the connection
   * meanwhile, unless there is a transaction, which is then used; else it makes one of its own.
   */
  stream(
    statement: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined>;
  /** Whether the last answer left a transaction open. */
  readonly isInTransaction: boolean;
  /** False when the session has ended, whoever ended it. */
  readonly isOpen: boolean;
  /** Whether the server said that it ends the session, and so has run nothing after that. */
  readonly wasEndedByServer: boolean;
  /** Called once when the session ends without `close()`. */
  onLost: (() => void) | undefined;
  /** Whether this connection keeps the process alive; when it is idle it should not. */
  setBusy(isBusy: boolean): void;
  /** Ends the session after what was sent. */
  close(): Promise<void>;
}
