import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connect, type Database, database, disconnect } from '../../src/db/index.ts';
import { temporaryFolder } from '../support/files.ts';

/** SQL of the one table that these tests need. */
export const GENRE_TABLE = 'CREATE TABLE genre (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)';

/** Connects to a new file with a table of genres until the test is over; returns its path. */
export async function connectGenres(parameters = ''): Promise<string> {
  const file = join(temporaryFolder(), 'genres.sqlite');
  connect({ default: `sqlite:${file}${parameters}` });
  onTestFinished(() => disconnect());
  await database().raw(GENRE_TABLE);
  return file;
}

export async function addGenre(name: string, target: Database = database()): Promise<void> {
  await target.raw('INSERT INTO genre (name) VALUES (?)', [name]);
}

export async function genreNames(target: Database = database()): Promise<unknown[]> {
  const { rows } = await target.raw('SELECT name FROM genre ORDER BY name');
  return rows.map(({ name }) => name);
}

/** Resolves after a turn of the event loop, so that everything that can go on has gone on. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A promise and the function that resolves it. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}
