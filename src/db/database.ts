import type { MaybePromise } from '../core/index.ts';
import { CallSite, type QueryOrigin, queryChannel } from '../events/index.ts';
import { publishing } from './connection/publishing.ts';
import type { TransactionScope } from './connection/transaction-scope.ts';
import { type AtomicOptions, Transactions } from './connection/transactions.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Driver, Lane, RawResult } from './drivers/driver.ts';
import { dbError } from './errors.ts';
import type { TableDefinition } from './sql/definitions.ts';
import {
  bindValues,
  type ChangeResult,
  type CompiledStatement,
  type DatabaseValue,
  type RawRow,
} from './sql/statement.ts';

/** One database of the settings: runs statements, keeps transactions, tells what it did. */
export class Database {
  /** Its name in the settings. */
  readonly alias: string;
  readonly dialect: Dialect;
  readonly #driver: Driver;
  readonly #transactions: Transactions;
  #isClosed = false;

  constructor(alias: string, driver: Driver) {
    this.alias = alias;
    this.dialect = driver.dialect;
    this.#driver = driver;
    this.#transactions = new Transactions(alias, driver, () => this.#assertOpen());
  }

  /** Whether the caller is inside `atomic()` on this database. */
  get isInTransaction(): boolean {
    return this.#transactions.current !== undefined;
  }

  /** Runs a statement that returns rows. `values` are the caller's, indexed by slot. */
  query(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
  ): MaybePromise<readonly RawRow[]> {
    const bound = bindValues(statement, values);
    if (!queryChannel.hasSubscribers) {
      // The common case without a closure: an eighth of a point read (bench: `sqlite-read`).
      if (this.#transactions.current === undefined && !this.#isClosed) {
        return this.#driver.autocommit.query(statement, bound);
      }
      return this.#onLane((lane) => lane.query(statement, bound));
    }
    return this.#observed(statement.sql, bound, origin, (lane) => lane.query(statement, bound));
  }

  /** Runs a statement that only changes rows. */
  execute(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
  ): MaybePromise<ChangeResult> {
    const bound = bindValues(statement, values);
    if (!queryChannel.hasSubscribers) {
      return this.#onLane((lane) => lane.execute(statement, bound));
    }
    return this.#observed(statement.sql, bound, origin, (lane) => lane.execute(statement, bound));
  }

  /**
   * Runs SQL of your own. Parameters are `?` in their order, or `$1`, `$2`, on every database; a
   * `?` that is an operator is written `??`. Values are bound, never put into the text.
   *
   * ```ts
   * const { rows } = await database().raw('SELECT title FROM movie WHERE rating > ?', [8]);
   * ```
   *
   * @returns rows as objects by column name (empty for a write) and the number of changed rows.
   */
  async raw(sql: string, parameters: readonly DatabaseValue[] = []): Promise<RawResult> {
    const bound = [...parameters];
    const text = this.dialect.rawSql(sql);
    const site = queryChannel.hasSubscribers ? CallSite.capture() : undefined;
    const origin: QueryOrigin = { kind: 'raw', subject: undefined, site };
    return this.#observed(sql, bound, origin, (lane) => lane.raw(text, bound));
  }

  /**
   * Creates tables with their indexes and foreign keys unless they exist, whatever order they
   * refer to each other in.
   *
   * @returns the names of those that were new.
   */
  async createTables(tables: readonly TableDefinition[]): Promise<readonly string[]> {
    const created: TableDefinition[] = [];
    for (const table of tables) {
      if (!(await this.hasTable(table.name))) created.push(table);
      for (const sql of this.dialect.createTable(table)) await this.#command(sql, table.name);
    }
    for (const table of created) {
      for (const sql of this.dialect.addReferences(table)) await this.#command(sql, table.name);
    }
    return created.map(({ name }) => name);
  }

  async hasTable(name: string): Promise<boolean> {
    const { rows } = await this.raw(this.dialect.findTable, [name]);
    return rows.length > 0;
  }

  /**
   * Runs `work` in a transaction, or in a savepoint when there is one already. Every query inside,
   * however deep, belongs to it. When `work` fails all its changes are undone and the error goes
   * on; else they are committed before the promise resolves.
   *
   * @throws whatever `work` throws; db.busy, db.constraint.*, db.serialization, db.deadlock,
   * db.pool.timeout, db.connection.*, db.transaction.nested
   */
  atomic<T>(work: () => Promise<T> | T, options: AtomicOptions = {}): Promise<T> {
    return this.#transactions.atomic(work, options);
  }

  /**
   * Calls `callback` after the current transaction has been committed, or at once outside of one.
   * It is dropped when the transaction, or the savepoint it was made in, is undone.
   *
   * @throws db.transaction.closed
   */
  onCommit(callback: () => unknown): void {
    const scope = this.#transactions.current;
    if (scope === undefined) {
      callback();
      return;
    }
    scope.assertOpen();
    scope.addCommitCallbacks([callback]);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#driver.close();
  }

  async #command(sql: string, subject: string): Promise<void> {
    const origin: QueryOrigin = { kind: 'schema', subject, site: undefined };
    await this.#observed(sql, [], origin, (lane) => lane.run(sql));
  }

  /** Picks the lane: the transaction's, after open savepoints below it, or autocommit. */
  #onLane<T>(work: (lane: Lane) => MaybePromise<T>): MaybePromise<T> {
    const scope = this.#transactions.current;
    if (scope === undefined) {
      this.#assertOpen();
      return work(this.#driver.autocommit);
    }
    scope.assertOpen();
    return scope.children.isTaken ? this.#afterSavepoint(scope, work) : work(scope.lane);
  }

  async #afterSavepoint<T>(
    scope: TransactionScope,
    work: (lane: Lane) => MaybePromise<T>,
  ): Promise<T> {
    await scope.children.enter();
    try {
      scope.assertOpen();
      return await work(scope.lane);
    } finally {
      scope.children.leave();
    }
  }

  #observed<T>(
    sql: string,
    parameters: readonly DatabaseValue[],
    origin: QueryOrigin,
    work: (lane: Lane) => MaybePromise<T>,
  ): MaybePromise<T> {
    const askedMs = performance.now();
    const statement = { database: this.alias, sql, parameters, origin, askedMs };
    return this.#onLane((lane) => publishing(statement, () => work(lane)));
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw dbError('db.closed', `The database "${this.alias}" has been closed.`, {
      hint: 'Await all queries before disconnect().',
    });
  }
}
