import { beforeEach, describe, expect, test } from 'vitest';
import { char, createTables, datetime, F, integer, model, Value } from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Genre, Movie } from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { countQueries, sqlOf, statementsOf } from '../../support/queries.ts';

const Visit = model('Visit', {
  hall: char({ maxLength: 10 }),
  guests: integer(),
  changed: datetime({ autoNow: true }),
});

let cinema: Awaited<ReturnType<typeof addMovies>>;

describeEachDatabase('save()', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    cinema = await addMovies();
  });

  test('of a row that holds an expression leaves what the database made of it', async () => {
    const { jaws } = cinema;
    await Movie.objects.filter({ id: jaws.id }).update({ votes: 100 });
    Object.assign(jaws, { votes: F('votes').add(1), year: Value(1976) });
    const sent = await sqlOf(() => jaws.save());
    expect(sent).toHaveLength(1);
    expect([jaws.votes, jaws.year]).toEqual([101, 1976]);
    await jaws.save();
    expect((await Movie.objects.get({ id: jaws.id })).votes).toBe(101);
  });

  test('says that a row with an expression is gone', async () => {
    await Movie.objects.filter({ id: cinema.jaws.id }).delete();
    Object.assign(cinema.jaws, { votes: F('votes').add(1) });
    expect(await codeOf(() => cinema.jaws.save())).toBe('orm.row.not_stored');
  });

  test('writes what onSave gives, unless other fields are named', async () => {
    await createTables();
    const visit = await Visit.objects.create({ hall: 'Main', guests: 1 });
    const old = new Date('2001-01-01T00:00:00Z');
    await Visit.objects.update({ changed: old });
    await visit.save({ fields: ['guests'] });
    expect((await Visit.objects.get({ pk: visit.pk })).changed).toEqual(old);
    await visit.save();
    const stored = await Visit.objects.get({ pk: visit.pk });
    expect(stored.changed).toEqual(visit.changed);
    expect(stored.changed.getFullYear()).toBeGreaterThan(2001);
  });

  test('of parallel increments loses none', async () => {
    const increments = Array.from({ length: 40 }, async () => {
      const row = await Movie.objects.get({ id: cinema.jaws.id });
      Object.assign(row, { votes: F('votes').add(1) });
      await row.save({ fields: ['votes'] });
      return row.votes;
    });
    const seen = await Promise.all(increments);
    expect(new Set(seen).size).toBe(40);
    expect((await Movie.objects.get({ id: cinema.jaws.id })).votes).toBe(47);
  });
});

describeEachDatabase('refreshFromDb()', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    cinema = await addMovies();
  });

  test('reads the fields named, also such as were left out', async () => {
    const jaws = await Movie.objects.only('title').get({ title: 'Jaws' });
    await Movie.objects.filter({ title: 'Jaws' }).update({ votes: 50, title: 'Jaws 2' });
    await jaws.refreshFromDb({ fields: ['votes'] });
    expect({ ...jaws }).toEqual({ id: jaws.id, title: 'Jaws', votes: 50 });
  });

  test('forgets the relations named and no others', async () => {
    const { jaws } = cinema;
    await jaws.genres;
    await jaws.director.load();
    await jaws.relatedSet('genres').add(cinema.drama);
    expect(
      await countQueries(async () => {
        await jaws.refreshFromDb({ fields: ['genres'] });
        await jaws.director.load();
      }),
    ).toBe(0);
    expect((await jaws.genres).map(({ name }) => name)).toEqual(['Drama', 'Horror']);
  });

  test('refuses names and options that are not there', async () => {
    const refresh = (options: object) => () => cinema.jaws.refreshFromDb(options);
    expect(await codeOf(refresh({ fields: ['titel'] }))).toBe('orm.field.unknown');
    expect(await codeOf(refresh({ field: ['title'] }))).toBe('core.option.unknown');
  });
});

