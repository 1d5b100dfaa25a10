import { AsyncLocalStorage } from 'node:async_hooks';
import { isUptempoError } from '../../../core/index.ts';
import type { Database } from '../../../db/index.ts';
import { stepped } from '../../counters.ts';
import { counterBytes, counterOf, type Stored } from '../../entry.ts';
import { type BackendCapabilities, type BackendEntry, CacheBackend } from '../backend.ts';
import { bytesOf } from '../bytes.ts';
import { refused, unavailable } from '../failures.ts';
import { loadDb } from './load-db.ts';
import { CacheTable } from './table.ts';

export interface DatabaseCacheOptions {
  /** Alias of the database in the settings. */
  readonly alias: string;
  readonly table: string;
  /** Beyond it entries that end first are dropped; looked at now and then. Undefined: no bound. */
  readonly maxEntries: number | undefined;
}

/** Rows of one statement. */
const KEYS_PER_STATEMENT = 500;
const ROWS_PER_STATEMENT = 100;

/** A counter that is made and deleted by others all the time is given up. */
const MAX_ATTEMPTS = 100;

/** Writes after which entries that have ended are deleted, so many at a time. */
const WRITES_PER_CULL = 200;
const ROWS_PER_CULL = 1_000;

/** Codes that mean: not now. */
const PASSING =
  /^db\.(connection\.|busy|pool\.timeout|timeout|closed|not_connected|deadlock|serialization)/;

/** Leaves the caller's transaction, and whatever records the reads of his page. */
const outside = AsyncLocalStorage.snapshot();

/**
 * Entries in a table of a database of the settings. Its statements are no part of the caller's
 * transaction: what is cached is cached whether that commits or not, and a lock is seen by others at
 * once. Only where the database has one writer they join it, since they would wait for themselves.
 */
export class DatabaseBackend extends CacheBackend {
  readonly name = 'database';
  readonly capabilities: BackendCapabilities = {
    isShared: true,
    keepsLiveEntries: false,
    canDeletePrefix: true,
    timeoutStepMs: 1,
    needsExpiry: false,
  };
  readonly #options: DatabaseCacheOptions;
  readonly #table: CacheTable;
  #isLoaded = false;
  #writes = 0;

  constructor(options: DatabaseCacheOptions) {
    super();
    this.#options = options;
    this.#table = new CacheTable(options.table);
  }

  /** Alias of its database in the settings. */
  get alias(): string {
    return this.#options.alias;
  }

  get table(): string {
    return this.#options.table;
  }

