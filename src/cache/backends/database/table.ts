import type { Database, DatabaseValue, SqlFragment } from '../../../db/index.ts';
import { counterBytes, type Stored } from '../../entry.ts';
import { loadDb } from './load-db.ts';

/** A row as it is written: a value, or a counter. */
export interface CacheRow {
  readonly key: string;
  readonly value: Buffer | null;
  readonly counter: number | null;
}

type TableDefinition = Parameters<Database['createTables']>[0][number];

type Content = Omit<CacheRow, 'key'>;

const MAX_COUNTER = Number.MAX_SAFE_INTEGER;

/**
 * The statements of a table of entries, which both dialects understand. Times are milliseconds of
 * this machine's clock; a row that has ended is no entry, and is deleted later.
 */
export class CacheTable {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  async read(
    db: Database,
    keys: readonly string[],
  ): Promise<readonly { readonly key: string; readonly stored: Stored }[]> {
    const sql = await tag();
    const { rows } = await db.rawRows(
      sql`SELECT cache_key, value, counter FROM ${await this.#table()}
        WHERE cache_key IN (${sql.join(keys)}) AND ${await this.#isLive()}`,
    );
    return rows.map(([key, value, counter]) => ({
      key: key as string,
      stored: counter === null ? asBytes(value) : counterBytes(Number(counter)),
    }));
  }

  async write(db: Database, rows: readonly CacheRow[], ttlMs: number | null): Promise<void> {
    const sql = await tag();
    const values = rows.map((row) => rowOf(sql, row, ttlMs));
    await db.rawRows(
      sql`INSERT INTO ${await this.#table()} (cache_key, value, counter, expires_at)
        VALUES ${sql.join(values)} ON CONFLICT (cache_key) DO UPDATE
        SET value = excluded.value, counter = excluded.counter, expires_at = excluded.expires_at`,
    );
  }

  /** One statement: of several that add a key, one inserts it or takes the place of an ended row. */
  async add(db: Database, row: CacheRow, ttlMs: number | null): Promise<boolean> {
    const sql = await tag();
    const table = await this.#table();
    const { changes } = await db.rawRows(
      sql`INSERT INTO ${table} (cache_key, value, counter, expires_at)
        VALUES ${rowOf(sql, row, ttlMs)} ON CONFLICT (cache_key) DO UPDATE
        SET value = excluded.value, counter = excluded.counter, expires_at = excluded.expires_at
        WHERE ${table}.expires_at <= ${Date.now()}`,
    );
    return changes > 0;
  }

  /** @returns how many of them had not ended. */
  async delete(db: Database, keys: readonly string[]): Promise<number> {
    const sql = await tag();
    const nowMs = Date.now();
    const { rows } = await db.rawRows(
      sql`DELETE FROM ${await this.#table()} WHERE cache_key IN (${sql.join(keys)})
        RETURNING expires_at`,
    );
    return rows.filter(([expiresAt]) => expiresAt === null || Number(expiresAt) > nowMs).length;
  }

  async touch(db: Database, key: string, ttlMs: number | null): Promise<boolean> {
    const sql = await tag();
    const { changes } = await db.rawRows(
      sql`UPDATE ${await this.#table()} SET expires_at = ${expiresAt(ttlMs)}
        WHERE cache_key = ${key} AND ${await this.#isLive()}`,
    );
    return changes > 0;
  }

  /** Undefined when there is no such counter, or it would leave what a number holds exactly. */
  async increment(db: Database, key: string, delta: number): Promise<number | undefined> {
    const sql = await tag();
    const { rows } = await db.rawRows(
      sql`UPDATE ${await this.#table()} SET counter = counter + ${delta}
        WHERE cache_key = ${key} AND ${await this.#isLive()}
        AND counter BETWEEN ${Math.max(-MAX_COUNTER, -MAX_COUNTER - delta)}
        AND ${Math.min(MAX_COUNTER, MAX_COUNTER - delta)} RETURNING counter`,
    );
    return rows.length === 0 ? undefined : Number(rows[0]![0]);
  }

