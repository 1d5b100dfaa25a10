import { beforeEach, expect, test } from 'vitest';
import { char, createTables, F, integer, model, Subquery, Value } from '../../../src/orm/index.ts';
import {
  addMovies,
  Country,
  connectCinemaOn,
  Director,
  Genre,
  Movie,
} from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf, failureOf } from '../../support/failures.ts';
import { statementsOf } from '../../support/queries.ts';

const Ranking = model('Ranking', {
  place: integer({ unique: true }),
  title: char({ maxLength: 40 }),
  votes: integer({ dbDefault: 5 }),
});

const titled = (count: number, director: number) =>
  Array.from({ length: count }, (_, index) => ({
    title: `No. ${index} "x" \\ {a,b} ,`,
    year: index % 3 === 0 ? null : index,
    rating: index % 2 === 0 ? '7.5' : null,
    director,
  }));

const inserts = (sent: readonly { sql: string; rowCount: number }[]) =>
  sent.filter(({ sql }) => sql.startsWith('INSERT'));

describeEachDatabase('bulkCreate()', (kind) => {
  beforeEach(() => connectCinemaOn(kind));

  test('returns the rows in the order of the values, with the keys they are stored by', async () => {
    const { id } = await Director.objects.create({ name: 'Various' });
    const created = await Movie.objects.bulkCreate(titled(1_000, id));
    const stored = await Movie.objects.orderBy('id');
    expect(created.map((row) => ({ ...row }))).toEqual(stored.map((row) => ({ ...row })));
    expect(created.map(({ title }) => title)).toEqual(titled(1_000, id).map(({ title }) => title));
  });

  test('loads a relation of the new rows for all of them at once', async () => {
    const { kubrick, varda } = await addMovies();
    const [one, other] = await Movie.objects.bulkCreate([
      { title: 'A', director: kubrick },
      { title: 'B', director: varda },
    ]);
    const sent = await statementsOf(async () => {
      expect((await one!.director.load()).name).toBe('Stanley Kubrick');
      expect((await other!.director.load()).name).toBe('Agnès Varda');
      expect(await one!.genres).toEqual([]);
    });
    expect(sent).toHaveLength(2);
  });

  test('compiles a statement for a number of rows once', async () => {
    const { id } = await Director.objects.create({ name: 'Various' });
    const texts = new Set<string>();
    for (const count of [1, 2, 3, 7, 7, 500, 700, 999, 1_000]) {
      const sent = await statementsOf(() => Movie.objects.bulkCreate(titled(count, id)));
      for (const { sql } of inserts(sent)) texts.add(sql);
    }
    // One row, and on PostgreSQL one text for all other numbers.
    expect(texts.size).toBe(kind === 'postgresql' ? 2 : 9);
  });

  test('reads back what the database fills in, row by row', async () => {
    await createTables();
    const rows = await Ranking.objects.bulkCreate([
      { place: 3, title: 'A' },
      { place: 1, title: 'B', votes: 9 },
      { place: 2, title: 'C' },
    ]);
    expect(rows.map(({ place, votes }) => [place, votes])).toEqual([
      [3, 5],
      [1, 9],
      [2, 5],
    ]);
  });

  test('takes expressions, and gives the rows what they come to', async () => {
    const usa = await Country.objects.create({ name: 'USA' });
    const rows = await Director.objects.bulkCreate([
      { name: Value('Jane Campion') as never },
      { name: 'Plain' },
      { name: Subquery(Country.objects.filter({ id: usa.id }).values('name')) as never },
    ]);
    expect(rows.map(({ name }) => name)).toEqual(['Jane Campion', 'Plain', 'USA']);
    expect((await Director.objects.orderBy('id')).map(({ name }) => name)).toEqual([
      'Jane Campion',
      'Plain',
      'USA',
    ]);
  });

  test('refuses an expression of columns that have no values yet', async () => {
    const create = () => Director.objects.create({ name: F('name') as never });
    expect(await failureOf(create)).toMatchObject({ code: 'orm.create.reference' });
    expect(await Director.objects.count()).toBe(0);
  });
});

describeEachDatabase('bulkCreate() under conflicts', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    await createTables();
  });

  test('updates what is there and returns the keys of all rows in order', async () => {
    const [a, b] = await Ranking.objects.bulkCreate([
      { place: 1, title: 'A', votes: 1 },
      { place: 2, title: 'B', votes: 1 },
    ]);
    const rows = await Ranking.objects.bulkCreate(
      [
        { place: 3, title: 'C', votes: 2 },
        { place: 2, title: 'B2', votes: 2 },
        { place: 1, title: 'A2', votes: 2 },
      ],
      { onConflict: 'update', uniqueFields: ['place'], updateFields: ['title'] },
    );
    expect(rows.map(({ id }) => id).slice(1)).toEqual([b!.id, a!.id]);
    expect(rows[0]!.id).toBe((await Ranking.objects.get({ place: 3 })).id);
    const stored = await Ranking.objects.orderBy('place').valuesList('title', 'votes');
    expect(stored).toEqual([
      ['A2', 1],
      ['B2', 1],
      ['C', 2],
    ]);
  });

  test('leaves out what is there', async () => {
    await Genre.objects.create({ name: 'Drama' });
    await Genre.objects.bulkCreate([{ name: 'Drama' }, { name: 'Horror' }], {
      onConflict: 'ignore',
    });
    expect(await Genre.objects.valuesList('name', { flat: true })).toEqual(['Drama', 'Horror']);
  });

  test('refuses options that do not go together', async () => {
    const create = (options: object) => () =>
      Ranking.objects.bulkCreate([{ place: 1, title: 'A' }], options);
    const fields = { uniqueFields: ['place'], updateFields: ['title'] };
    expect(await codeOf(create(fields))).toBe('orm.conflict.invalid');
    expect(await codeOf(create({ ...fields, onConflict: 'ignore' }))).toBe('orm.conflict.invalid');
    expect(await codeOf(create({ onConflict: 'update' }))).toBe('orm.conflict.invalid');
    const withKey = { ...fields, onConflict: 'update', updateFields: ['id'] };
    expect(await codeOf(create(withKey))).toBe('orm.conflict.invalid');
    const unknown = { ...fields, onConflict: 'update', updateFields: ['titel'] };
    expect(await codeOf(create(unknown))).toBe('orm.field.unknown');
    expect(await Ranking.objects.count()).toBe(0);
  });
});
