import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawResult } from '../driver.ts';
import type { PgClient } from './client.ts';
import type { PostgresqlConnection } from './connection.ts';
import { abortedTransaction, isFatal, translatePostgresqlError } from './errors.ts';
import type { PostgresqlSettings } from './settings.ts';
import { type ArrayRow, arrayRows, type QueryResult, WireConnection } from './wire/index.ts';

/** A session over our own data path (docs/decisions/0008-wire.md). */
export class WirePostgresqlConnection implements PostgresqlConnection {
  readonly #client: PgClient;
  readonly #wire: WireConnection;
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

  async query(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<readonly RawRow[]> {
    return (await this.#query(sql, values, signal)).rows;
  }

  async execute(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult> {
    return { changes: (await this.#query(sql, values, signal)).count };
  }

  async raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawResult> {
    const { rows, count, columns } = await this.#query(sql, values, signal);
    if (columns.length === 0) return { rows: [], changes: count };
    const names = columns.map(({ name }) => name);
    return { rows: rows.map((row) => asObject(names, row)), changes: 0 };
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
      yield* this.#wire.stream(sql, values, arrayRows, chunkRows, { signal });
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

  async #query(
    sql: string,
    values: DatabaseValue[],
    signal: AbortSignal | undefined,
  ): Promise<QueryResult<ArrayRow[]>> {
    try {
      return await this.#wire.query(
        sql,
        values,
        arrayRows,
        signal === undefined ? undefined : { signal },
      );
    } catch (error) {
      throw translatePostgresqlError(error, sql);
    }
  }
}

function asObject(names: readonly string[], row: ArrayRow): RawResult['rows'][number] {
  return Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]));
}
