import { setTimeout } from 'node:timers/promises';
import type { QueryArrayConfig, QueryConfig } from 'pg';
import { isUptempoError } from '../../../core/index.ts';
import { queryCancelled } from '../../connection/cancelled.ts';
import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import { jsonOfRows } from '../../sql/json-rows.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawRows } from '../driver.ts';
import type { PgClient } from './client.ts';
import type { PostgresqlConnection } from './connection.ts';
import {
  abortedTransaction,
  isFatal,
  isStaleStatement,
  translatePostgresqlError,
} from './errors.ts';
import type { PostgresqlSettings } from './settings.ts';
import { StatementNames } from './statement-names.ts';
import { type ConnectedClient, parseInstant, requestCancel } from './wire/index.ts';

/** Waited before a cancel request is repeated; each time twice as long, up to the longest. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** What a callback of `pg` gets. */
interface PgResult {
  readonly command: string | null;
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string }[];
}

/** Forces one statement per text, also where it has no values. */
type Config = (QueryConfig | QueryArrayConfig) & { readonly queryMode: 'extended' };

/** A session through `pg`, its data path included: what `dataPath: 'pg'` switches back to. */
export class PgConnection implements PostgresqlConnection {
  readonly #client: PgClient;
  readonly #names: StatementNames;
  #inFlight = 0;
  /** While a cancel request is on its way nothing is sent: it would hit whatever runs then. */
  #cancelling: Promise<void> | undefined;
  #cursors = 0;
  onLost: (() => void) | undefined;
  isOpen = true;
  wasEndedByServer = false;

  constructor(client: PgClient, settings: PostgresqlSettings) {
    this.#client = client;
    const kept = settings.isTransactionPooled ? 0 : settings.maxPreparedStatements;
    this.#names = new StatementNames(kept, (name) => this.#forget(name));
    client.once('end', () => this.#lost());
    client.on('error', () => this.#lost());
  }

  get isInTransaction(): boolean {
    return (this.#client.getTransactionStatus() ?? 'I') !== 'I';
  }

  query(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<readonly RawRow[]> {
    return this.#prepared(statement.sql, values, rowsOf, signal);
  }

  async json(
    statement: CompiledStatement,
    values: DatabaseValue[],
    plan: JsonPlan,
    signal?: AbortSignal,
  ): Promise<JsonResult> {
    const rows = await this.query(statement, values, signal);
    return jsonOfRows(rows, plan, (raw) => new Date(parseInstant(String(raw))));
  }

  execute(
    statement: CompiledStatement,
    values: DatabaseValue[],
    signal?: AbortSignal,
  ): Promise<ChangeResult> {
    return this.#prepared(statement.sql, values, changesOf, signal);
  }

  raw(sql: string, values: DatabaseValue[], signal?: AbortSignal): Promise<RawRows> {
    const config: Config = { text: sql, values, rowMode: 'array', queryMode: 'extended' };
    return this.#send(config, rawRowsOf, signal);
  }

  async run(sql: string): Promise<void> {
    const config: Config = { text: sql, queryMode: 'extended' };
    const command = await this.#send(config, (result) => result.command);
    // The server answers so, and not with an error, when a statement before had failed.
    if (sql === 'COMMIT' && command === 'ROLLBACK') throw abortedTransaction(sql);
  }

  async *stream(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly RawRow[], void, undefined> {
    const isOwnTransaction = !this.isInTransaction;
    const cursor = `uptempo_cursor_${++this.#cursors}`;
    if (isOwnTransaction) await this.run('BEGIN');
    let isFailed = true;
    try {
      await this.#rows(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${sql}`, values, signal);
      for (;;) {
        const rows = await this.#rows(`FETCH ${chunkRows} FROM ${cursor}`, [], signal);
        isFailed = false;
        if (rows.length > 0) yield rows;
        if (rows.length < chunkRows) break;
        isFailed = true;
      }
      isFailed = false;
    } finally {
      if (isOwnTransaction) await this.run(isFailed ? 'ROLLBACK' : 'COMMIT');
      else if (!isFailed) await this.run(`CLOSE ${cursor}`);
    }
  }

  setBusy(isBusy: boolean): void {
    if (isBusy) this.#client.ref();
    else this.#client.unref();
  }

  async close(): Promise<void> {
    this.isOpen = false;
    this.onLost = undefined;
    // Its goodbye is waited for, also where it was idle and kept nobody.
    this.#client.ref();
    await this.#client.end();
  }

  #rows(sql: string, values: DatabaseValue[], signal: AbortSignal | undefined) {
    const config: Config = { text: sql, values, rowMode: 'array', queryMode: 'extended' };
    return this.#send(config, rowsOf, signal);
  }

  /**
   * Runs a kept statement. The server may have forgotten it (a proxy between, DISCARD) or refuse
   * it because a table has changed; outside of a transaction it is then prepared anew.
   */
  async #prepared<T>(
    sql: string,
    values: DatabaseValue[],
    read: (result: PgResult) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const name = this.#names.of(sql);
      const named = name === undefined ? {} : { name };
      try {
        return await this.#send(
          { text: sql, values, rowMode: 'array', queryMode: 'extended', ...named },
          read,
          signal,
        );
      } catch (error) {
        if (!isStaleStatement(error)) throw error;
        this.#names.forget(sql);
        if (this.isInTransaction || attempt > 1) throw error;
      }
    }
  }

  async #send<T>(config: Config, read: (result: PgResult) => T, signal?: AbortSignal): Promise<T> {
    if (this.#cancelling !== undefined) await this.#cancelling;
    if (signal?.aborted) throw queryCancelled();
    this.#inFlight += 1;
    let isOver = false;
    const abort = () => void this.#cancelUntil(() => isOver);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      return read(await this.#answer(config));
    } catch (error) {
      throw this.#failure(error, config.text);
    } finally {
      isOver = true;
      this.#inFlight -= 1;
      signal?.removeEventListener('abort', abort);
    }
  }

