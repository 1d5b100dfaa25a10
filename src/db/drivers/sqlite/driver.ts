import type { MaybePromise } from '../../../core/index.ts';
import { Turnstile } from '../../connection/turnstile.ts';
import { sqliteDialect } from '../../dialects/sqlite/index.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { CheckedOutLane, Driver, Lane, RawResult } from '../driver.ts';
import { SqliteConnection } from './connection.ts';
import type { SqliteSettings } from './settings.ts';

/**
 * SQLite through `node:sqlite`. Statements run on the calling thread, so a statement that waits
 * for a lock held by this very process would wait for ever. Hence one turnstile for writers:
 *
 * - a file has two connections: one for autocommit, one for the transaction that writes;
 *   autocommit reads go ahead while it is open (WAL), autocommit writes wait for its end;
 * - `:memory:` has one connection only, so everything waits while a transaction is open.
 */
export class SqliteDriver implements Driver {
  readonly dialect = sqliteDialect;
  readonly autocommit: Lane;
  readonly #settings: SqliteSettings;
  readonly #turnstile = new Turnstile();
  readonly #shared: SqliteConnection;
  #idle: SqliteConnection[] = [];
  #isClosed = false;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
    this.#shared = new SqliteConnection(settings);
    this.autocommit = new AutocommitLane(this.#shared, this.#turnstile, settings.isMemory);
  }

  async checkOut(isWriter: boolean): Promise<CheckedOutLane> {
    if (!isWriter && !this.#settings.isMemory) return this.#checkOutIdle(() => {});
    await this.#turnstile.enter();
    const leave = () => this.#turnstile.leave();
    if (this.#settings.isMemory) return checkedOut(this.#shared, leave);
    try {
      return this.#checkOutIdle(leave);
    } catch (error) {
      leave();
      throw error;
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#shared.close();
    for (const connection of this.#idle) connection.close();
    this.#idle = [];
  }

  #checkOutIdle(released: () => void): CheckedOutLane {
    const connection = this.#idle.pop() ?? new SqliteConnection(this.#settings);
    return checkedOut(connection, () => {
      if (this.#isClosed) connection.close();
      else this.#idle.push(connection);
      released();
    });
  }
}

/** The shared connection, which steps aside for the transaction of its own process. */
class AutocommitLane implements Lane {
  readonly #connection: SqliteConnection;
  readonly #turnstile: Turnstile;
  readonly #isMemory: boolean;

  constructor(connection: SqliteConnection, turnstile: Turnstile, isMemory: boolean) {
    this.#connection = connection;
    this.#turnstile = turnstile;
    this.#isMemory = isMemory;
  }

  query(statement: CompiledStatement, values: DatabaseValue[]): MaybePromise<readonly RawRow[]> {
    if (this.#mustWait(statement.isWrite)) {
      return this.#inTurn(() => this.#connection.query(statement, values));
    }
    return this.#connection.query(statement, values);
  }

  execute(statement: CompiledStatement, values: DatabaseValue[]): MaybePromise<ChangeResult> {
    if (this.#mustWait(true)) {
      return this.#inTurn(() => this.#connection.execute(statement, values));
    }
    return this.#connection.execute(statement, values);
  }

  run(sql: string): MaybePromise<void> {
    if (this.#mustWait(true)) return this.#inTurn(() => this.#connection.run(sql));
    return this.#connection.run(sql);
  }

  /** Raw SQL may write without looking like it, so it always waits its turn. */
  raw(sql: string, values: DatabaseValue[]): MaybePromise<RawResult> {
    if (this.#mustWait(true)) return this.#inTurn(() => this.#connection.raw(sql, values));
    return this.#connection.raw(sql, values);
  }

  #mustWait(isWrite: boolean): boolean {
    return this.#turnstile.isTaken && (isWrite || this.#isMemory);
  }

  async #inTurn<T>(work: () => T): Promise<T> {
    await this.#turnstile.enter();
    try {
      return work();
    } finally {
      this.#turnstile.leave();
    }
  }
}

function checkedOut(connection: SqliteConnection, release: () => void): CheckedOutLane {
  return {
    query: (statement, values) => connection.query(statement, values),
    execute: (statement, values) => connection.execute(statement, values),
    run: (sql) => connection.run(sql),
    raw: (sql, values) => connection.raw(sql, values),
    release,
  };
}
