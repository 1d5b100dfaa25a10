import { chmodSync, closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isUptempoError } from '../../core/index.ts';
import { historyError } from '../errors.ts';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.ts';

/** How long another process may hold the file before a statement gives up. */
const BUSY_MS = 2_000;

/** Owner only: traces tell what users did. */
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Files beside the database that belong to it. */
const COMPANIONS = ['', '-wal', '-shm'] as const;

export interface OpenedFile {
  readonly database: DatabaseSync;
  /** Where a file that could not be read was moved to. */
  readonly movedTo: string | undefined;
}

/**
 * Opens the file for writing and creates it where it is missing. One that is damaged or of another
 * version is moved aside, never deleted; another program's database is refused.
 *
 * @throws history.file.foreign, and what SQLite does
 */
export function openForWriting(path: string, walPages: number): OpenedFile {
  createPrivately(path);
  try {
    return { database: open(path, walPages), movedTo: undefined };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const movedTo = moveAside(path);
    createPrivately(path);
    return { database: open(path, walPages), movedTo };
  }
}

/**
 * Opens an existing file for reading only.
 *
 * @throws history.file.missing, history.file.foreign, history.file.version, history.file.corrupt
 */
export function openForReading(path: string): DatabaseSync {
  if (!existsSync(path)) {
    throw historyError('history.file.missing', `There is no history ${path}.`, {
      hint: 'It is begun by the first request that uptempo dev serves with the history on.',
    });
  }
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  try {
    checkOwner(database, path);
    return database;
  } catch (error) {
    database.close();
    throw isCorrupt(error) ? corrupt(path, error) : error;
  }
}

/** Whether SQLite says that the file is no database, or a damaged one. */
export function isCorrupt(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB;
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_FULL;
}

/** Gives the file another name, which it returns. */
export function moveAside(path: string): string {
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const target = `${path}.unreadable-${stamp}`;
  for (const suffix of COMPANIONS) {
    if (existsSync(path + suffix)) renameSync(path + suffix, target + suffix);
  }
  return target;
}

const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** The primary code; extended ones have it in their lowest byte. */
function sqliteCode(error: unknown): number | undefined {
  const code = error instanceof Error ? Reflect.get(error, 'errcode') : undefined;
  return typeof code === 'number' ? code & 0xff : undefined;
}

function isUnreadable(error: unknown): boolean {
  return isCorrupt(error) || isUptempoError(error, 'history.file.version');
}

/** SQLite gives its companions the permissions of the file. */
function createPrivately(path: string): void {
  if (path === ':memory:') return;
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  closeSync(openSync(path, 'a', FILE_MODE));
  chmodSync(path, FILE_MODE);
}

function open(path: string, walPages: number): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
  try {
    if (isEmpty(database)) create(database);
    checkOwner(database, path);
    // NORMAL loses the last requests in a power cut and never damages the file in WAL mode
    // (https://www.sqlite.org/pragma.html#pragma_synchronous).
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${walPages};
      PRAGMA journal_size_limit = ${walPages * pageSize(database)};
    `);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isEmpty(database: DatabaseSync): boolean {
  return readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0;
}

/** Two processes may find the file empty; the second waits here and then finds the tables. */
function create(database: DatabaseSync): void {
  // Has no effect once there is a table, or inside a transaction.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL');
  database.exec('BEGIN IMMEDIATE');
  try {
    if (isEmpty(database)) database.exec(SCHEMA);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function checkOwner(database: DatabaseSync, path: string): void {
  if (readNumber(database, 'PRAGMA application_id') !== APPLICATION_ID) {
    throw historyError('history.file.foreign', `${path} is a database, but not a history.`, {
      hint: 'Name another file in the setting "history"; this one is left as it is.',
    });
  }
  const version = readNumber(database, 'PRAGMA user_version');
  if (version !== SCHEMA_VERSION) {
    throw historyError(
      'history.file.version',
      `${path} has version ${version} of the tables; this one reads ${SCHEMA_VERSION}.`,
      { hint: 'The next process that writes moves it aside and begins a new one.' },
    );
  }
}

function corrupt(path: string, cause: unknown) {
  return historyError('history.file.corrupt', `The history ${path} is damaged.`, {
    hint: 'The next process that writes moves it aside and begins a new one.',
    cause,
  });
}

export function pageSize(database: DatabaseSync): number {
  return readNumber(database, 'PRAGMA page_size');
}

/** The only value of a statement that needs no parameters. */
export function readNumber(database: DatabaseSync, sql: string): number {
  return Number(Object.values(database.prepare(sql).get() ?? {})[0]);
}