  override prepare(): Promise<void> | undefined {
    if (this.#isLoaded) return undefined;
    return import('../../../db/index.ts').then(() => {
      this.#isLoaded = true;
    });
  }

  async get(key: string): Promise<Stored | undefined> {
    return (await this.getMany([key]))[0];
  }

  override async getMany(keys: readonly string[]): Promise<readonly (Stored | undefined)[]> {
    const found = new Map<string, Stored>();
    for (const some of chunks(keys, KEYS_PER_STATEMENT)) {
      for (const row of await this.#run((db) => this.#table.read(db, some))) {
        found.set(row.key, row.stored);
      }
    }
    return keys.map((key) => found.get(key));
  }

  async set(key: string, stored: Stored, ttlMs: number | null): Promise<void> {
    await this.setMany([{ key, stored }], ttlMs);
  }

  override async setMany(
    entries: readonly BackendEntry[],
    ttlMs: number | null,
  ): Promise<readonly string[]> {
    for (const some of chunks(entries, ROWS_PER_STATEMENT)) {
      const rows = some.map(({ key, stored }) => ({ key, ...columnsOf(stored) }));
      await this.#run((db) => this.#table.write(db, rows, ttlMs));
    }
    this.#countWrites(entries.length);
    return [];
  }

  async add(key: string, stored: Stored, ttlMs: number | null): Promise<boolean> {
    const row = { key, ...columnsOf(stored) };
    const isNew = await this.#run((db) => this.#table.add(db, row, ttlMs));
    this.#countWrites(1);
    return isNew;
  }

  async delete(key: string): Promise<boolean> {
    return (await this.deleteMany([key])) > 0;
  }

  override async deleteMany(keys: readonly string[]): Promise<number> {
    let deleted = 0;
    for (const some of chunks(keys, KEYS_PER_STATEMENT)) {
      deleted += await this.#run((db) => this.#table.delete(db, some));
    }
    return deleted;
  }

  touch(key: string, ttlMs: number | null): Promise<boolean> {
    return this.#run((db) => this.#table.touch(db, key, ttlMs));
  }

  async increment(key: string, delta: number): Promise<number | undefined> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const value = await this.#run((db) => this.#table.increment(db, key, delta));
      if (value !== undefined) return value;
      const stored = await this.get(key);
      if (stored === undefined) return undefined;
      // It throws for what cannot be counted; else somebody has just made the counter.
      stepped(stored, delta);
    }
    throw refused('The database', new Error('a counter was made and deleted all the time'));
  }

  swap(
    key: string,
    expected: Stored,
    next: Stored | undefined,
    ttlMs: number | null,
  ): Promise<boolean> {
    const from = columnsOf(expected);
    const to = next === undefined ? undefined : columnsOf(next);
    return this.#run((db) => this.#table.swap(db, key, from, to, ttlMs));
  }

  async deletePrefix(prefix: string): Promise<void> {
    await this.#run((db) => this.#table.deletePrefix(db, prefix));
  }

  /** The statements that create the table; none when it is there. */
  missingTableSql(): Promise<readonly string[]> {
    return this.#run(async (db) =>
      (await db.hasTable(this.table)) ? [] : this.#table.createSql(db),
    );
  }

  /** Creates the table unless it is there; whether it was new. */
  createTable(): Promise<boolean> {
    return this.#run((db) => this.#create(db));
  }

  /** Deletes what has ended, and what is too much. It happens by itself; see `maxEntries`. */
  async cull(): Promise<void> {
    const { maxEntries } = this.#options;
    await this.#run((db) => this.#table.deleteEnded(db, ROWS_PER_CULL));
    if (maxEntries !== undefined) await this.#run((db) => this.#table.bound(db, maxEntries));
  }

  /** In the background: whoever writes waits for nothing, and a failure shows at the next call. */
  #countWrites(count: number): void {
    this.#writes += count;
    if (this.#writes < WRITES_PER_CULL) return;
    this.#writes = 0;
    outside(() => void this.cull().catch(() => {}));
  }

  async #run<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const { database } = await loadDb();
    const db = database(this.#options.alias);
    const joins = db.isInTransaction && !db.dialect.features.supportsRowLocks;
    try {
      return await (joins ? this.#withTable(db, work) : outside(() => this.#withTable(db, work)));
    } catch (error) {
      throw asCacheError(error);
    }
  }

  /** The first call makes the table where it is missing. */
  async #withTable<T>(db: Database, work: (database: Database) => Promise<T>): Promise<T> {
    try {
      return await work(db);
    } catch (error) {
      if (!isUptempoError(error, 'db.table.missing')) throw error;
      await this.#create(db);
      return work(db);
    }
  }

  /** Of several processes that find it missing at a time all but one may fail to create it. */
  async #create(db: Database): Promise<boolean> {
    try {
      return await this.#table.create(db);
    } catch (error) {
      if (!(await db.hasTable(this.#options.table))) throw error;
      return false;
    }
  }
}

/** A counter has a column of its own, so that the database can count. */
function columnsOf(stored: Stored): {
  readonly value: Buffer | null;
  readonly counter: number | null;
} {
  const bytes = bytesOf(stored);
  const counter = counterOf(bytes);
  const isCounter = counter !== undefined && counterBytes(counter).equals(bytes);
  return isCounter ? { value: null, counter } : { value: bytes, counter: null };
}

function asCacheError(error: unknown): unknown {
  if (!isUptempoError(error) || !error.code.startsWith('db.')) return error;
  if (error.code === 'db.alias.unknown') return error;
  return PASSING.test(error.code)
    ? unavailable('The database', error)
    : refused('The database', error);
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
