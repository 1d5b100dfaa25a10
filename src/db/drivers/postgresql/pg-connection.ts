import type { QueryArrayConfig, QueryConfig } from 'pg';
import { isUptempoError } from '../../../core/index.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { RawResult } from '../driver.ts';
import { requestCancel } from './cancel.ts';
import type { PgClient } from './client.ts';
import type { PostgresqlConnection, TransactionStatus } from './connection.ts';
import {
  abortedTransaction,
  isFatal,
  isStaleStatement,
  translatePostgresqlError,
} from './errors.ts';
import type { PostgresqlSettings } from './settings.ts';
import { StatementNames } from './statement-names.ts';

/** What a callback of `pg` gets. */
interface PgResult {
  readonly command: string | null;
  readonly rows: readonly unknown[];
  readonly rowCount: number | null;
  readonly fields: readonly unknown[];
}

/** Forces one statement per text, also where it has no values. */
type Config = (QueryConfig | QueryArrayConfig) & { readonly queryMode: 'extended' };

/** A session through `pg`, its data path included. */
export class PgConnection implements PostgresqlConnection {
  readonly #client: PgClient;
  readonly #settings: PostgresqlSettings;
  readonly #names: StatementNames;
  onLost: (() => void) | undefined;
  isOpen = true;
  wasEndedByServer = false;

  constructor(client: PgClient, settings: PostgresqlSettings) {
    this.#client = client;
    this.#settings = settings;
    const kept = settings.isTransactionPooled ? 0 : settings.maxPreparedStatements;
    this.#names = new StatementNames(kept, (name) => this.#forget(name));
    client.once('end', () => this.#lost());
    client.on('error', () => this.#lost());
  }

  get transactionStatus(): TransactionStatus {
    return this.#client.getTransactionStatus() ?? 'I';
  }

  query(statement: CompiledStatement, values: DatabaseValue[]): Promise<readonly RawRow[]> {
    return this.#prepared(statement.sql, values, rowsOf);
  }

  execute(statement: CompiledStatement, values: DatabaseValue[]): Promise<ChangeResult> {
    return this.#prepared(statement.sql, values, changesOf);
  }

  fetch(sql: string, values: DatabaseValue[]): Promise<readonly RawRow[]> {
    return this.#send({ text: sql, values, rowMode: 'array', queryMode: 'extended' }, rowsOf);
  }

  raw(sql: string, values: DatabaseValue[]): Promise<RawResult> {
    return this.#send({ text: sql, values, queryMode: 'extended' }, rawResult);
  }

  async run(sql: string): Promise<void> {
    const config: Config = { text: sql, queryMode: 'extended' };
    const command = await this.#send(config, (result) => result.command);
    // The server answers so, and not with an error, when a statement before had failed.
    if (sql === 'COMMIT' && command === 'ROLLBACK') throw abortedTransaction(sql);
  }

  cancelRunning(): Promise<void> {
    return requestCancel(this.#client, this.#settings);
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

  /**
   * Runs a kept statement. The server may have forgotten it (a proxy between, DISCARD) or refuse
   * it because a table has changed; outside of a transaction it is then prepared anew.
   */
  #prepared<T>(sql: string, values: DatabaseValue[], read: (result: PgResult) => T): Promise<T> {
    const run = () => {
      const name = this.#names.of(sql);
      return this.#send(
        { text: sql, values, rowMode: 'array', queryMode: 'extended', ...(name && { name }) },
        read,
      );
    };
    return run().catch((error) => {
      if (!isStaleStatement(error)) throw error;
      this.#names.forget(sql);
      if (this.transactionStatus !== 'I') throw error;
      return run();
    });
  }

  #send<T>(config: Config, read: (result: PgResult) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#client.query(config as QueryConfig, (error: unknown, result: unknown) => {
        if (error) reject(this.#failure(error, config.text));
        else resolve(read(result as PgResult));
      });
    });
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
function rawResult({ rows, rowCount, fields }: PgResult): RawResult {
  return {
    rows: rows as RawResult['rows'],
    changes: fields.length === 0 ? (rowCount ?? 0) : 0,
  };
}