  async swap(
    db: Database,
    key: string,
    from: Content,
    to: Content | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    const sql = await tag();
    const table = await this.#table();
    const isSame =
      from.value === null ? sql`counter = ${from.counter}` : sql`value = ${from.value}`;
    const where = sql`cache_key = ${key} AND ${isSame} AND ${await this.#isLive()}`;
    const { changes } = await db.rawRows(
      to === undefined
        ? sql`DELETE FROM ${table} WHERE ${where}`
        : sql`UPDATE ${table} SET value = ${to.value}, counter = ${to.counter},
            expires_at = ${expiresAt(ttlMs)} WHERE ${where}`,
    );
    return changes > 0;
  }

  /** Compares the beginning itself: LIKE has wildcards, and in SQLite no upper and lower case. */
  async deletePrefix(db: Database, prefix: string): Promise<void> {
    const sql = await tag();
    const characters = [...prefix].length;
    await db.rawRows(
      sql`DELETE FROM ${await this.#table()} WHERE substr(cache_key, 1, ${characters}) = ${prefix}`,
    );
  }

  async deleteEnded(db: Database, limit: number): Promise<void> {
    const sql = await tag();
    const table = await this.#table();
    await db.rawRows(
      sql`DELETE FROM ${table} WHERE cache_key IN
        (SELECT cache_key FROM ${table} WHERE expires_at <= ${Date.now()} LIMIT ${limit})`,
    );
  }

  /** Deletes those that end first, a tenth more than it has to, so that it is not needed each time. */
  async bound(db: Database, maxEntries: number): Promise<void> {
    const sql = await tag();
    const table = await this.#table();
    const { rows } = await db.rawRows(sql`SELECT COUNT(*) FROM ${table}`);
    const count = Number(rows[0]![0]);
    if (count <= maxEntries) return;
    const surplus = count - Math.floor(maxEntries * 0.9);
    await db.rawRows(
      sql`DELETE FROM ${table} WHERE cache_key IN (SELECT cache_key FROM ${table}
        ORDER BY expires_at IS NULL, expires_at LIMIT ${surplus})`,
    );
  }

  async create(db: Database): Promise<boolean> {
    return (await db.createTables([this.#definition()])).length > 0;
  }

  /** The statements of `create`. */
  createSql(db: Database): readonly string[] {
    return db.dialect.createTable(this.#definition());
  }

  #definition(): TableDefinition {
    const plain = { isNull: true, isPrimaryKey: false, isAutomatic: false, isUnique: false };
    const column = { ...plain, references: undefined };
    const key = { ...column, isNull: false, isPrimaryKey: true };
    return {
      name: this.#name,
      columns: [
        { ...key, name: 'cache_key', type: { kind: 'text', maxLength: undefined } },
        { ...column, name: 'value', type: { kind: 'binary' } },
        { ...column, name: 'counter', type: { kind: 'integer', bits: 64 } },
        { ...column, name: 'expires_at', type: { kind: 'integer', bits: 64 } },
      ],
      indexes: [
        { name: `${this.#name}_expires_at`, columns: [{ name: 'expires_at' }], isUnique: false },
      ],
    };
  }

  async #table(): Promise<SqlFragment> {
    return (await tag()).identifier(this.#name);
  }

  async #isLive(): Promise<SqlFragment> {
    const sql = await tag();
    return sql`(expires_at IS NULL OR expires_at > ${Date.now()})`;
  }
}

type SqlTag = typeof import('../../../db/index.ts')['sql'];

async function tag(): Promise<SqlTag> {
  return (await loadDb()).sql;
}

function rowOf(sql: SqlTag, { key, value, counter }: CacheRow, ttlMs: number | null): SqlFragment {
  return sql`(${key}, ${value}, ${counter}, ${expiresAt(ttlMs)})`;
}

function expiresAt(ttlMs: number | null): number | null {
  return ttlMs === null ? null : Date.now() + ttlMs;
}

function asBytes(value: DatabaseValue | undefined): Buffer {
  const bytes = value as Uint8Array;
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
