import { beforeEach, expect, test } from 'vitest';
import {
  boolean,
  char,
  createTables,
  database,
  decimal,
  integer,
  json,
  model,
  unregisterModels,
} from '../../src/orm/index.ts';
import { Country, connectCinema, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';

beforeEach(async () => {
  await connectCinema();
});

async function definitionOf(table: string): Promise<unknown> {
  const { rows } = await database().raw('SELECT sql FROM sqlite_master WHERE name = ?', [table]);
  return rows[0]?.sql;
}

test('a table has types, keys, checks and references', async () => {
  expect(await definitionOf('movie')).toBe(
    'CREATE TABLE "movie" (' +
      '"id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, ' +
      '"title" TEXT NOT NULL CHECK (LENGTH("title") <= 200), ' +
      '"year" INTEGER, ' +
      '"rating" REAL, ' +
      '"votes" INTEGER NOT NULL, ' +
      '"director_id" INTEGER NOT NULL REFERENCES "director" ("id")' +
      ' ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, ' +
      '"studio_id" INTEGER REFERENCES "studio" ("id")' +
      ' ON DELETE NO ACTION DEFERRABLE INITIALLY DEFERRED)',
  );
});

test('a relation to many has a table of pairs, each pair once', async () => {
  expect(await definitionOf('movie_genres')).toContain('"movie_id" INTEGER NOT NULL REFERENCES');
  expect(await definitionOf('movie_genres_movie_id_genre_id_unique')).toBe(
    'CREATE UNIQUE INDEX "movie_genres_movie_id_genre_id_unique"' +
      ' ON "movie_genres" ("movie_id", "genre_id")',
  );
});

test('keys and indexed columns have an index', async () => {
  const { rows } = await database().raw(
    `SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name`,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    'director_country_id_index',
    'director_name_index',
    'movie_director_id_index',
    'movie_genres_genre_id_index',
    'movie_genres_movie_id_genre_id_unique',
    'movie_genres_movie_id_index',
    'movie_studio_id_index',
  ]);
});

test('what is there already is left as it is', async () => {
  await Country.objects.create({ name: 'France' });
  expect(await createTables()).toEqual([]);
  await database().raw('DROP TABLE movie');
  expect(await createTables()).toEqual(['movie']);
  expect(await Country.objects.count()).toBe(1);
  expect(await Movie.objects.count()).toBe(0);
});

test('checks hold for what is written past the framework', async () => {
  const Poster = model('Poster', {
    title: char({ maxLength: 3, null: true }),
    isSigned: boolean({ null: true }),
    size: json({ null: true }),
  });
  await createTables();
  const insert = (column: string, value: string | number) =>
    database().raw(`INSERT INTO poster (${column}) VALUES (?)`, [value]);
  expect((await failureOf(() => insert('title', 'long'))).code).toBe('db.constraint.check');
  expect((await failureOf(() => insert('is_signed', 2))).code).toBe('db.constraint.check');
  expect((await failureOf(() => insert('size', '{'))).code).toBe('db.constraint.check');
  await insert('size', '{"width":1}');
  expect((await Poster.objects.get()).size).toEqual({ width: 1 });
  unregisterModels(Poster);
});

test('a decimal that SQLite would round is refused, and no table is made', async () => {
  const Price = model('Price', { amount: decimal({ digits: 16, places: 2 }) });
  const Queue = model('Queue', { length: integer() });
  expect(await failureOf(() => createTables())).toMatchObject({
    code: 'db.column.unsupported',
    hint: expect.stringContaining('bigInteger()'),
  });
  expect(await definitionOf('queue')).toBeUndefined();
  unregisterModels(Price, Queue);
});
