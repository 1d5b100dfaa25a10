import type { Database } from './database.ts';
import { dbError } from './errors.ts';
import type { DatabaseValue, RawRow } from './sql/statement.ts';

/** A query as libraries built on `pg` give it. */
export interface BorrowedQuery {
  readonly text: string;
  readonly values?: readonly unknown[];
  readonly rowMode?: string;
}

export interface BorrowedResult {
  readonly command: string;
  readonly rowCount: number;
  // biome-ignore lint/suspicious/noExplicitAny: rows are the library's to type, as with pg itself
  readonly rows: any[];
  readonly fields: readonly { readonly name: string }[];
}

/** Statements that would take the transaction out of the hands of `atomic()`. */
const TRANSACTION = /^\s*(begin|start\s+transaction|commit|end|rollback(?!\s+to)|abort)\b/i;

/**
 * The database as a `pg.Pool`, for query builders that work on one. Their queries run where ours
 * do: in the transaction of the caller's `atomic()`, on its connection, or in the autocommit lane.
 *
 * ```ts
 * const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: borrowPool() }) });
 * await atomic(async () => {
 *   await Movie.objects.create({ title: 'Jaws' });
 *   await kysely.selectFrom('movie').selectAll().execute(); // sees it
 * });
 * ```
 */
export class BorrowedPool {
  readonly #database: () => Database;

  constructor(database: () => Database) {
    this.#database = database;
  }

  /** A client of the pool; there is nothing to release. */
  async connect(): Promise<BorrowedPool & { release(): void }> {
    return Object.assign(new BorrowedPool(this.#database), { release() {} });
  }

  /** Ends nothing: the connections are not the library's. */
  async end(): Promise<void> {}

  /** @throws db.transaction.manual for BEGIN and the like: transactions are made by `atomic()`. */
  async query(
    query: string | BorrowedQuery,
    values: readonly unknown[] = [],
  ): Promise<BorrowedResult> {
    const { text, rowMode, values: own } = typeof query === 'string' ? { text: query } : query;
    if (TRANSACTION.test(text)) throw manualTransaction();
    const parameters = (own ?? values).map(asDatabaseValue);
    const { columns, rows, changes } = await this.#database().rawRows(text, parameters);
    return {
      command: /\w+/.exec(text)?.[0].toUpperCase() ?? '',
      rowCount: rows.length || changes,
      rows: rowMode === 'array' ? [...rows] : rows.map((row) => asObject(columns, row)),
      fields: columns.map((name) => ({ name })),
    };
  }
}

function asObject(columns: readonly string[], row: RawRow): Record<string, DatabaseValue> {
  return Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));
}

/** As `pg` writes parameters, but instants in UTC. */
function asDatabaseValue(value: unknown): DatabaseValue {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return value;
  return typeof value === 'object' ? JSON.stringify(value) : (value as DatabaseValue);
}

function manualTransaction() {
  return dbError('db.transaction.manual', 'A library began or ended a transaction by itself.', {
    hint: 'Run its queries in atomic(): they take part in that transaction.',
  });
}
