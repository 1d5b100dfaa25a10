import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawRows } from '../driver.ts';
import type { PgClient } from './client.ts';
import type { PostgresqlConnection } from './connection.ts';
import { abortedTransaction, isFatal, translatePostgresqlError } from './errors.ts';
import type { PostgresqlSettings } from './settings.ts';
import {
  type ArrayRow,
  arrayRows,
  instantRows,
  jsonRows,
  type QueryOptions,
  type QueryResult,
  type RowReader,
  WireConnection,
} from './wire/index.ts';

/** A session over our own data path (docs/decisions/0008-wire.md). */
export class WirePostgresqlConnection implements PostgresqlConnection {
  readonly #client: PgClient;
  readonly #wire: WireConnection;
  readonly #jsonReaders = new WeakMap<JsonPlan, RowReader<Buffer>>();
  onLost: (() => void) | undefined;
  wasEndedByServer = false;

  constructor(client: PgClient, settings: PostgresqlSettings) {
    this.#client = client;
    this.#wire = new WireConnection(client, {
      maxStatements: Math.max(1, settings.maxPreparedStatements),
      areStatementsNamed: !settings.isTransactionPooled && settings.maxPreparedStatements > 0,
      onLost: ({ cause }) => {
        this.wasEndedByServer = isFatal(cause);
        this.onLost?.();
      },
    });
  }

  get isOpen(): boolean {
    return !this.#wire.isOver;
  }

  get isInTransaction(): boolean {
    return this.#wire.isInTransaction;
  }

  query(
    { sql, isSingleRow, isWrite }: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
    isAutocommit = false,
  ): Promise<readonly RawRow[]> {
    const isPureRead = isAutocommit && isSingleRow === true && !isWrite;
    return this.#read(sql, values, instantRows, rowsOf, { signal, isPureRead });
  }

  json(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): Promise<JsonResult> {
    let reader = this.#jsonReaders.get(plan);
    if (reader === undefined) {
      reader = jsonRows(plan);
      this.#jsonReaders.set(plan, reader);
    }
    return this.#read(sql, values, reader, jsonResult, { signal });
  }

  execute(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult> {
    return this.#read(sql, values, instantRows, changesOf, { signal });
  }

  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawRows> {
    return this.#read(sql, values, arrayRows, rawRowsOf, { signal, isKept: false });
  }

  async run(sql: string): Promise<void> {
    // The server would answer with a rollback, and not with an error.
    if (sql === 'COMMIT' && (await this.#wire.hasFailed())) throw abortedTransaction(sql);
    try {
      await this.#wire.run(sql);
    } catch (error) {
      throw translatePostgresqlError(error, sql);
    }
  }

  async *stream(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined> {
    try {
      yield* this.#wire.stream(sql, values, instantRows, chunkRows, { signal });
    } catch (error) {
      throw translatePostgresqlError(error, sql);
    }
  }

  setBusy(isBusy: boolean): void {
    if (isBusy) this.#client.ref();
    else this.#client.unref();
  }

  async close(): Promise<void> {
    this.onLost = undefined;
    // Its goodbye is waited for, also where it was idle and kept nobody.
    this.#client.ref();
    await this.#wire.close();
  }

  /** With one promise for a statement, and no more (bench: `wire`). */
  #read<Result, Answer>(
    sql: string,
    values: DatabaseValue[],
    reader: RowReader<Result>,
    answer: (result: QueryResult<Result>) => Answer,
    options: QueryOptions,
  ): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#wire.send(
        sql,
        values,
        reader,
        (result) => resolve(answer(result)),
        (error) => reject(translatePostgresqlError(error, sql)),
        options,
      );
    });
  }
}

function rowsOf({ rows }: QueryResult<ArrayRow[]>): readonly RawRow[] {
  return rows;
}

function jsonResult({ rows, count }: QueryResult<Buffer>): JsonResult {
  return { bytes: rows, rowCount: count };
}

function changesOf({ count }: QueryResult<unknown>): ChangeResult {
  return { changes: count };
}

function rawRowsOf({ rows, count, columns }: QueryResult<ArrayRow[]>): RawRows {
  const names = columns.map(({ name }) => name);
  return { columns: names, rows, changes: names.length === 0 ? count : 0 };
}
