import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { isUptempoError } from '../core/index.ts';
import { metricsError } from './errors.ts';
import { RESOLUTIONS, type Resolution } from './resolutions.ts';
import type { QueryIdentity } from './stats/query-stats.ts';
import { MetricsWindow, WINDOW_KINDS, type WindowKind } from './window.ts';

/** Keeps the figures in memory instead of a file; they end with the process. */
export const IN_MEMORY = ':memory:';

export interface StoreSettings {
  readonly file: string;
  /** Bytes the file may have; the finest figures go first. */
  readonly maxBytes: number;
  /** Whether a file that is not there is an error rather than made. Default false. */
  readonly mustExist?: boolean;
}

/** A span of time of one process, to be written. */
export interface StoredWindow {
  readonly resolution: Resolution;
  readonly slotMs: number;
  readonly worker: string;
  readonly window: MetricsWindow;
}

/** What is read of a span of time. */
export interface ReadWindow {
  readonly slotMs: number;
  readonly worker: string;
  readonly window: MetricsWindow;
}

/** What is written at once. */
export interface Written {
  readonly windows: Iterable<StoredWindow>;
  readonly totals?: MetricsWindow | undefined;
  /** By id. */
  readonly statements?: ReadonlyMap<string, QueryIdentity>;
}

/** Two versions that are the same stand for the same rows. */
export interface SlotVersion {
  readonly slotMs: number;
  readonly version: string;
}

/** A process that writes or has written. */
export interface StoredWorker {
  readonly name: string;
  readonly pid: number;
  readonly startedAt: number;
  readonly seenAt: number;
}

const SCHEMA_VERSION = 1;

/** How long another process's write is waited for; a report has to wait as long. */
const BUSY_MS = 250;

/** And where several processes start or end at once. */
const PATIENT_MS = 10_000;

/** The note by which whoever looks asks for figures each second, and how long it holds. */
const WATCHED_UNTIL = 'watched-until';
const WATCHED_MS = 15_000;

/** A part that is larger once unpacked was not written by us. */
const MAX_PART_BYTES = 64 * 1024 * 1024;

/** Statements are forgotten when nobody has run them for so long, as are processes. */
const FORGOTTEN_MS = RESOLUTIONS.at(-1)!.keptMs;

