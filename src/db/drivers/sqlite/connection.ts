import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { BoundedMap } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';
import type { JsonPlan, JsonResult } from '../../sql/json-plan.ts';
import { jsonOfRows } from '../../sql/json-rows.ts';
import type {
  ChangeResult,
  CompiledStatement,
  DatabaseValue,
  RawRow,
} from '../../sql/statement.ts';
import type { Lane, RawRows } from '../driver.ts';
import { translateSqliteError } from './errors.ts';
import { registerFunctions } from './functions.ts';
import type { SqliteSettings } from './settings.ts';

/** Prepared statements kept per connection; preparing anew costs 6 × a kept one (ANCHORS: node:sqlite). */
const MAX_STATEMENTS = 1_000;

/** What node:sqlite takes; the dialect's encoders give nothing else. */
type SqliteValue = Exclude<DatabaseValue, boolean>;

/** One open SQLite file. Everything it does is synchronous. */
export class SqliteConnection implements Omit<Lane, 'stream'> {
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #statements = new BoundedMap<string, StatementSync>(MAX_STATEMENTS);

  /** @throws db.open.failed, db.file.corrupt */
  constructor(settings: SqliteSettings) {
    this.#path = settings.path;
    this.#database = open(settings);
    try {
      configure(this.#database, settings.path);
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  query(statement: CompiledStatement, values: DatabaseValue[]): readonly RawRow[] {
    try {
      const prepared = this.#prepared(statement.sql);
      return statement.isSingleRow
        ? oneRow(prepared, values as SqliteValue[])
        : allRows(prepared, values as SqliteValue[]);
    } catch (error) {
      throw this.#failure(error, statement.sql);
    }
  }

  json(statement: CompiledStatement, values: DatabaseValue[], plan: JsonPlan): JsonResult {
    return jsonOfRows(this.query(statement, values), plan);
  }

  execute(statement: CompiledStatement, values: DatabaseValue[]): ChangeResult {
    try {
      return {
        changes: Number(this.#prepared(statement.sql).run(...(values as SqliteValue[])).changes),
      };
    } catch (error) {
      throw this.#failure(error, statement.sql);
    }
  }

  run(sql: string): void {
    try {
      this.#database.exec(sql);
    } catch (error) {
      throw this.#failure(error, sql);
    }
  }

  raw(sql: string, values: DatabaseValue[]): RawRows {
    try {
      const statement = this.#database.prepare(sql);
      const bound = values.map(withoutBoolean);
      const columns = statement.columns().map(({ name }) => name);
      if (columns.length === 0) {
        return { columns, rows: [], changes: Number(statement.run(...bound).changes) };
      }
      statement.setReturnArrays(true);
      const rows: unknown = statement.all(...bound);
      return { columns, rows: rows as RawRows['rows'], changes: 0 };
    } catch (error) {
      throw this.#failure(error, sql);
    }
  }

  /**
   * Rows in chunks. The statement is not one of the kept ones: those may be run again while this
   * one is still read.
   */
  *chunks(
    { sql }: CompiledStatement,
    values: DatabaseValue[],
    chunkRows: number,
  ): Generator<readonly RawRow[], void, undefined> {
    try {
      const statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      let chunk: RawRow[] = [];
      for (const row of statement.iterate(...(values as SqliteValue[])) as Iterable<unknown>) {
        chunk.push(row as RawRow);
        if (chunk.length < chunkRows) continue;
        yield chunk;
        chunk = [];
      }
      if (chunk.length > 0) yield chunk;
    } catch (error) {
      throw this.#failure(error, sql);
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      statement.setReturnArrays(true);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #failure(error: unknown, sql: string) {
    if (!this.#database.isOpen) {
      return dbError('db.closed', 'A query ran after the database had been closed.', {
        hint: 'Await all queries before disconnect().',
        details: { sql },
      });
    }
    return translateSqliteError(error, sql, this.#path);
  }
}

/** Fetches without a list of rows, and without spreading a single value (bench: `sqlite-read`). */
function oneRow(prepared: StatementSync, values: SqliteValue[]): readonly RawRow[] {
  const row: unknown =
    values.length === 1 ? prepared.get(values[0] as SqliteValue) : prepared.get(...values);
  return row === undefined ? [] : [row as RawRow];
}

function allRows(prepared: StatementSync, values: SqliteValue[]): readonly RawRow[] {
  const rows: unknown = prepared.all(...values);
  return rows as readonly RawRow[];
}

/** Truth values of the caller's own SQL, as the dialect writes them. */
function withoutBoolean(value: DatabaseValue): SqliteValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

function open(settings: SqliteSettings): DatabaseSync {
  try {
    return new DatabaseSync(settings.path, {
      timeout: settings.busyTimeoutMs,
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: false,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw dbError('db.open.failed', `Cannot open the database ${settings.path}: ${reason}.`, {
      hint: 'Does its folder exist, and may this user write to it?',
      cause,
    });
  }
}

function configure(database: DatabaseSync, path: string): void {
  try {
    // WAL: readers never wait for the writer. NORMAL is safe with it: a power cut can lose the
    // last commits, never damage the file (https://www.sqlite.org/pragma.html#pragma_synchronous).
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  } catch (error) {
    throw translateSqliteError(error, 'PRAGMA journal_mode = WAL', path);
  }
  registerFunctions(database);
}
