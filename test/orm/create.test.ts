import { beforeEach, describe, expect, test } from 'vitest';
import { char, createTables, Decimal, integer, model, uuid } from '../../src/orm/index.ts';
import { connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { sqlOf, statementsOf } from '../support/queries.ts';

let screenings = 0;

const Screening = model(
  'Screening',
  {
    code: uuid({ primaryKey: true, default: () => crypto.randomUUID() }),
    hall: char({ maxLength: 10, default: 'Main' }),
    number: integer({ default: () => ++screenings }),
    note: char({ maxLength: 100, null: true, default: 'none' }),
  },
  { unique: [['hall', 'number']] },
);

beforeEach(async () => {
  await connectCinema();
  await createTables();
  screenings = 0;
});

const director = () => Director.objects.create({ name: 'Agnès Varda' });

describe('create()', () => {
  test('inserts a row with one statement and returns it with its key', async () => {
    const varda = await director();
    const sent = await statementsOf(async () => {
      const movie = await Movie.objects.create({
        title: 'Cléo de 5 à 7',
        rating: 7.8,
        director: varda,
      });
      expect({ ...movie }).toEqual({
        id: 1,
        title: 'Cléo de 5 à 7',
        year: null,
        rating: new Decimal('7.8'),
        votes: 0,
        directorId: varda.id,
        studioId: null,
      });
    });
    expect(sent).toMatchObject([
      {
        sql:
          'INSERT INTO "movie" ("title", "year", "rating", "votes", "director_id", "studio_id")' +
          ' VALUES (?, ?, ?, ?, ?, ?) RETURNING "id"',
        parameters: ['Cléo de 5 à 7', null, 7.8, 0, 1, null],
        kind: 'write',
        subject: 'Movie',
      },
    ]);
  });

  test('returns what a query would give', async () => {
    const created = await Movie.objects.create({ title: 'Vagabond', director: await director() });
    expect({ ...(await Movie.objects.get({ id: created.id })) }).toEqual({ ...created });
  });

  test('takes a relation as a row or a key', async () => {
    const varda = await director();
    const byRow = await Movie.objects.create({ title: 'A', director: varda });
    const byKey = await Movie.objects.create({ title: 'B', director: varda.id });
    expect([byRow.directorId, byKey.directorId]).toEqual([varda.id, varda.id]);
    expect((await byRow.director.load()).name).toBe('Agnès Varda');
  });

  test('takes a key of its own, and goes on counting after it', async () => {
    const first = await Genre.objects.create({ id: 7, name: 'Drama' });
    const second = await Genre.objects.create({ name: 'Horror' });
    expect([first.id, second.id]).toEqual([7, 8]);
  });

  test('never gives the key of a deleted row to another one', async () => {
    const first = await Genre.objects.create({ name: 'Drama' });
    await first.delete();
    expect((await Genre.objects.create({ name: 'Horror' })).id).toBe(first.id + 1);
  });

  test('takes undefined as not given', async () => {
    const values = { title: 'A', votes: undefined, director: await director() };
    expect((await Movie.objects.create(values)).votes).toBe(0);
  });
});

describe('defaults', () => {
  test('fill what is not given, functions called anew for each row', async () => {
    const [one, other] = await Screening.objects.bulkCreate([{}, {}]);
    expect([one!.hall, one!.number, other!.number]).toEqual(['Main', 1, 2]);
    expect(one!.code).not.toBe(other!.code);
    expect(await Screening.objects.get({ pk: one!.code })).toMatchObject({ number: 1 });
  });

  test('do not override what is given, null included', async () => {
    const screening = await Screening.objects.create({ hall: 'Small', note: null });
    expect([screening.hall, screening.note]).toEqual(['Small', null]);
  });

  test('a model with a key of its own needs no key back', async () => {
    expect(await sqlOf(() => Screening.objects.create({}))).toEqual([
      'INSERT INTO "screening" ("code", "hall", "number", "note") VALUES (?, ?, ?, ?)',
    ]);
  });
});

describe('create() refuses', () => {
  test('a field that is required and not given', async () => {
    expect(await failureOf(() => Movie.objects.create({ title: 'A' } as never))).toMatchObject({
      code: 'orm.value.missing',
      status: 400,
      message: 'Movie.director got no value.',
      hint: 'Pass "director", or declare the field with a default or null: true.',
    });
  });

  test('null where a value must be', async () => {
    const values = { title: null as never, director: 1 };
    expect(await failureOf(() => Movie.objects.create(values))).toMatchObject({
      code: 'orm.value.missing',
      message: 'Movie.title must not be null.',
    });
  });

  test('a name that is no field, before anything is sent', async () => {
    const sent = await sqlOf(async () => {
      const values = { title: 'A', director: 1, raiting: 5 };
      expect(await failureOf(() => Movie.objects.create(values))).toMatchObject({
        code: 'orm.field.unknown',
        message: 'Movie has no field "raiting".',
        hint: expect.stringContaining('Did you mean "rating"?'),
      });
    });
    expect(sent).toEqual([]);
  });

  test('rows for a relation to many, which needs a stored row', async () => {
    const values = { title: 'A', director: 1, genres: [1] };
    expect(await failureOf(() => Movie.objects.create(values))).toMatchObject({
      code: 'orm.field.unknown',
      message: 'Movie.genres leads to many rows and has no value.',
    });
  });

  test('a second row with a unique value', async () => {
    await Genre.objects.create({ name: 'Drama' });
    expect(await failureOf(() => Genre.objects.create({ name: 'Drama' }))).toMatchObject({
      code: 'db.constraint.unique',
      status: 409,
      message: 'There is already a row with this genre.name.',
    });
    await Screening.objects.create({ hall: 'Small', number: 1 });
    const again = () => Screening.objects.create({ hall: 'Small', number: 1 });
    expect((await failureOf(again)).message).toBe(
      'There is already a row with this screening.hall, screening.number.',
    );
  });

  test('a key that no row has', async () => {
    const created = () => Movie.objects.create({ title: 'A', director: 1_000 });
    expect(await codeOf(created)).toBe('db.constraint.foreign_key');
    expect(await Movie.objects.count()).toBe(0);
  });
});
