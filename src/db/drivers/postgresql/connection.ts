import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawResult } from '../driver.ts';

/** As the server tells after each statement: idle, in a transaction, in one that has failed. */
export type TransactionStatus = 'I' | 'T' | 'E';

/**
 * One session on a server. Statements may be sent while others run; they run and answer in the
 * order they were sent, and outside of a transaction a failure is that of one statement alone.
 * Failures come out as coded errors; `db.connection.lost` when the session has ended.
 *
 * The one interface between what decides where statements run (pool and lanes) and what moves
 * their bytes.
 */
export interface PostgresqlConnection {
  /** Rows of a statement that is prepared once per session and kept. */
  query(statement: CompiledStatement, values: DatabaseValue[]): Promise<readonly RawRow[]>;
  /** The same for a statement that only changes rows. */
  execute(statement: CompiledStatement, values: DatabaseValue[]): Promise<ChangeResult>;
  /** Rows of a statement that is not kept. */
  fetch(sql: string, values: DatabaseValue[]): Promise<readonly RawRow[]>;
  /** One statement of the caller's own with `$1` parameters. */
  raw(sql: string, values: DatabaseValue[]): Promise<RawResult>;
  /** SQL without parameters and rows. */
  run(sql: string): Promise<void>;
  /** Asks the server to cancel what runs now; resolves when the server has done so. */
  cancelRunning(): Promise<void>;
  /** After the last answer. */
  readonly transactionStatus: TransactionStatus;
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
