import type { ConnectedClient } from './client.ts';
import { CopyExchange } from './copy-exchange.ts';
import { type CopyRows, sendCopy } from './copy-source.ts';
import type { Exchange } from './exchange.ts';
import { connectionClosed, copyRefused, tooManyParameters, zeroInSql } from './failures.ts';
import type { WireValue } from './parameters.ts';
import { MAX_PARAMETERS } from './protocol.ts';
import { QueryExchange, type QueryResult, type QueryRun } from './query-exchange.ts';
import type { RowDecoder, RowReader } from './row-reader.ts';
import { ScriptExchange } from './script-exchange.ts';
import type { Notification, ServerReport } from './server-message.ts';
import { Session } from './session.ts';

export interface WireOptions {
  /** Prepared statements kept on the server; the oldest is dropped. Default 500. */
  readonly maxStatements?: number;
  /** Statements written and not answered; more wait here. Default 1,000. */
  readonly maxInFlight?: number;
  /**
   * False behind a proxy that gives each transaction another server: each run is then parsed and
   * described anew. Default true.
   */
  readonly areStatementsNamed?: boolean;
  readonly onNotice?: (notice: ServerReport) => void;
  readonly onNotification?: (notification: Notification) => void;
  /** The connection is gone. Everything in flight has failed with the same error. */
  readonly onLost?: (error: Error) => void;
}

export interface QueryOptions {
  /** Cancels the statement, on the server too if it is running there. */
  readonly signal?: AbortSignal | undefined;
  /** False for SQL that will hardly come again: the server then does not keep it. Default true. */
  readonly isKept?: boolean | undefined;
  /**
   * Whether it may share its Sync with others like it. It must only read and take next to no time: it
   * is run again if one of the others fails. Default false.
   */
  readonly isPureRead?: boolean | undefined;
}

/** What an ordinary statement must not begin with: the server would wait for rows, or send a file. */
const COPY = /^\s*copy\s/i;

const MAX_STATEMENTS = 500;
const MAX_IN_FLIGHT = 1_000;

/**
 * A connection to PostgreSQL with a data path of its own. `pg` has connected the client and logged
 * in; from then on its socket belongs to this object, and the client must not be used for queries
 * any more.
 *
 * Statements are pipelined: they may be started at any time and are answered in their order. Each
 * is a transaction of its own unless BEGIN has opened one. Errors of the server come out as they
 * are (`ServerError`, with the properties of pg's `DatabaseError`), others as coded errors.
 *
 * ```ts
 * const connection = new WireConnection(client);
 * const { rows } = await connection.query('SELECT title FROM movie WHERE id = $1', [7], arrayRows);
 * ```
 */
export class WireConnection {
  readonly #client: ConnectedClient;
  readonly #session: Session;
  #isClosed = false;
  #portals = 0;

