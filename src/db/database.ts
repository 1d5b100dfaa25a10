import { AsyncLocalStorage } from 'node:async_hooks';
import { checkOptions, type MaybePromise, option } from '../core/index.ts';
import { CallSite, currentContext, type QueryOrigin, queryChannel } from '../events/index.ts';
import { TransactionScope } from './connection/transaction-scope.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Driver, Lane, RawResult } from './drivers/driver.ts';
import { dbError } from './errors.ts';
import type { TableDefinition } from './sql/nodes.ts';
import {
  bindValues,
  type ChangeResult,
  type CompiledStatement,
  type DatabaseValue,
  type RawRow,
} from './sql/statement.ts';

export interface AtomicOptions {
  /**
   * Promise not to write: the transaction then sees one state of the database throughout and
   * makes no writer wait. Default false: the write lock is taken at the start, so that a
   * transaction that reads first cannot fail at its first write.
   */
  readonly isReadOnly?: boolean;
}

/** One database of the settings: runs statements, keeps transactions, tells what it did. */
export class Database {
  /** Its name in the settings. */
  readonly alias: string;
  readonly dialect: Dialect;
  readonly #driver: Driver;
  readonly #scopes = new AsyncLocalStorage<TransactionScope>();
  #isClosed = false;

  constructor(alias: string, driver: Driver) {
    this.alias = alias;
    this.dialect = driver.dialect;
    this.#driver = driver;
  }

  /** Whether the caller is inside `atomic()` on this database. */
  get isInTransaction(): boolean {
    return this.#scopes.getStore() !== undefined;
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
      if (this.#scopes.getStore() === undefined && !this.#isClosed) {
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
   * Runs SQL of your own with `?` parameters. Values are bound, never put into the text.
   *
   * ```ts
   * const { rows } = await database().raw('SELECT title FROM movie WHERE rating > ?', [8]);
   * ```
   *
   * @returns rows as objects by column name (empty for a write) and the number of changed rows.
   */
  async raw(sql: string, parameters: readonly DatabaseValue[] = []): Promise<RawResult> {
    const bound = [...parameters];
    const site = queryChannel.hasSubscribers ? CallSite.capture() : undefined;
    const origin: QueryOrigin = { kind: 'raw', subject: undefined, site };
    return this.#observed(sql, bound, origin, (lane) => lane.raw(sql, bound));
  }

  /** Creates a table with its indexes unless they exist; returns whether the table was new. */
  async createTable(table: TableDefinition): Promise<boolean> {
    const existed = await this.hasTable(table.name);
    for (const sql of this.dialect.createTable(table)) {
      await this.#command(sql, 'schema', table.name);
    }
    return !existed;
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
   * @throws whatever `work` throws; db.busy, db.constraint.* at the commit
   */
  async atomic<T>(work: () => Promise<T> | T, options: AtomicOptions = {}): Promise<T> {
    checkOptions('atomic()', options, { isReadOnly: option.boolean });
    const outer = this.#scopes.getStore();
    return outer === undefined
      ? this.#transaction(work, options.isReadOnly !== true)
      : this.#savepoint(outer, work);
  }

  /**
   * Calls `callback` after the current transaction has been committed, or at once outside of one.
   * It is dropped when the transaction, or the savepoint it was made in, is undone.
   *
   * @throws db.transaction.closed
   */
  onCommit(callback: () => unknown): void {
    const scope = this.#scopes.getStore();
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

  async #transaction<T>(work: () => Promise<T> | T, isWriter: boolean): Promise<T> {
    this.#assertOpen();
    const lane = await this.#driver.checkOut(isWriter);
    const scope = new TransactionScope(lane);
    let result: T;
    try {
      // It may have been closed while this transaction waited for its turn.
      this.#assertOpen();
      await this.#boundary(lane, isWriter ? 'BEGIN IMMEDIATE' : 'BEGIN');
      result = await this.#settle(scope, work, 'COMMIT', ['ROLLBACK']);
    } finally {
      lane.release();
    }
    await runAll(scope.commitCallbacks);
    return result;
  }

  async #savepoint<T>(outer: TransactionScope, work: () => Promise<T> | T): Promise<T> {
    outer.assertOpen();
    await outer.children.enter();
    try {
      const scope = outer.openSavepoint();
      await this.#boundary(outer.lane, `SAVEPOINT ${scope.savepoint}`);
      const result = await this.#settle(scope, work, `RELEASE ${scope.savepoint}`, [
        `ROLLBACK TO ${scope.savepoint}`,
        `RELEASE ${scope.savepoint}`,
      ]);
      outer.addCommitCallbacks(scope.commitCallbacks);
      return result;
    } finally {
      outer.children.leave();
    }
  }