  #answer(config: Config): Promise<PgResult> {
    return new Promise((resolve, reject) => {
      this.#client.query(config as QueryConfig, (error: unknown, result: unknown) => {
        if (error) reject(error);
        else resolve(result as PgResult);
      });
    });
  }

  /** A request that gets there before its statement is dropped by the server, so it is repeated. */
  async #cancelUntil(isOver: () => boolean): Promise<void> {
    for (
      let pauseMs = FIRST_PAUSE_MS;
      !isOver();
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    ) {
      await this.#cancel();
      await setTimeout(pauseMs, undefined, { ref: false });
    }
  }

  /**
   * Cancels what runs. The request cannot say what it means, so it is sent only where nothing
   * else can be meant; a statement among others waits until it is alone, or runs to its end.
   */
  #cancel(): Promise<void> | undefined {
    if (this.#inFlight !== 1 || this.#cancelling !== undefined) return this.#cancelling;
    this.#cancelling = requestCancel(this.#client as unknown as ConnectedClient).finally(() => {
      this.#cancelling = undefined;
    });
    return this.#cancelling;
  }

  #failure(error: unknown, sql: string) {
    if (isFatal(error)) {
      this.wasEndedByServer = true;
      this.isOpen = false;
    }
    const failure = translatePostgresqlError(error, sql);
    if (isUptempoError(failure, 'db.connection.lost')) this.isOpen = false;
    return failure;
  }

  /** Closes a prepared statement with the next statement that is sent, whatever state it is in. */
  #forget(name: string): void {
    delete this.#client.connection.parsedStatements[name];
    this.#client.connection.close({ type: 'S', name }, true);
  }

  #lost(): void {
    this.isOpen = false;
    const { onLost } = this;
    this.onLost = undefined;
    onLost?.();
  }
}

function rowsOf({ rows }: PgResult): readonly RawRow[] {
  return rows as readonly RawRow[];
}

function changesOf({ rowCount }: PgResult): ChangeResult {
  return { changes: rowCount ?? 0 };
}

/** A statement that returns rows tells of no changes, as on SQLite. */
function rawRowsOf({ rows, rowCount, fields }: PgResult): RawRows {
  const columns = fields.map(({ name }) => name);
  return {
    columns,
    rows: rows as RawRows['rows'],
    changes: columns.length === 0 ? (rowCount ?? 0) : 0,
  };
}
