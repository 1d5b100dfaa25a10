import type { MaybePromise } from '../core/index.ts';
import { CallSite, currentContext, type QueryOrigin, queryChannel } from '../events/index.ts';
import { queryCancelled } from './connection/cancelled.ts';
import { publishing, publishingStream } from './connection/publishing.ts';
import type { TransactionScope } from './connection/transaction-scope.ts';
import { type AtomicOptions, Transactions } from './connection/transactions.ts';
import { WriteSet } from './dependencies/committed-writes.ts';
import { trackingRaw } from './dependencies/raw-statements.ts';
import { type TrackedStatement, trackingRead, trackingWrite } from './dependencies/statements.ts';
import { tracking } from './dependencies/tracking.ts';
import type { Dialect } from './dialects/dialect.ts';
import type { Driver, Lane, RawRows } from './drivers/driver.ts';
import { dbError } from './errors.ts';
import type { TableDefinition } from './sql/definitions.ts';
import type { Footprint } from './sql/footprint.ts';
import type { JsonPlan, JsonResult } from './sql/json-plan.ts';
import type { SqlFragment } from './sql/sql-tag.ts';
import {
  bindValues,
  type ChangeResult,
  type CompiledStatement,
  type DatabaseValue,
  type RawRow,
} from './sql/statement.ts';
import { writtenSql } from './written-sql.ts';

/** What SQL of one's own gave. */
export interface RawResult {
  /** By the names of their columns; empty for a statement that returns none. */
  readonly rows: readonly Readonly<Record<string, DatabaseValue>>[];
  /** Rows that were changed; 0 for a statement that returns rows. */
  readonly changes: number;
}

export interface QueryOptions {
  /** Cancels the query. Default: the signal of the request that the caller works for. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Read in another thread where the database would keep this one waiting, as SQLite does with a
   * long read. Default false.
   */
  readonly isOffThread?: boolean | undefined;
}

export interface RawOptions extends QueryOptions {
  /**
   * Names of the tables that the statement reads. What is kept until its rows change
   * (`until: 'changed'`) cannot be kept otherwise.
   */
  readonly reads?: readonly string[] | undefined;
  /**
   * Names of the tables that the statement changes. Without them whatever is kept until a row of
   * this database changes is thrown away.
   */
  readonly writes?: readonly string[] | undefined;
}

