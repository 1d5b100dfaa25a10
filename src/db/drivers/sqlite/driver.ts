import { setImmediate } from 'node:timers/promises';
import type { MaybePromise } from '../../../core/index.ts';
import { queryCancelled } from '../../connection/cancelled.ts';
import { Turnstile } from '../../connection/turnstile.ts';
import { sqliteDialect } from '../../dialects/sqlite/index.ts';
import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { CheckedOutLane, Driver, Lane, RawRows } from '../driver.ts';
import { SqliteConnection } from './connection.ts';
import { OffThreadLane } from './off-thread-lane.ts';
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
  /** Undefined in memory, which another thread could not see. */
  readonly offThread: OffThreadLane | undefined;
  readonly #settings: SqliteSettings;
  readonly #turnstile = new Turnstile();
  readonly #shared: SqliteConnection;
  #idle: SqliteConnection[] = [];
  #isClosed = false;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
    this.#shared = new SqliteConnection(settings);
    this.autocommit = new AutocommitLane(this.#shared, this.#turnstile, settings.isMemory, () =>
      this.#checkOutIdle(() => {}),
    );
    this.offThread = settings.isMemory ? undefined : new OffThreadLane(settings);
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

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#shared.close();
    for (const connection of this.#idle) connection.close();
    this.#idle = [];
    await this.offThread?.close();
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
  readonly #checkOut: () => CheckedOutLane;

  /** @param checkOut - a connection of one's own, where the database is a file. */
  constructor(
    connection: SqliteConnection,
    turnstile: Turnstile,
    isMemory: boolean,
    checkOut: () => CheckedOutLane,
  ) {
    this.#connection = connection;
    this.#turnstile = turnstile;
    this.#isMemory = isMemory;
    this.#checkOut = checkOut;
  }

  query(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): MaybePromise<readonly RawRow[]> {
    if (this.#mustWait(statement.isWrite)) {
      return this.#inTurn(() => this.#connection.query(statement, values), signal);
    }
    return this.#connection.query(statement, values);
  }

  json(
    statement: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): MaybePromise<JsonResult> {
    if (this.#mustWait(statement.isWrite)) {
      return this.#inTurn(() => this.#connection.json(statement, values, plan), signal);
    }
    return this.#connection.json(statement, values, plan);
  }

  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): MaybePromise<ChangeResult> {
    if (this.#mustWait(true)) {
      return this.#inTurn(() => this.#connection.execute(statement, values), signal);
    }
    return this.#connection.execute(statement, values);
  }

  run(sql: string): MaybePromise<void> {
    if (this.#mustWait(true)) return this.#inTurn(() => this.#connection.run(sql));
    return this.#connection.run(sql);
  }

  /** Raw SQL may write without looking like it, so it always waits its turn. */
  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): MaybePromise<RawRows> {
    if (this.#mustWait(true)) return this.#inTurn(() => this.#connection.raw(sql, values), signal);
    return this.#connection.raw(sql, values);
  }

  /**
   * A connection of its own sees one state to the end. In memory there is none: all rows are read
   * at once, since a statement between two chunks could change what is still to come.
   */
  async *stream(
    statement: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined> {
    if (this.#isMemory) {
      const rows = await this.query(statement, values, signal);
      for (let from = 0; from < rows.length; from += chunkRows) {
        yield rows.slice(from, from + chunkRows);
      }
      return;
    }
    const lane = this.#checkOut();
    try {
      yield* lane.stream(statement, values, chunkRows, signal);
    } finally {
      lane.release();
    }
  }

  #mustWait(isWrite: boolean): boolean {
    return this.#turnstile.isTaken && (isWrite || this.#isMemory);
  }

  async #inTurn<T>(work: () => T, signal?: AbortSignal): Promise<T> {
    await this.#turnstile.enter();
    try {
      if (signal?.aborted) throw queryCancelled();
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
    json: (statement, values, plan) => connection.json(statement, values, plan),
    run: (sql) => connection.run(sql),
    raw: (sql, values) => connection.raw(sql, values),
    stream: (statement, values, chunkRows, signal) =>
      streamed(connection.chunks(statement, values, chunkRows), signal),
    release,
  };
}

/** Between two chunks, whatever else waits in the event loop has its turn. */
async function* streamed(
  chunks: Iterable<readonly RawRow[]>,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly RawRow[], void, undefined> {
  for (const chunk of chunks) {
    if (signal?.aborted) throw queryCancelled();
    yield chunk;
    await setImmediate();
  }
}