describeEachDatabase('bulkUpdate()', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    cinema = await addMovies();
  });

  const renumbered = async () => {
    const movies = await Movie.objects.orderBy('id');
    for (const [index, movie] of movies.entries()) {
      movie.votes = 10 + index;
      movie.year = index === 0 ? null : 1900 + index;
      movie.title = `"${index}"`;
    }
    return movies;
  };

  test('writes the fields named, and returns how many rows were there', async () => {
    const movies = await renumbered();
    await cinema.lincoln.delete();
    expect(await Movie.objects.bulkUpdate(movies, ['votes', 'year'])).toBe(3);
    expect(await Movie.objects.orderBy('id').valuesList('title', 'votes', 'year')).toEqual([
      ['The Shining', 10, null],
      ['Barry Lyndon', 11, 1901],
      ['Jaws', 12, 1902],
    ]);
  });

  test('takes one statement, or as many as it is told', async () => {
    const movies = await renumbered();
    const sent = await sqlOf(() => Movie.objects.bulkUpdate(movies, ['votes']));
    expect(sent).toEqual([
      kind === 'postgresql'
        ? 'UPDATE "movie" SET "votes" = "given"."column2" FROM UNNEST($1::bigint[], $2::bigint[])' +
          ' AS "given" ("column1", "column2") WHERE "movie"."id" = "given"."column1"'
        : 'UPDATE "movie" SET "votes" = "given"."column2" FROM (VALUES (?, ?), (?, ?), (?, ?),' +
          ' (?, ?)) AS "given" WHERE "movie"."id" = "given"."column1"',
    ]);
    const cut = await statementsOf(() =>
      Movie.objects.bulkUpdate(movies, ['votes'], { batchSize: 3 }),
    );
    expect(cut.filter(({ sql }) => sql.startsWith('UPDATE')).map((each) => each.rowCount)).toEqual([
      3, 1,
    ]);
  });

  test('of many rows takes one statement where these are lists, whatever their number', async () => {
    const keys = Array.from({ length: 100 }, (_, index) => ({ id: index + 1, votes: index }));
    const sent = await statementsOf(() => Movie.objects.bulkUpdate(keys, ['votes']));
    const updates = sent.filter(({ sql }) => sql.startsWith('UPDATE'));
    expect(updates).toHaveLength(kind === 'postgresql' ? 1 : 3);
    expect(sent.length - updates.length).toBe(kind === 'postgresql' ? 0 : 2);
  });

  test('changes rows of the QuerySet alone', async () => {
    const movies = await renumbered();
    const late = Movie.objects.filter({ director__name: 'Steven Spielberg', year__gt: 1975 });
    expect(await late.bulkUpdate(movies, ['votes'])).toBe(1);
    expect(await Movie.objects.filter({ votes: 13 }).count()).toBe(1);
  });

  test('takes expressions, and leaves what they come to', async () => {
    const [one, other] = await Movie.objects.orderBy('id').slice(0, 2);
    Object.assign(one!, { votes: F('votes').add(5) });
    other!.votes = 70;
    expect(await Movie.objects.bulkUpdate([one!, other!], ['votes'])).toBe(2);
    expect([one!.votes, other!.votes]).toEqual([5, 70]);
    expect((await Movie.objects.get({ pk: one!.pk })).votes).toBe(5);
  });

  test('takes a relation for its key', async () => {
    cinema.jaws.directorId = cinema.varda.id;
    expect(await Movie.objects.bulkUpdate([cinema.jaws], ['director'])).toBe(1);
    expect((await Movie.objects.get({ title: 'Jaws' })).directorId).toBe(cinema.varda.id);
  });

  test('takes objects with a key and the fields, by one statement and no query', async () => {
    const { jaws, lincoln, varda } = cinema;
    const updates = [
      { id: jaws.id, votes: 1_000, director: varda },
      { director: varda.id, votes: 2_000, id: lincoln.id },
      { id: -1, votes: 3_000, director: varda },
    ];
    const sent = await statementsOf(async () => {
      expect(await Movie.objects.bulkUpdate(updates, ['votes', 'director'])).toBe(2);
    });
    expect(sent.map(({ rowCount }) => rowCount)).toEqual([2]);
    const read = Movie.objects.filter({ director: varda }).orderBy('votes');
    expect(await read.valuesList('title', 'votes')).toEqual([
      ['Jaws', 1_000],
      ['Lincoln', 2_000],
    ]);
  });

  test('takes the key as pk, rows beside objects, and the first of a key', async () => {
    cinema.jaws.votes = 5;
    const given = [
      cinema.jaws,
      { pk: cinema.jaws.id, votes: 6 },
      { pk: cinema.lincoln.id, votes: 7 },
    ];
    expect(await Movie.objects.bulkUpdate(given, ['votes'])).toBe(2);
    const read = Movie.objects.filter({ title__in: ['Jaws', 'Lincoln'] }).orderBy('votes');
    expect(await read.valuesList('votes', { flat: true })).toEqual([5, 7]);
  });

  test('takes expressions in objects, which stay as they are', async () => {
    const more = F('votes').add(5);
    const update = { id: cinema.jaws.id, votes: more };
    const given = [update, { id: cinema.lincoln.id, votes: 1 }];
    expect(await Movie.objects.bulkUpdate(given, ['votes'])).toBe(2);
    expect(update.votes).toBe(more);
    expect((await Movie.objects.get({ title: 'Jaws' })).votes).toBe(12);
  });

  test('refuses objects without a key, with other fields, and with values of no such type', async () => {
    const { id } = cinema.jaws;
    const update = (row: object) => () => Movie.objects.bulkUpdate([row as never], ['votes']);
    expect(await codeOf(update({ votes: 1 }))).toBe('orm.value.missing');
    expect(await codeOf(update({ id: undefined, votes: 1 }))).toBe('orm.value.missing');
    expect(await codeOf(update({ id: null, votes: 1 }))).toBe('orm.value.missing');
    expect(await codeOf(update({ id }))).toBe('orm.value.missing');
    expect(await codeOf(update({ id, votes: null }))).toBe('orm.value.missing');
    expect(await codeOf(update({ id, votes: 1, title: 'Orca' }))).toBe('orm.update.fields');
    expect(await codeOf(update({ id, votes: 1, vots: 2 }))).toBe('orm.field.unknown');
    expect(await codeOf(update(JSON.parse(`{"id":${id},"votes":1,"__proto__":{}}`)))).toBe(
      'orm.field.unknown',
    );
    expect(await codeOf(update({ id: 'one', votes: 1 }))).toBe('orm.value.invalid');
    expect(await codeOf(update({ id: F('id'), votes: 1 }))).toBe('orm.value.invalid');
    expect(await codeOf(update({ id, votes: 'many' }))).toBe('orm.value.invalid');
    expect((await Movie.objects.get({ id })).title).toBe('Jaws');
  });

  test('changes nothing when one value breaks a constraint', async () => {
    const [horror, drama] = [cinema.horror, cinema.drama];
    horror.name = 'Comedy';
    drama.name = 'Comedy';
    const update = () => Genre.objects.bulkUpdate([horror, drama], ['name']);
    expect(await codeOf(update)).toBe('db.constraint.unique');
    expect(await Genre.objects.valuesList('name', { flat: true })).toEqual(['Drama', 'Horror']);
  });

  test('refuses what is no row, no field, and the key', async () => {
    const update = (rows: unknown, fields: readonly string[]) => () =>
      Movie.objects.bulkUpdate(rows as never, fields as never);
    expect(await codeOf(update([cinema.jaws], []))).toBe('orm.update.fields');
    expect(await codeOf(update([cinema.jaws], ['id']))).toBe('orm.update.fields');
    expect(await codeOf(update([cinema.jaws], ['titel']))).toBe('orm.field.unknown');
    expect(await codeOf(update([cinema.kubrick], ['title']))).toBe('orm.value.invalid');
    expect(await codeOf(update([{ pk: 1 }], ['title']))).toBe('orm.value.missing');
    expect(await codeOf(update([7], ['title']))).toBe('orm.value.invalid');
    expect(await Movie.objects.bulkUpdate([], ['title'])).toBe(0);
  });
});

