import { beforeEach, describe, expect, test } from 'vitest';
import { addMovies, connectCinema, Director, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';
import { sqlOf } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

const MOVIE = '"movie"."id"';

describe('only()', () => {
  test('loads the columns named, and the key', async () => {
    const movies = Movie.objects.only('title', 'year');
    expect(await sqlOf(() => movies)).toEqual([
      `SELECT ${MOVIE}, "movie"."title", "movie"."year" FROM "movie"`,
    ]);
    expect({ ...(await movies)[0] }).toEqual({ id: 1, title: 'The Shining', year: 1980 });
  });

  test('means the last call alone', async () => {
    expect(await sqlOf(() => Movie.objects.only('title').only('year'))).toEqual([
      `SELECT ${MOVIE}, "movie"."year" FROM "movie"`,
    ]);
    expect(await sqlOf(() => Movie.objects.only())).toEqual([`SELECT ${MOVIE} FROM "movie"`]);
  });

  test('takes a relation for its key', async () => {
    for (const movies of [Movie.objects.only('director'), Movie.objects.only('directorId')]) {
      expect(await sqlOf(() => movies)).toEqual([
        `SELECT ${MOVIE}, "movie"."director_id" FROM "movie"`,
      ]);
    }
  });

  test('reaches into a joined row, whose key and way there are loaded too', async () => {
    const movies = Movie.objects.selectRelated('director').only('title', 'director__name');
    expect(await sqlOf(() => movies)).toEqual([
      `SELECT ${MOVIE}, "movie"."title", "movie"."director_id", "director"."id", "director"."name"` +
        ' FROM "movie" INNER JOIN "director" ON "director"."id" = "movie"."director_id"',
    ]);
    expect({ ...(await movies)[0]?.director }).toEqual({ id: 1, name: 'Stanley Kubrick' });
  });

  test('leaves a joined row whole that it does not mention', async () => {
    const [movie] = await Movie.objects.selectRelated('director').only('title');
    expect(movie?.director.born).toBeNull();
  });

  test('loads the keys that a prefetched relation needs', async () => {
    const [movie] = await Movie.objects.only('title').prefetchRelated('director');
    expect(movie?.director.name).toBe('Stanley Kubrick');
    const [joined] = await Movie.objects
      .selectRelated('director')
      .only('title', 'director__name')
      .prefetchRelated('director__country');
    expect(joined?.director.country?.name).toBe('USA');
  });
});

describe('defer()', () => {
  test('leaves columns out; calls add up', async () => {
    const movies = Movie.objects.defer('title', 'votes').defer('rating');
    expect(await sqlOf(() => movies)).toEqual([
      `SELECT ${MOVIE}, "movie"."year", "movie"."director_id", "movie"."studio_id" FROM "movie"`,
    ]);
  });

  test('takes out of only() what comes after it', async () => {
    expect(await sqlOf(() => Movie.objects.only('title', 'year').defer('year'))).toEqual([
      `SELECT ${MOVIE}, "movie"."title" FROM "movie"`,
    ]);
    expect(await sqlOf(() => Movie.objects.defer('year').only('year'))).toEqual([
      `SELECT ${MOVIE}, "movie"."year" FROM "movie"`,
    ]);
  });

  test('never leaves out the key, nor one that leads to a loaded relation', async () => {
    const movies = Movie.objects.defer('id', 'director').selectRelated('director');
    const [movie] = await movies;
    expect(movie?.id).toBe(1);
    expect(movie?.directorId).toBe(1);
  });

  test('reaches into a joined row', async () => {
    const [movie] = await Movie.objects.selectRelated('director').defer('director__born');
    expect({ ...movie?.director }).toEqual({ id: 1, name: 'Stanley Kubrick', countryId: 1 });
  });
});

describe('a column that was not loaded', () => {
  test('throws when read, and says how to load it', async () => {
    const [movie] = await Movie.objects.only('title');
    const untyped = movie as unknown as { readonly year: number };
    expect(await failureOf(() => untyped.year)).toMatchObject({
      code: 'orm.column.not_loaded',
      message: 'Movie.year was not loaded by this QuerySet.',
      hint: 'Add "year" to only(), take it out of defer(), or call refreshFromDb().',
    });
  });

  test('is no own property: the row prints, spreads and serialises without it', async () => {
    const [movie] = await Movie.objects.only('title');
    expect(Object.keys(movie!)).toEqual(['id', 'title']);
    expect(JSON.parse(JSON.stringify(movie))).toEqual({ id: 1, title: 'The Shining' });
  });

  test('can be assigned, and save() writes it then', async () => {
    const [movie] = await Movie.objects.only('title');
    Object.assign(movie!, { year: 1981 });
    expect(await sqlOf(() => movie!.save())).toEqual([
      'UPDATE "movie" SET "title" = ?, "year" = ? WHERE "movie"."id" = ?',
    ]);
    expect((await Movie.objects.get({ id: movie!.id })).year).toBe(1981);
  });

  test('is left alone by save()', async () => {
    const movie = await Movie.objects.only('title').get({ title: 'Jaws' });
    await Movie.objects.filter({ title: 'Jaws' }).update({ votes: 100 });
    movie.title = 'Jaws!';
    await movie.save();
    expect((await Movie.objects.get({ title: 'Jaws!' })).votes).toBe(100);
  });

  test('stops the relation that needs it, with the reason', async () => {
    const [movie] = await Movie.objects.only('title');
    expect(await failureOf(() => movie!.director.load())).toMatchObject({
      code: 'orm.column.not_loaded',
      message: 'Movie.directorId was not loaded by this QuerySet.',
    });
  });
});

test('columns of many related rows cannot be chosen', async () => {
  const path = 'movies__title' as 'name';
  expect(await failureOf(() => Director.objects.only(path))).toMatchObject({
    code: 'orm.field.unknown',
    message: '"movies__title" names columns of the many rows "movies".',
  });
  expect((await failureOf(() => Director.objects.defer(path))).code).toBe('orm.field.unknown');
});