const PRAGMAS = `
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = 4194304;
`;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS window (
    resolution INTEGER NOT NULL, slot INTEGER NOT NULL, worker TEXT NOT NULL, kind TEXT NOT NULL,
    body BLOB NOT NULL, UNIQUE (resolution, slot, worker, kind)
  );
  CREATE TABLE IF NOT EXISTS total (
    worker TEXT NOT NULL, kind TEXT NOT NULL, written_at INTEGER NOT NULL, body BLOB NOT NULL,
    UNIQUE (worker, kind)
  );
  CREATE TABLE IF NOT EXISTS statement (
    id TEXT PRIMARY KEY, body TEXT NOT NULL, seen_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS worker (
    name TEXT PRIMARY KEY, pid INTEGER NOT NULL, started_at INTEGER NOT NULL, seen_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value NOT NULL);
  PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Figures of all processes in one SQLite file, which is what lets any of them show the whole, and
 * what a restart leaves alone. A row is a part of a span of time of one process; a span that is
 * still growing is written again in its place.
 */
export class MetricsStore {
  readonly #database: DatabaseSync;
  readonly #maxBytes: number;
  /** By their text; there are some twenty. */
  readonly #prepared = new Map<string, StatementSync>();

  /**
   * Opens the file, or makes it, for its owner alone.
   *
   * @throws metrics.store.unusable, metrics.store.newer, metrics.store.missing
   */
  constructor({ file, maxBytes, mustExist = false }: StoreSettings) {
    if (mustExist && !existsSync(file)) throw missing(file);
    this.#maxBytes = maxBytes;
    this.#database = openDatabase(file);
  }

  close(): void {
    this.#database.close();
  }

  /** For the last write of a process: it waits for others, since there is no later one. */
  waitLonger(): void {
    this.#database.exec(`PRAGMA busy_timeout = ${PATIENT_MS}`);
  }

  /** Writes what a process knows, all or nothing. */
  write(worker: StoredWorker, { windows, totals, statements }: Written): void {
    const insert = this.#prepare('INSERT OR REPLACE INTO window VALUES (?, ?, ?, ?, ?)');
    const tell = this.#prepare('INSERT OR REPLACE INTO statement VALUES (?, ?, ?)');
    this.#inTransaction(() => {
      for (const { resolution, slotMs, worker, window } of windows) {
        for (const [kind, body] of partsOf(window)) {
          insert.run(resolution.ms, slotMs, worker, kind, body);
        }
      }
      for (const [id, identity] of statements ?? []) {
        tell.run(id, JSON.stringify(identity), worker.seenAt);
      }
      if (totals !== undefined) this.#writeTotals(worker, totals);
      this.#prepare('INSERT OR REPLACE INTO worker VALUES (?, ?, ?, ?)').run(
        worker.name,
        worker.pid,
        worker.startedAt,
        worker.seenAt,
      );
    });
  }

  /** What tells the contents of each span of time apart from what it was before, oldest first. */
  versions(resolution: Resolution, fromMs: number, toMs: number): readonly SlotVersion[] {
    // A row that is written again gets a new number, the highest; one that goes is missing.
    return this.#prepare(
      `SELECT slot, count(*) AS count, max(rowid) AS last FROM window
       WHERE resolution = ? AND slot >= ? AND slot < ? GROUP BY slot ORDER BY slot`,
    )
      .all(resolution.ms, fromMs, toMs)
      .map(({ slot, count, last }) => ({ slotMs: Number(slot), version: `${count} ${last}` }));
  }

  /** Parts of the spans of time from `fromMs` up to `toMs`, oldest first. */
  *read(
    resolution: Resolution,
    fromMs: number,
    toMs: number,
    kinds: readonly WindowKind[],
  ): Generator<ReadWindow, void, undefined> {
    const rows = this.#prepare(
      `SELECT slot, worker, kind, body FROM window WHERE resolution = ? AND slot >= ? AND slot < ?
         AND kind IN (${kinds.map(() => '?').join(', ')}) ORDER BY slot`,
    ).iterate(resolution.ms, fromMs, toMs, ...kinds);
    for (const { slot, worker, kind, body } of rows) {
      const window = new MetricsWindow();
      addPart(window, kind as WindowKind, body as Uint8Array);
      yield { slotMs: Number(slot), worker: String(worker), window };
    }
  }

  /** Everything since the first start, of all processes that have ever written. */
  totals(): MetricsWindow {
    const window = new MetricsWindow();
    for (const { kind, body } of this.#prepare('SELECT kind, body FROM total').iterate()) {
      addPart(window, kind as WindowKind, body as Uint8Array);
    }
    return window;
  }

  statements(ids: readonly string[]): ReadonlyMap<string, QueryIdentity> {
    const select = this.#prepare('SELECT body FROM statement WHERE id = ?');
    const found = new Map<string, QueryIdentity>();
    for (const id of ids) {
      const row = select.get(id);
      if (row !== undefined) found.set(id, JSON.parse(String(row.body)));
    }
    return found;
  }

  /** Processes that have written since a moment, the longest running first. */
  workers(sinceMs: number): readonly StoredWorker[] {
    return this.#prepare('SELECT * FROM worker WHERE seen_at >= ? ORDER BY started_at, name')
      .all(sinceMs)
      .map(({ name, pid, started_at, seen_at }) => ({
        name: String(name),
        pid: Number(pid),
        startedAt: Number(started_at),
        seenAt: Number(seen_at),
      }));
  }

  /** A value that all processes see; undefined when there is none. */
  note(name: string): unknown {
    return this.#prepare('SELECT value FROM note WHERE name = ?').get(name)?.value;
  }

  setNote(name: string, value: string | number): void {
    this.#prepare('INSERT OR REPLACE INTO note VALUES (?, ?)').run(name, value);
  }

  /** Asks all processes to write each second for a while, since somebody looks. */
  watch(now: number): void {
    this.setNote(WATCHED_UNTIL, now + WATCHED_MS);
  }

  isWatched(now: number): boolean {
    return now < Number(this.note(WATCHED_UNTIL) ?? 0);
  }

  /** Sets a value by the one it had, with no other process in between. */
  changeNote(name: string, change: (value: unknown) => string | number): void {
    this.#inTransaction(() => this.setNote(name, change(this.note(name))));
  }

  /** Bytes in use; pages that are free for what comes next are not counted. */
  get usedBytes(): number {
    const pragma = (name: string) =>
      Number(Object.values(this.#prepare(`PRAGMA ${name}`).get()!)[0]);
    return (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
  }

  /** Drops what is past its time, then the oldest of the finest figures until the rest fits. */
  prune(now: number): void {
    const database = this.#database;
    this.#inTransaction(() => {
      for (const { ms, keptMs } of RESOLUTIONS) {
        this.#prepare('DELETE FROM window WHERE resolution = ? AND slot < ?').run(ms, now - keptMs);
      }
      this.#prepare('DELETE FROM statement WHERE seen_at < ?').run(now - FORGOTTEN_MS);
      this.#prepare('DELETE FROM worker WHERE seen_at < ?').run(now - FORGOTTEN_MS);
      while (this.usedBytes > this.#maxBytes && this.#dropOldest()) {
        // One step after the other: how much each frees is not known before.
      }
    });
    database.exec('PRAGMA incremental_vacuum');
  }

  /**
   * Adds the totals of processes that have ended to a common row, so that their number stays
   * small while the sums never fall.
   */
  retireTotals(beforeMs: number, retired: string): void {
    this.#inTransaction(() => {
      const rows = this.#prepare(
        'SELECT kind, body FROM total WHERE worker = ? OR written_at < ?',
      ).all(retired, beforeMs);
      if (rows.length <= WINDOW_KINDS.length) return;
      const sum = new MetricsWindow();
      for (const { kind, body } of rows) addPart(sum, kind as WindowKind, body as Uint8Array);
      sum.trim();
      this.#prepare('DELETE FROM total WHERE written_at < ?').run(beforeMs);
      const never = Number.MAX_SAFE_INTEGER;
      this.#writeTotals({ name: retired, pid: 0, startedAt: 0, seenAt: never }, sum);
    });
  }

  #prepare(sql: string): StatementSync {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }

  #writeTotals({ name, seenAt }: StoredWorker, totals: MetricsWindow): void {
    const insert = this.#prepare('INSERT OR REPLACE INTO total VALUES (?, ?, ?, ?)');
    for (const [kind, body] of partsOf(totals)) insert.run(name, kind, seenAt, body);
  }

  /** Whether there was something to drop. */
  #dropOldest(): boolean {
    const { changes } = this.#prepare(
      `DELETE FROM window WHERE rowid IN
         (SELECT rowid FROM window ORDER BY resolution, slot LIMIT 200)`,
    ).run();
    return Number(changes) > 0;
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

