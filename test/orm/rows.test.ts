import { inspect } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { isAltersData } from '../../src/core/index.ts';
import { Decimal } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Director, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

let cinema: Awaited<ReturnType<typeof addMovies>>;

beforeEach(async () => {
  await connectCinema();
  cinema = await addMovies();
});

describe('a row', () => {
  test('is like a plain object of its columns', async () => {
    const jaws = await Movie.objects.get({ title: 'Jaws' });
    const columns = {
      id: 3,
      title: 'Jaws',
      year: 1975,
      rating: new Decimal('8.1'),
      votes: 7,
      directorId: 2,
      studioId: 2,
    };
    expect({ ...jaws }).toEqual(columns);
    expect(Object.keys(jaws)).toEqual(Object.keys(columns));
    expect(jaws.toJSON()).toEqual(columns);
    expect(jaws.pk).toBe(3);
  });

  test('prints as its model with its columns and the relations in memory', async () => {
    const movies = Movie.objects.only('title').selectRelated('director').defer('director__born');
    const jaws = await movies.get({ title: 'Jaws' });
    expect(inspect(jaws, { breakLength: 1_000 })).toBe(
      `Movie { id: 3, title: 'Jaws', directorId: 2, ` +
        `director: Director { id: 2, name: 'Steven Spielberg', countryId: 1 } }`,
    );
  });

  test('has methods that templates must not call', () => {
    for (const method of [cinema.jaws.save, cinema.jaws.delete, cinema.jaws.refreshFromDb]) {
      expect(isAltersData(method)).toBe(true);
    }
    expect(isAltersData(cinema.jaws.toJSON)).toBe(false);
  });
});

describe('save()', () => {
  test('writes all columns of the row by its key', async () => {
    cinema.jaws.title = 'Jaws 3-D';
    cinema.jaws.year = 1983;
    const sent = await sqlOf(() => cinema.jaws.save());
    expect(sent).toEqual([
      'UPDATE "movie" SET "title" = ?, "year" = ?, "rating" = ?, "votes" = ?, "director_id" = ?,' +
        ' "studio_id" = ? WHERE "movie"."id" = ?',
    ]);
    const { title, year } = await Movie.objects.get({ id: cinema.jaws.id });
    expect([title, year]).toEqual(['Jaws 3-D', 1983]);
  });

  test('writes only the fields named', async () => {
    cinema.jaws.title = 'Jaws 3-D';
    cinema.jaws.votes = 99;
    await cinema.jaws.save({ fields: ['votes'] });
    const stored = await Movie.objects.get({ id: cinema.jaws.id });
    expect([stored.title, stored.votes]).toEqual(['Jaws', 99]);
    expect(await countQueries(() => cinema.jaws.save({ fields: [] }))).toBe(0);
  });

  test('takes a relation for its key', async () => {
    cinema.jaws.directorId = cinema.kubrick.id;
    expect(await sqlOf(() => cinema.jaws.save({ fields: ['director'] }))).toEqual([
      'UPDATE "movie" SET "director_id" = ? WHERE "movie"."id" = ?',
    ]);
  });

  test('refuses values as create() does', async () => {
    cinema.jaws.title = 'x'.repeat(201);
    expect(await codeOf(() => cinema.jaws.save())).toBe('orm.value.invalid');
    cinema.lincoln.title = null as never;
    expect(await codeOf(() => cinema.lincoln.save())).toBe('orm.value.missing');
  });

  test('refuses fields and options that are not there', async () => {
    expect(await failureOf(() => cinema.jaws.save({ fields: ['titel'] }))).toMatchObject({
      code: 'orm.field.unknown',
      hint: expect.stringContaining('Did you mean "title"?'),
    });
    for (const name of ['director__name', 'title__exact', 'genres']) {
      const code = await codeOf(() => cinema.jaws.save({ fields: [name] }));
      expect([name, code]).toEqual([name, 'orm.field.unknown']);
    }
    const misspelt = { field: ['title'] } as object;
    expect(await codeOf(() => cinema.jaws.save(misspelt))).toBe('core.option.unknown');
  });

  test('refuses a field that was not loaded', async () => {
    const jaws = await Movie.objects.only('title').get({ title: 'Jaws' });
    expect(await codeOf(() => jaws.save({ fields: ['year'] }))).toBe('orm.column.not_loaded');
  });

  test('says when the row is gone, or its key was changed', async () => {
    await Movie.objects.filter({ title: 'Jaws' }).delete();
    expect(await codeOf(() => cinema.jaws.save())).toBe('orm.row.not_stored');
    expect(await codeOf(() => cinema.jaws.delete())).toBe('orm.row.not_stored');
    Object.assign(cinema.lincoln, { id: 1_000 });
    expect(await codeOf(() => cinema.lincoln.save())).toBe('orm.row.not_stored');
  });
});

describe('refreshFromDb()', () => {
  test('reads the loaded columns again', async () => {
    await Movie.objects.filter({ title: 'Jaws' }).update({ votes: 50, year: 1976 });
    const partial = await Movie.objects.only('votes').get({ id: cinema.jaws.id });
    await Movie.objects.filter({ title: 'Jaws' }).update({ votes: 51 });
    const sent = await sqlOf(() => partial.refreshFromDb());
    expect(sent).toEqual([
      'SELECT "movie"."id", "movie"."votes" FROM "movie" WHERE "movie"."id" = ?',
    ]);
    expect({ ...partial }).toEqual({ id: 3, votes: 51 });
  });

  test('forgets what was loaded of relations, by peers too', async () => {
    const movies = await Movie.objects.filter({ director: cinema.kubrick });
    for (const movie of movies) await movie.director.load();
    await Director.objects.filter({ id: cinema.kubrick.id }).update({ name: 'S. Kubrick' });
    await movies[0]!.refreshFromDb();
    expect((await movies[0]!.director.load()).name).toBe('S. Kubrick');
  });

  test('says when the row is gone', async () => {
    await cinema.jaws.delete();
    expect(await codeOf(() => cinema.jaws.refreshFromDb())).toBe('orm.not_found');
  });
});

describe('a relation to one row', () => {
  test('cannot be assigned; its key is what one assigns', async () => {
    const assign = () => Object.assign(cinema.jaws, { director: cinema.kubrick });
    expect(await failureOf(assign)).toMatchObject({
      code: 'orm.relation.readonly',
      hint: 'Assign the key: row.directorId = other.id.',
    });
  });

  test('that was selected is stale after its key has changed, until the row is refreshed', async () => {
    const jaws = await Movie.objects.selectRelated('director').get({ title: 'Jaws' });
    jaws.directorId = cinema.kubrick.id;
    expect(await failureOf(() => jaws.director)).toMatchObject({
      code: 'orm.relation.stale',
      message: 'Movie.director was loaded before its key was changed.',
    });
    await jaws.save();
    await jaws.refreshFromDb();
    const { director } = jaws as unknown as typeof cinema.jaws;
    expect((await director.load()).name).toBe('Stanley Kubrick');
  });

  test('that was loaded follows its key', async () => {
    const [jaws] = await Movie.objects.filter({ title: 'Jaws' });
    expect((await jaws!.director.load()).name).toBe('Steven Spielberg');
    jaws!.directorId = cinema.kubrick.id;
    expect((await jaws!.director.load()).name).toBe('Stanley Kubrick');
    jaws!.directorId = cinema.spielberg.id;
    expect((await jaws!.director.load()).name).toBe('Steven Spielberg');
  });

  test('to a key that no row has is null', async () => {
    cinema.jaws.directorId = 1_000;
    expect(await cinema.jaws.director.load()).toBeNull();
  });
});