describeEachDatabase('getOrCreate()', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    cinema = await addMovies();
  });

  test('gets the row that is there by one query', async () => {
    const sent = await sqlOf(async () => {
      const [drama, isCreated] = await Genre.objects.getOrCreate({ name: 'Drama' });
      expect([drama.id, isCreated]).toEqual([cinema.drama.id, false]);
    });
    expect(sent).toHaveLength(1);
  });

  test('creates with the conditions that are no lookups, and the defaults', async () => {
    const [movie, isCreated] = await Movie.objects.getOrCreate(
      { title: 'Duel', year__lt: 1990, director: cinema.spielberg },
      { defaults: { votes: () => 9, rating: Value('7.6') } },
    );
    expect(isCreated).toBe(true);
    const stored = await Movie.objects.get({ title: 'Duel' });
    expect({ ...movie }).toEqual({ ...stored });
    expect(movie).toMatchObject({ year: null, votes: 9, directorId: cinema.spielberg.id });
  });

  test('called by many at a time creates one row', async () => {
    const found = await Promise.all(
      Array.from({ length: 12 }, () => Genre.objects.getOrCreate({ name: 'Western' })),
    );
    expect(found.filter(([, isCreated]) => isCreated)).toHaveLength(1);
    expect(new Set(found.map(([genre]) => genre.id)).size).toBe(1);
    expect(await Genre.objects.filter({ name: 'Western' }).count()).toBe(1);
  });

  test('passes on a constraint that has nothing to do with the conditions', async () => {
    const create = () =>
      Movie.objects.getOrCreate({ title: 'Duel' }, { defaults: { director: 1_000 } });
    expect(await codeOf(create)).toBe('db.constraint.foreign_key');
    expect(await codeOf(() => Movie.objects.getOrCreate({ year: 1975 }))).toBe(
      'orm.multiple_found',
    );
  });
});

