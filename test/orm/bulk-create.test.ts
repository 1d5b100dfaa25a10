import { beforeEach, describe, expect, test } from 'vitest';
import { connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';
import { sqlOf, statementsOf } from '../support/queries.ts';

let director: Awaited<ReturnType<typeof Director.objects.create>>;

beforeEach(async () => {
  await connectCinema();
  director = await Director.objects.create({ name: 'Various' });
});

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ title: `M${index}`, year: index, director }));

const isInsert = (sql: string) => sql.startsWith('INSERT');

describe('bulkCreate()', () => {
  test('returns the rows in the order of the values, with their keys', async () => {
    const movies = await Movie.objects.bulkCreate(numbered(1_234));
    expect(movies.map(({ id }) => id)).toEqual(movies.map((_, index) => index + 1));
    const stored = await Movie.objects.orderBy('id').only('title');
    expect(stored.map(({ title }) => title)).toEqual(movies.map(({ title }) => title));
  });

  test('takes few statements in one transaction', async () => {
    const sent = await statementsOf(() => Movie.objects.bulkCreate(numbered(1_234)));
    expect(sent.map(({ sql, rowCount }) => [sql.slice(0, 6), rowCount])).toEqual([
      ['BEGIN ', 0],
      ...Array.from({ length: 19 }, () => ['INSERT', 64]),
      ['INSERT', 18],
      ['COMMIT', 0],
    ]);
  });

  test('takes as many rows per statement as it is told', async () => {
    const sent = await sqlOf(() => Movie.objects.bulkCreate(numbered(5), { batchSize: 2 }));
    expect(sent.filter(isInsert)).toHaveLength(3);
  });

  test('stays below what the database takes as parameters', async () => {
    const count = 12_000;
    const sent = await statementsOf(async () => {
      await Movie.objects.bulkCreate(numbered(count), { batchSize: count });
    });
    const inserts = sent.filter(({ sql }) => isInsert(sql));
    expect(inserts.map(({ rowCount }) => rowCount)).toEqual([5_461, 5_461, 1_024, 32, 22]);
    expect(await Movie.objects.count()).toBe(count);
  });

  test('puts rows with and without a key into statements of their own', async () => {
    const genres = await Genre.objects.bulkCreate([
      { name: 'A' },
      { id: 10, name: 'B' },
      { id: 20, name: 'C' },
      { name: 'D' },
    ]);
    expect(genres.map(({ id }) => id)).toEqual([1, 10, 20, 21]);
  });

  test('of nothing does nothing', async () => {
    expect(await sqlOf(async () => expect(await Movie.objects.bulkCreate([])).toEqual([]))).toEqual(
      [],
    );
  });

  test('refuses misspelled and senseless options', async () => {
    const create = (options: object) => () => Movie.objects.bulkCreate(numbered(2), options);
    expect(await codeOf(create({ batchsize: 5 }))).toBe('core.option.unknown');
    expect(await codeOf(create({ batchSize: 0 }))).toBe('core.option.invalid');
    expect(await codeOf(create({ onConflict: 'replace' }))).toBe('core.option.invalid');
    expect(await Movie.objects.count()).toBe(0);
  });
});

describe('one bad row', () => {
  test('inserts nothing when its value is wrong: no statement is sent', async () => {
    const values = [...numbered(3), { title: 'x'.repeat(201), director }];
    const sent = await sqlOf(async () => {
      expect(await codeOf(() => Movie.objects.bulkCreate(values))).toBe('orm.value.invalid');
    });
    expect(sent).toEqual([]);
  });

  test('inserts nothing when it breaks a constraint in a later batch', async () => {
    const names = ['A', 'B', 'C', 'D', 'A'].map((name) => ({ name }));
    const sent = await sqlOf(async () => {
      const created = () => Genre.objects.bulkCreate(names, { batchSize: 2 });
      expect(await codeOf(created)).toBe('db.constraint.unique');
    });
    expect(sent.filter(isInsert)).toHaveLength(3);
    expect(sent.at(-1)).toBe('ROLLBACK');
    expect(await Genre.objects.count()).toBe(0);
  });

  test('inserts nothing when its key refers to no row', async () => {
    const values = [...numbered(3), { title: 'A', director: 1_000 }];
    expect(await codeOf(() => Movie.objects.bulkCreate(values))).toBe('db.constraint.foreign_key');
    expect(await Movie.objects.count()).toBe(0);
  });
});

describe('onConflict: ignore', () => {
  test('leaves out what is there already and inserts the rest', async () => {
    await Genre.objects.create({ name: 'Drama' });
    const names = ['Horror', 'Drama', 'Horror', 'Comedy'].map((name) => ({ name }));
    const sent = await statementsOf(() =>
      Genre.objects.bulkCreate(names, { onConflict: 'ignore' }),
    );
    expect(sent.find(({ sql }) => isInsert(sql))).toMatchObject({
      sql: 'INSERT INTO "genre" ("name") VALUES (?), (?), (?), (?) ON CONFLICT DO NOTHING',
      rowCount: 2,
    });
    expect((await Genre.objects).map(({ name }) => name)).toEqual(['Comedy', 'Drama', 'Horror']);
  });

  test('still refuses what is no conflict', async () => {
    const values = [{ name: 'A' }, { name: null as never }];
    const created = () => Genre.objects.bulkCreate(values, { onConflict: 'ignore' });
    expect(await codeOf(created)).toBe('orm.value.missing');
  });
});
