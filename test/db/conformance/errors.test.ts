import { expect, test } from 'vitest';
import { atomic, database } from '../../../src/db/index.ts';
import { connectEmpty, describeEachDriver } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';

const SECRET = 'Rosebud';

describeEachDriver('a failure of a statement', (kind) => {
  const connectTables = async () => {
    const database = await connectEmpty(kind);
    await database.raw('CREATE TABLE genre (id integer PRIMARY KEY, name varchar(40) UNIQUE)');
    await database.raw(
      `CREATE TABLE movie (
        title varchar(40) NOT NULL,
        rating integer CONSTRAINT rating_range CHECK (rating BETWEEN 0 AND 10),
        genre integer REFERENCES genre (id),
        UNIQUE (title, genre))`,
    );
    await database.raw(`INSERT INTO genre VALUES (1, '${SECRET}')`);
    await database.raw(`INSERT INTO movie VALUES ('${SECRET}', 8, 1)`);
    return database;
  };

  test.each([
    ['unique', 'INSERT INTO genre VALUES (2, ?)', [SECRET], 'genre.name'],
    ['unique', 'INSERT INTO movie VALUES (?, 5, 1)', [SECRET], 'movie.title, movie.genre'],
    ['not_null', 'INSERT INTO movie (title) VALUES (?)', [null], 'movie.title'],
    ['check', 'INSERT INTO movie VALUES (?, 11, 1)', ['Jaws'], 'rating_range'],
    ['foreign_key', 'INSERT INTO movie VALUES (?, 5, 99)', ['Jaws'], 'foreign key'],
    ['foreign_key', 'DELETE FROM genre WHERE name = ?', [SECRET], 'foreign key'],
  ])('db.constraint.%s: %s', async (code, sql, values, named) => {
    const database = await connectTables();
    const failure = await failureOf(() => database.raw(sql, values));
    expect(failure).toMatchObject({ code: `db.constraint.${code}`, status: 409 });
    expect(failure.message.toLowerCase()).toContain(named);
    expect(JSON.stringify(failure)).not.toContain(SECRET);
    expect(String((failure.cause as Error | undefined)?.message)).not.toContain(SECRET);
  });

  test('names a missing table and a missing column', async () => {
    const database = await connectTables();
    expect(await failureOf(() => database.raw('SELECT * FROM studio'))).toMatchObject({
      code: 'db.table.missing',
      message: 'There is no table "studio" in the database.',
    });
    expect(await failureOf(() => database.raw('SELECT studio FROM movie'))).toMatchObject({
      code: 'db.column.missing',
      message: 'There is no column "studio".',
    });
  });

  test.each(['SELEC 1', 'SELECT', 'SELECT ?', 'SELECT 1; DROP TABLE movie'])(
    'leaves the database usable: %s',
    async (sql) => {
      const database = await connectTables();
      await database.raw(sql).catch(() => {});
      expect((await database.raw('SELECT title FROM movie')).rows).toHaveLength(1);
    },
  );

  test('hurts nobody who asked at the same time', async () => {
    await connectTables();
    const ask = (index: number) =>
      index % 10 === 5
        ? codeOf(() => database().raw('INSERT INTO genre VALUES (1, NULL)'))
        : database().raw('SELECT CAST(? AS integer) AS n', [index]);
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => ask(index)));
    answers.forEach((answer, index) => {
      if (index % 10 === 5) expect(answer).toBe('db.constraint.unique');
      else expect(answer).toMatchObject({ rows: [{ n: index }] });
    });
  });

  test('in a transaction leaves it to its author to go on, from a savepoint', async () => {
    await connectTables();
    await atomic(async () => {
      const failing = () => atomic(() => database().raw('INSERT INTO genre VALUES (1, NULL)'));
      expect(await codeOf(failing)).toBe('db.constraint.unique');
      await database().raw(`INSERT INTO genre VALUES (2, 'Drama')`);
    });
    expect((await database().raw('SELECT id FROM genre ORDER BY id')).rows).toHaveLength(2);
  });
});