describeEachDatabase('updateOrCreate()', (kind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    cinema = await addMovies();
  });

  test('changes the row that is there, and writes nothing else', async () => {
    await Movie.objects.filter({ title: 'Jaws' }).update({ year: 1976 });
    const [jaws, isCreated] = await Movie.objects.updateOrCreate(
      { title: 'Jaws' },
      { defaults: { votes: F('votes').add(1), director: cinema.kubrick }, createDefaults: {} },
    );
    expect(isCreated).toBe(false);
    expect(jaws).toMatchObject({ votes: 8, directorId: cinema.kubrick.id });
    expect({ ...(await Movie.objects.get({ title: 'Jaws' })) }).toEqual({ ...jaws });
  });

  test('creates with createDefaults in place of defaults', async () => {
    const [duel, isCreated] = await Movie.objects.updateOrCreate(
      { title: 'Duel' },
      { defaults: { votes: 1 }, createDefaults: { votes: 2, director: cinema.spielberg } },
    );
    expect([duel.votes, isCreated]).toEqual([2, true]);
  });

  test('called by many at a time loses no change', async () => {
    const votes = () =>
      Genre.objects.updateOrCreate({ name: 'Western' }, { defaults: { name: 'Western' } });
    const found = await Promise.all(Array.from({ length: 8 }, votes));
    expect(found.filter(([, isCreated]) => isCreated)).toHaveLength(1);
    const add = () =>
      Movie.objects.updateOrCreate({ title: 'Jaws' }, { defaults: { votes: F('votes').add(1) } });
    await Promise.all(Array.from({ length: 8 }, add));
    expect((await Movie.objects.get({ title: 'Jaws' })).votes).toBe(15);
  });
});

describe('options', () => {
  test('that are misspelt are refused', async () => {
    await connectCinemaOn('sqlite');
    const get = () => Genre.objects.getOrCreate({ name: 'A' }, { default: {} } as never);
    expect(await codeOf(get)).toBe('core.option.unknown');
  });
});
