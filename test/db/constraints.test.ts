import { beforeEach, describe, expect, test } from 'vitest';
import { atomic, database } from '../../src/db/index.ts';
import { failureOf } from '../support/failures.ts';
import { addGenre, connectGenres } from './genre-table.ts';

beforeEach(async () => {
  await connectGenres();
  await addGenre('Drama');
  await database().raw(
    `CREATE TABLE movie (
       id INTEGER PRIMARY KEY,
       title TEXT NOT NULL CHECK (LENGTH(title) <= 10),
       year INTEGER CHECK (year > 1890),
       genre_id INTEGER REFERENCES genre (id),
       UNIQUE (title, year)
     )`,
  );
  await database().raw(`INSERT INTO movie VALUES (1, 'Jaws', 1975, 1)`);
});

const run = (sql: string) => () => database().raw(sql);

describe('a broken constraint', () => {
  test.each([
    [
      'unique',
      `INSERT INTO genre (name) VALUES ('Drama')`,
      'db.constraint.unique',
      'There is already a row with this genre.name.',
    ],
    [
      'unique over two columns',
      `INSERT INTO movie (title, year) VALUES ('Jaws', 1975)`,
      'db.constraint.unique',
      'There is already a row with this movie.title, movie.year.',
    ],
    [
      'primary key',
      `INSERT INTO movie (id, title) VALUES (1, 'Lincoln')`,
      'db.constraint.unique',
      'There is already a row with this movie.id.',
    ],
    [
      'not null',
      'INSERT INTO movie (year) VALUES (1980)',
      'db.constraint.not_null',
      'movie.title must not be empty.',
    ],
    [
      'check',
      `UPDATE movie SET year = 1800`,
      'db.constraint.check',
      'A value breaks the check year > 1890.',
    ],
    [
      'foreign key of a write',
      `UPDATE movie SET genre_id = 99`,
      'db.constraint.foreign_key',
      'A foreign key refers to a row that is not there.',
    ],
    [
      'foreign key to a deleted row',
      `DELETE FROM genre`,
      'db.constraint.foreign_key',
      'A foreign key refers to a row that is not there.',
    ],
  ])('%s', async (_kind, sql, code, message) => {
    const failure = await failureOf(run(sql));
    expect(failure).toMatchObject({ code, message, status: 409, details: { sql } });
    expect(failure.cause).toBeInstanceOf(Error);
  });

  test('foreign key under RESTRICT, which SQLite reports as a trigger', async () => {
    await database().raw('CREATE TABLE seat (movie INTEGER REFERENCES movie ON DELETE RESTRICT)');
    await database().raw('INSERT INTO seat VALUES (1)');
    expect(await failureOf(run('DELETE FROM movie'))).toMatchObject({
      code: 'db.constraint.foreign_key',
    });
  });

  test('a trigger of the database speaks for itself', async () => {
    await database().raw(
      `CREATE TRIGGER calm BEFORE DELETE ON movie BEGIN SELECT RAISE(ABORT, 'Not tonight'); END`,
    );
    expect(await failureOf(run('DELETE FROM movie'))).toMatchObject({
      code: 'db.statement.failed',
      message: 'The database refused the statement: Not tonight.',
    });
  });

  test('leaves the row as it was', async () => {
    await failureOf(run(`UPDATE movie SET year = 1800, title = 'x'`));
    const { rows } = await database().raw('SELECT title, year FROM movie');
    expect(rows).toEqual([{ title: 'Jaws', year: 1975 }]);
  });

  test('in a transaction leaves it open for what comes next', async () => {
    await atomic(async () => {
      await failureOf(run(`INSERT INTO genre (name) VALUES ('Drama')`));
      await addGenre('Horror');
    });
    const { rows } = await database().raw('SELECT COUNT(*) AS count FROM genre');
    expect(rows).toEqual([{ count: 2 }]);
  });

  test('says nothing of the values', async () => {
    const failure = await failureOf(() =>
      database().raw('INSERT INTO movie (title, year) VALUES (?, ?)', ['my secret title', 1]),
    );
    expect(JSON.stringify(failure)).not.toContain('secret');
  });
});

describe('a statement the database refuses', () => {
  test('for a missing table says how to make it', async () => {
    expect(await failureOf(run('SELECT * FROM director'))).toMatchObject({
      code: 'db.table.missing',
      message: 'There is no table "director" in the database.',
      hint: 'Run `uptempo migrate` to create the tables.',
    });
  });

  test.each(['SELECT rating FROM movie', 'INSERT INTO movie (rating) VALUES (5)'])(
    'for a missing column: %s',
    async (sql) => {
      expect(await failureOf(run(sql))).toMatchObject({
        code: 'db.column.missing',
        message: 'There is no column "rating".',
      });
    },
  );

  test.each(['SELEC 1', ''])('for another reason: "%s"', async (sql) => {
    const work = () => database().raw(sql);
    expect((await failureOf(work)).code).toBe('db.statement.failed');
  });

  test('for a value that is missing', async () => {
    const work = () => database().raw('SELECT ?');
    expect((await failureOf(work)).code).toBe('db.parameters.missing');
  });
});