function* partsOf(window: MetricsWindow): Generator<[WindowKind, Uint8Array], void, undefined> {
  for (const kind of WINDOW_KINDS) {
    const text = window.encode(kind);
    if (text !== undefined) yield [kind, zstdCompressSync(Buffer.from(text))];
  }
}

/** A part that can't be read, as of a later version or a damaged page, is left out. */
function addPart(window: MetricsWindow, kind: WindowKind, body: Uint8Array): void {
  try {
    const text = zstdDecompressSync(body, { maxOutputLength: MAX_PART_BYTES }).toString();
    window.addEncoded(kind, text);
  } catch {
    // The figures of ten seconds are not worth refusing the page for.
  }
}

function openDatabase(file: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    if (file !== IN_MEMORY) createForOwner(file);
    database = new DatabaseSync(file, { timeout: PATIENT_MS });
    const version = Number(database.prepare('PRAGMA user_version').get()!.user_version);
    if (version > SCHEMA_VERSION) throw newer(file);
    database.exec(PRAGMAS);
    if (version < SCHEMA_VERSION) database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
    return database;
  } catch (error) {
    database?.close();
    if (isUptempoError(error, 'metrics.store.newer')) throw error;
    throw metricsError('metrics.store.unusable', `The metrics can't be kept in ${file}.`, {
      hint: 'Its folder must be writable. If the file is damaged, delete it and the two beside it (-wal, -shm).',
      cause: error,
    });
  }
}

/** SQLite gives the files beside it the same permissions. */
function createForOwner(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

function missing(file: string) {
  return metricsError('metrics.store.missing', `There is no file ${file}.`, {
    hint: 'It is made when an application that measures itself is started.',
  });
}

function newer(file: string) {
  return metricsError('metrics.store.newer', `${file} was written by a newer version of Uptempo.`, {
    hint: 'Use that version, or another file.',
  });
}