  /** @param client a connected `pg.Client` that is running nothing. */
  constructor(client: unknown, options: WireOptions = {}) {
    this.#client = client as ConnectedClient;
    this.#session = new Session(this.#client, {
      maxStatements: options.maxStatements ?? MAX_STATEMENTS,
      maxInFlight: options.maxInFlight ?? MAX_IN_FLIGHT,
      areStatementsNamed: options.areStatementsNamed ?? true,
      onNotice: options.onNotice ?? (() => {}),
      onNotification: options.onNotification ?? (() => {}),
      onLost: options.onLost ?? (() => {}),
    });
  }

  /** Whether it can't be used any more. */
  get isOver(): boolean {
    return this.#isClosed || this.#session.loss !== undefined;
  }

  /** Whether the last answer left a transaction open. */
  get isInTransaction(): boolean {
    return this.#session.isInTransaction;
  }

  /** Whether a transaction is open that can only be rolled back, when everything is answered. */
  async hasFailed(): Promise<boolean> {
    await this.#session.pipeline.whenIdle();
    return this.#session.hasFailedTransaction;
  }

  /** Statements that have not been answered. */
  get load(): number {
    return this.#session.pipeline.length;
  }

  /**
   * Runs one statement with its parameters.
   *
   * @param sql parsed once and kept; the same text should come again with other values.
   * @throws the server's error; db.connection.lost, db.closed, db.protocol, db.query.cancelled,
   * db.parameters.too_many, db.copy.unsupported.
   */
  query<Result>(
    sql: string,
    values: readonly WireValue[],
    reader: RowReader<Result>,
    options?: QueryOptions,
  ): Promise<QueryResult<Result>> {
    return new Promise((resolve, reject) => {
      this.send(sql, values, reader, resolve, reject, options);
    });
  }

  /** As `query`, for a caller that makes a promise anyway: one less for each statement. */
  send<Result>(
    sql: string,
    values: readonly WireValue[],
    reader: RowReader<Result>,
    resolve: (result: QueryResult<Result>) => void,
    reject: (error: Error) => void,
    options?: QueryOptions,
  ): void {
    const isKept = options?.isKept ?? true;
    const isPureRead = options?.isPureRead ?? false;
    const run = {
      sql,
      values,
      reader,
      portal: '',
      maxRows: 0,
      isKept,
      isPureRead,
      resume: undefined,
    };
    this.#start(run, resolve, reject, options?.signal);
  }

  /**
   * Runs SQL without parameters, several statements if need be; rows are dropped. Resolves to what
   * the last command was: for a COMMIT it is `ROLLBACK` if the transaction had failed.
   */
  run(sql: string, options?: QueryOptions): Promise<string> {
    return new Promise((resolve, reject) => {
      const refusal = this.#refusal(sql, 0);
      if (refusal !== undefined) reject(refusal);
      else this.#add(new ScriptExchange(sql, resolve, reject), options?.signal);
    });
  }

  /**
   * Reads a statement's rows in parts, which only the server has in full. It opens a transaction
   * unless there is one, and ends it when the last part was read or the loop is left; then nobody
   * else may use the connection meanwhile.
   *
   * @param chunkRows rows in a part; the last one has fewer, and there is none when there are no rows.
   */
  async *stream<Result>(
    sql: string,
    values: readonly WireValue[],
    reader: RowReader<Result>,
    chunkRows: number,
    options?: QueryOptions,
  ): AsyncGenerator<Result, void, undefined> {
    await this.#session.pipeline.whenIdle();
    const ownsTransaction = !this.isInTransaction;
    if (ownsTransaction) await this.run('BEGIN');
    const portal = `p${++this.#portals}`;
    const isKept = options?.isKept ?? true;
    const run = { sql, values, reader, portal, maxRows: chunkRows, isKept, isPureRead: false };
    const fetch = (resume?: RowDecoder<Result>) =>
      new Promise<QueryResult<Result>>((resolve, reject) =>
        this.#start({ ...run, resume }, resolve, reject, options?.signal),
      );
    try {
      let part = await fetch();
      while (part.resume !== undefined) {
        yield part.rows;
        part = await fetch(part.resume);
      }
      if (part.count > 0) yield part.rows;
    } finally {
      await this.#closePortal(portal, ownsTransaction);
    }
  }

  /**
   * Copies rows into a table and resolves to their number. Statements started meanwhile wait.
   *
   * @param sql `COPY table (columns) FROM STDIN`, in the text format.
   * @throws what the rows throw; else as `query`. In both cases nothing has been copied.
   */
  async copyIn(sql: string, rows: CopyRows): Promise<number> {
    const { pipeline, writer } = this.#session;
    if (this.#unusable !== undefined) throw this.#unusable;
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const exchange = new CopyExchange(sql, resolve, reject);
    this.#add(exchange, undefined);
    const sent = sendCopy(exchange, rows, writer, pipeline).finally(() => {
      if (exchange.isWritten) pipeline.release();
    });
    const [count] = await Promise.all([promise, sent]);
    return count;
  }

  /** Waits for what has been started, then says goodbye to the server. */
  async close(): Promise<void> {
    if (this.isOver) return;
    this.#isClosed = true;
    await this.#session.pipeline.whenIdle();
    await this.#client.end();
  }

  /** Ends the connection at once; what is in flight fails with db.connection.lost. */
  destroy(cause?: Error): void {
    this.#session.lose(cause);
  }

  #start<Result>(
    run: QueryRun<Result>,
    resolve: (result: QueryResult<Result>) => void,
    reject: (error: Error) => void,
    signal: AbortSignal | undefined,
  ): void {
    const refusal = this.#refusal(run.sql, run.values.length);
    if (refusal !== undefined) reject(refusal);
    else this.#add(new QueryExchange(run, resolve, reject), signal);
  }

  /** COMMIT undoes a transaction that has failed, and in one of the caller's that is their business. */
  async #closePortal(portal: string, ownsTransaction: boolean): Promise<void> {
    if (this.isOver) return;
    if (ownsTransaction) await this.run('COMMIT');
    else if (!this.#session.hasFailedTransaction) await this.run(`CLOSE ${portal}`);
  }

  #add(exchange: Exchange, signal: AbortSignal | undefined): void {
    this.#session.pipeline.add(exchange);
    if (signal !== undefined) this.#session.canceller.watch(exchange, signal);
  }

  get #unusable(): Error | undefined {
    return this.#session.loss ?? (this.#isClosed ? connectionClosed() : undefined);
  }

  /** Why a statement can't be sent; undefined when it can. */
  #refusal(sql: string, parameters: number): Error | undefined {
    if (this.#unusable !== undefined) return this.#unusable;
    if (parameters > MAX_PARAMETERS) return tooManyParameters(parameters);
    if (sql.includes('\0')) return zeroInSql();
    return COPY.test(sql) ? copyRefused() : undefined;
  }
}
