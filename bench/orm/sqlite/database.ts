import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { directors, movies, SCREENINGS, screenings } from '../cinema.ts';
import type { CinemaDatabase } from '../workloads.ts';

const TABLES = `
  CREATE TABLE director (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL
  );
  CREATE TABLE movie (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    title TEXT NOT NULL,
    rating REAL,
    votes INTEGER NOT NULL,
    released TEXT,
    added TEXT NOT NULL,
    director_id INTEGER NOT NULL REFERENCES director
  );
  CREATE INDEX movie_director_id_index ON movie (director_id);
  CREATE TABLE screening (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hall TEXT NOT NULL,
    seats INTEGER NOT NULL,
    price REAL,
    starts_at TEXT NOT NULL,
    movie_id INTEGER NOT NULL REFERENCES movie
  );
  CREATE INDEX screening_movie_id_index ON screening (movie_id);
`;

/** What every connection of the bench says first: safe, and without a wait for each commit. */
export const PRAGMAS =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;';

let folder: string | undefined;

/** Path of a database of this process alone: writers of two processes would wait for each other. */
export function sqliteFile(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'uptempo-bench-'));
    const database = new DatabaseSync(join(folder, 'cinema.sqlite'));
    fill(database);
    database.close();
  }
  return join(folder, 'cinema.sqlite');
}

export function removeSqlite(): void {
  if (folder !== undefined) rmSync(folder, { recursive: true });
}

/** The file as the bench sees it. */
export function openSqlite(file: string): CinemaDatabase {
  const database = new DatabaseSync(file);
  database.exec(PRAGMAS);
  return {
    async reset() {
      database.exec(`DELETE FROM screening WHERE id > ${SCREENINGS}`);
    },
    async screenings(which) {
      const statement = database.prepare(
        `SELECT hall, seats, price, starts_at, movie_id
         FROM screening WHERE id > ? ORDER BY starts_at, movie_id, hall`,
      );
      return statement.all(which === 'new' ? SCREENINGS : 0).map((row) => ({ ...row }));
    },
    close: async () => database.close(),
  };
}

/** `1998-06-12 20:15:00.123`: an instant as SQLite's own functions read it. */
export function instantAsText(instant: Date): string {
  return instant.toISOString().replace('T', ' ').slice(0, -1);
}

export function textAsInstant(text: string): Date {
  return new Date(`${text.replace(' ', 'T')}Z`);
}

function fill(database: DatabaseSync): void {
  database.exec(`${PRAGMAS} ${TABLES} BEGIN`);
  insertAll(
    database,
    'INSERT INTO director (id, name) VALUES (?, ?)',
    directors().map(({ id, name }) => [id, name]),
  );
  insertAll(
    database,
    `INSERT INTO movie (id, title, rating, votes, released, added, director_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
    movies().map(({ id, title, rating, votes, released, added, directorId }) => [
      id,
      title,
      rating,
      votes,
      released,
      instantAsText(added),
      directorId,
    ]),
  );
  insertAll(
    database,
    'INSERT INTO screening (hall, seats, price, starts_at, movie_id) VALUES (?, ?, ?, ?, ?)',
    screenings().map(({ hall, seats, price, startsAt, movieId }) => [
      hall,
      seats,
      price,
      instantAsText(startsAt),
      movieId,
    ]),
  );
  database.exec('COMMIT; ANALYZE');
}

function insertAll(
  database: DatabaseSync,
  sql: string,
  rows: readonly (readonly SQLInputValue[])[],
): void {
  const statement = database.prepare(sql);
  for (const row of rows) statement.run(...row);
}