export interface StreamOptions extends Pick<QueryOptions, 'signal'> {
  readonly chunkRows: number;
}

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
    options?: QueryOptions,
  ): MaybePromise<readonly RawRow[]> {
    if (!tracking.isOn) return this.#query(statement, values, origin, options);
    const tracked = this.#tracked(statement.footprint, values);
    const work = () => this.#query(statement, values, origin, options);
    return statement.isWrite ? trackingWrite(tracked, work) : trackingRead(tracked, lengthOf, work);
  }

  #query(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
    options: QueryOptions | undefined,
  ): MaybePromise<readonly RawRow[]> {
    const bound = bindValues(statement, values);
    const signal = signalOf(options);
    if (options?.isOffThread) return this.#queryOffThread(statement, bound, origin, signal);
    if (!queryChannel.hasSubscribers) {
      // The common case without a closure: an eighth of a point read (bench: `sqlite-read`).
      if (this.#transactions.current === undefined && !this.#isClosed && !signal?.aborted) {
        return this.#driver.autocommit.query(statement, bound, signal);
      }
      return this.#onLane(signal, (lane) => lane.query(statement, bound, signal));
    }
    return this.#observed(statement.sql, bound, origin, signal, (lane) =>
      lane.query(statement, bound, signal),
    );
  }

  /**
   * Runs a statement and gives its rows as JSON. A plan is made of what `dialect.jsonForm` says of
   * the columns' types.
   */
  json(
    statement: CompiledStatement,
    values: readonly unknown[],
    plan: JsonPlan,
    origin: QueryOrigin,
    options?: Pick<QueryOptions, 'signal'>,
  ): MaybePromise<JsonResult> {
    const bound = bindValues(statement, values);
    const signal = signalOf(options);
    const work = () =>
      this.#observed(statement.sql, bound, origin, signal, (lane) =>
        lane.json(statement, bound, plan, signal),
      );
    if (!tracking.isOn) return work();
    return trackingRead(this.#tracked(statement.footprint, values), rowCountOf, work);
  }

  /** Runs a statement that only changes rows. */
  execute(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
    options?: QueryOptions,
  ): MaybePromise<ChangeResult> {
    if (!tracking.isOn) return this.#execute(statement, values, origin, options);
    return trackingWrite(this.#tracked(statement.footprint, values), () =>
      this.#execute(statement, values, origin, options),
    );
  }

  #execute(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
    options: QueryOptions | undefined,
  ): MaybePromise<ChangeResult> {
    const bound = bindValues(statement, values);
    const signal = signalOf(options);
    if (!queryChannel.hasSubscribers) {
      return this.#onLane(signal, (lane) => lane.execute(statement, bound, signal));
    }
    return this.#observed(statement.sql, bound, origin, signal, (lane) =>
      lane.execute(statement, bound, signal),
    );
  }

  /**
   * Reads the rows of a query in chunks of `chunkRows`, of which only one is in memory at a time.
   * On a server the rest waits there: outside of a transaction in a connection of its own.
   */
  async *stream(
    statement: CompiledStatement,
    values: readonly unknown[],
    origin: QueryOrigin,
    options: StreamOptions,
  ): AsyncGenerator<readonly RawRow[], void, undefined> {
    const bound = bindValues(statement, values);
    const signal = signalOf(options);
    const askedMs = performance.now();
    const published = { database: this.alias, sql: statement.sql, parameters: bound, origin };
    if (tracking.isOn) this.#trackStream(statement, values);
    const chunks = await this.#onLane(signal, (lane) =>
      lane.stream(statement, bound, options.chunkRows, signal),
    );
    yield* publishingStream({ ...published, askedMs }, chunks);
  }

  /**
   * Runs SQL of your own. Parameters are `?` in their order, or `$1`, `$2`, on every database; a
   * `?` that is an operator is written `??`. Values are bound, never put into the text.
   *
   * ```ts
   * const { rows } = await database().raw('SELECT title FROM movie WHERE rating > ?', [8]);
   * ```
   *
   * The tag `sql` puts text and values together: ``raw(sql`… WHERE rating > ${8}`)``.
   *
   * @returns rows as objects by column name (empty for a write) and the number of changed rows.
   */
  async raw(
    statement: string | SqlFragment,
    parameters: readonly DatabaseValue[] = [],
    options?: RawOptions,
  ): Promise<RawResult> {
    const { columns, rows, changes } = await this.rawRows(statement, parameters, options);
    return { rows: rows.map((row) => asObject(columns, row)), changes };
  }

  /** The same with rows as lists in the order of the columns, also of those with the same name. */
  async rawRows(
    statement: string | SqlFragment,
    parameters: readonly DatabaseValue[] = [],
    options?: RawOptions,
  ): Promise<RawRows> {
    const { sql, text, bound } = writtenSql(statement, parameters, this.dialect);
    const site = queryChannel.wantsCallSite() ? CallSite.capture(CallSite.NEAR) : undefined;
    const origin: QueryOrigin = { kind: 'raw', subject: undefined, site };
    const signal = signalOf(options);
    const work = () =>
      this.#observed(sql, bound, origin, signal, (lane) => lane.raw(text, bound, signal));
    if (!tracking.isOn) return work();
    return trackingRaw(this.alias, this.#transactions.current, { sql, ...options }, work);
  }

  /**
   * Says that tables were changed by something that Uptempo did not do: another program, a trigger,
   * a query builder on a borrowed connection. What depends on them is then thrown away, in a
   * transaction after its commit.
   *
   * @param tables - their names; those of a model are `metaOf(model).table`.
   */
  async tablesChanged(tables: Iterable<string>): Promise<void> {
    const writes = this.#transactions.current?.writes ?? new WriteSet();
    for (const table of tables) writes.add(table, undefined);
    if (!this.isInTransaction) await writes.tell(this.alias);
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

  #tracked(footprint: Footprint | undefined, values: readonly unknown[]): TrackedStatement {
    return {
      database: this.alias,
      transaction: this.#transactions.current,
      footprint,
      values,
    };
  }

  /** Of a stream nobody knows how many rows will be read, so that it counts as any rows. */
  #trackStream({ footprint }: CompiledStatement, values: readonly unknown[]): void {
    const any = footprint && { ...footprint, named: undefined };
    trackingRead(this.#tracked(any, values), lengthOf, () => []);
  }

  /** In a transaction there is no other thread: it would not see what the transaction wrote. */
  #queryOffThread(
    statement: CompiledStatement,
    bound: DatabaseValue[],
    origin: QueryOrigin,
    signal: AbortSignal | undefined,
  ): MaybePromise<readonly RawRow[]> {
    const { offThread } = this.#driver;
    return this.#observed(statement.sql, bound, origin, signal, (lane) =>
      (this.isInTransaction ? lane : (offThread ?? lane)).query(statement, bound, signal),
    );
  }

  async #command(sql: string, subject: string): Promise<void> {
    const origin: QueryOrigin = { kind: 'schema', subject, site: undefined };
    await this.#observed(sql, [], origin, undefined, (lane) => lane.run(sql));
  }

  /** Picks the lane: the transaction's, after open savepoints below it, or autocommit. */
  #onLane<T>(
    signal: AbortSignal | undefined,
    work: (lane: Lane) => MaybePromise<T>,
  ): MaybePromise<T> {
    if (signal?.aborted) throw queryCancelled();
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
    signal: AbortSignal | undefined,
    work: (lane: Lane) => MaybePromise<T>,
  ): MaybePromise<T> {
    const askedMs = performance.now();
    const statement = { database: this.alias, sql, parameters, origin, askedMs };
    return this.#onLane(signal, (lane) => publishing(statement, () => work(lane)));
  }

  #assertOpen(): void {
    if (!this.#isClosed) return;
    throw dbError('db.closed', `The database "${this.alias}" has been closed.`, {
      hint: 'Await all queries before disconnect().',
    });
  }
}

function signalOf(options: Pick<QueryOptions, 'signal'> | undefined): AbortSignal | undefined {
  return options?.signal ?? currentContext()?.signal;
}

function lengthOf(rows: readonly unknown[]): number {
  return rows.length;
}

function rowCountOf({ rowCount }: JsonResult): number {
  return rowCount;
}

function asObject(columns: readonly string[], row: RawRow): RawResult['rows'][number] {
  return Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
}