  /** Runs the work in its scope, then `commit`; when either fails, `undo`. */
  async #settle<T>(
    scope: TransactionScope,
    work: () => Promise<T> | T,
    commit: string,
    undo: readonly string[],
  ): Promise<T> {
    try {
      const result = await this.#scopes.run(scope, work);
      scope.assertOpen();
      const abandoned = scope.close();
      if (abandoned !== undefined) {
        await this.#boundary(scope.lane, `ROLLBACK TO ${abandoned.savepoint}`);
      }
      await this.#boundary(scope.lane, commit);
      return result;
    } catch (error) {
      scope.close();
      if (!scope.isAbandoned) await this.#undo(scope.lane, undo);
      throw error;
    }
  }

  async #undo(lane: Lane, statements: readonly string[]): Promise<void> {
    try {
      for (const sql of statements) await this.#boundary(lane, sql);
    } catch {
      // The database had undone it by itself, as after a full disk; the first error says why.
    }
  }

  async #boundary(lane: Lane, sql: string): Promise<void> {
    const origin: QueryOrigin = { kind: 'transaction', subject: undefined, site: undefined };
    await this.#publishing(sql, [], origin, performance.now(), () => lane.run(sql));
  }

  async #command(sql: string, kind: QueryOrigin['kind'], subject: string): Promise<void> {
    await this.#observed(sql, [], { kind, subject, site: undefined }, (lane) => lane.run(sql));
  }

  /** Picks the lane: the transaction's, after open savepoints below it, or autocommit. */
  #onLane<T>(work: (lane: Lane) => MaybePromise<T>): MaybePromise<T> {
    const scope = this.#scopes.getStore();
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
    return this.#onLane((lane) =>
      this.#publishing(sql, parameters, origin, askedMs, () => work(lane)),
    );
  }

  /** Runs one statement and publishes it, failed or not. */
  #publishing<T>(
    sql: string,
    parameters: readonly DatabaseValue[],
    origin: QueryOrigin,
    askedMs: number,
    work: () => MaybePromise<T>,
  ): MaybePromise<T> {
    if (!queryChannel.hasSubscribers) return work();
    const sentMs = performance.now();
    const publish = (rowCount: number, error: unknown) =>
      queryChannel.publish({
        context: currentContext(),
        database: this.alias,
        sql,
        parameters,
        startedMs: askedMs,
        waitMs: sentMs - askedMs,
        durationMs: performance.now() - sentMs,
        rowCount,
        origin,
        error,
      });
    const failed = (error: unknown) => {
      publish(0, error);
      throw error;
    };
    try {
      const result = work();
      if (result instanceof Promise) {
        return result.then((value) => {
          publish(countRows(value), undefined);
          return value;
        }, failed);
      }
      publish(countRows(result), undefined);
      return result;
    } catch (error) {
      return failed(error);
    }
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw dbError('db.closed', `The database "${this.alias}" has been closed.`, {
      hint: 'Await all queries before disconnect().',
    });
  }
}

/** Rows returned or changed, whatever form the result has. */
function countRows(result: unknown): number {
  if (Array.isArray(result)) return result.length;
  if (typeof result !== 'object' || result === null) return 0;
  if ('rows' in result && Array.isArray(result.rows) && result.rows.length > 0) {
    return result.rows.length;
  }
  return 'changes' in result ? Number(result.changes) : 0;
}

async function runAll(callbacks: readonly (() => unknown)[]): Promise<void> {
  for (const callback of callbacks) await callback();
}
