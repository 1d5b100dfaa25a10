import { beforeEach, describe, expect, test } from 'vitest';
import { addMovies, connectCinema, Director, Movie, Studio } from '../support/cinema.ts';
import { sqlOf } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

const names = async (directors: PromiseLike<{ readonly name: string }[]>) =>
  (await directors).map(({ name }) => name.split(' ').at(-1));
const titles = async (movies: PromiseLike<{ readonly title: string }[]>) =>
  (await movies).map(({ title }) => title);

const directors = () => Director.objects.only('name').orderBy('id');
const movies = () => Movie.objects.only('title').orderBy('id');

describe('conditions on a relation to many rows', () => {
  test('of one filter() hold for the same row', async () => {
    const found = directors().filter({ movies__year: 1975, movies__rating: '8.4' });
    expect(await names(found)).toEqual([]);
    expect(await sqlOf(() => found.all())).toEqual([
      'SELECT "director"."id", "director"."name" FROM "director"' +
        ' INNER JOIN "movie" ON "movie"."director_id" = "director"."id"' +
        ' WHERE "movie"."year" = ? AND "movie"."rating" = ? ORDER BY "director"."id"',
    ]);
  });

  test('of chained filter() calls may hold for different rows', async () => {
    const found = directors().filter({ movies__year: 1975 }).filter({ movies__rating: '8.4' });
    expect(await names(found)).toEqual(['Kubrick']);
    expect(await sqlOf(() => found.all())).toEqual([
      'SELECT "director"."id", "director"."name" FROM "director"' +
        ' INNER JOIN "movie" ON "movie"."director_id" = "director"."id"' +
        ' INNER JOIN "movie" AS "movie_2" ON "movie_2"."director_id" = "director"."id"' +
        ' WHERE "movie"."year" = ? AND "movie_2"."rating" = ? ORDER BY "director"."id"',
    ]);
  });

  test('give a row once per related row that matches', async () => {
    expect(await names(directors().filter({ movies__votes__gte: 0 }))).toEqual([
      'Kubrick',
      'Kubrick',
      'Spielberg',
      'Spielberg',
    ]);
  });

  test('go through a table of pairs', async () => {
    const found = movies().filter({ genres__name: 'Horror' });
    expect(await titles(found)).toEqual(['The Shining', 'Jaws']);
    expect(await sqlOf(() => found.all())).toEqual([
      'SELECT "movie"."id", "movie"."title" FROM "movie"' +
        ' INNER JOIN "movie_genres" ON "movie_genres"."movie_id" = "movie"."id"' +
        ' INNER JOIN "genre" ON "genre"."id" = "movie_genres"."genre_id"' +
        ' WHERE "genre"."name" = ? ORDER BY "movie"."id"',
    ]);
  });

  test('find rows in two genres by two calls, in neither by one', async () => {
    const both = movies().filter({ genres__name: 'Horror' }).filter({ genres__name: 'Drama' });
    expect(await titles(both)).toEqual(['The Shining']);
    const same = movies().filter({ genres__name: 'Horror', genres__name__startswith: 'D' });
    expect(await titles(same)).toEqual([]);
  });

  test('reach over several relations to many', async () => {
    const found = directors().filter({ movies__genres__name: 'Horror' });
    expect(await names(found)).toEqual(['Kubrick', 'Spielberg']);
    const studios = Studio.objects.filter({ movies__director__movies__title: 'Lincoln' });
    expect((await studios).map(({ name }) => name)).toEqual(['Universal']);
  });

  test('with isnull ask whether there is any', async () => {
    expect(await names(directors().filter({ movies__isnull: true }))).toEqual(['Varda']);
    expect(await names(directors().filter({ movies__isnull: false }).distinct())).toEqual([
      'Kubrick',
      'Spielberg',
    ]);
  });

  test('a row or a key stands for the related row', async () => {
    const jaws = await Movie.objects.get({ title: 'Jaws' });
    expect(await names(directors().filter({ movies: jaws }))).toEqual(['Spielberg']);
    expect(await names(directors().filter({ movies__in: [jaws.id, 1] }))).toEqual([
      'Kubrick',
      'Spielberg',
    ]);
  });
});

describe('exclude() over a relation to many rows', () => {
  test('drops a row when any related row matches, and keeps the childless', async () => {
    const found = directors().exclude({ movies__title: 'Jaws' });
    expect(await names(found)).toEqual(['Kubrick', 'Varda']);
    expect(await sqlOf(() => found.all())).toEqual([
      'SELECT "director"."id", "director"."name" FROM "director" WHERE NOT (' +
        'EXISTS (SELECT 1 FROM "movie" WHERE "movie"."director_id" = "director"."id"' +
        ' AND "movie"."title" = ?)) ORDER BY "director"."id"',
    ]);
  });

  test('lets different related rows match its conditions, unlike filter(), as Django does', async () => {
    // Kubrick made a film in 1975 and a horror film, though not the same one.
    const horrors = { movies__year: 1975, movies__genres__name: 'Horror' } as const;
    expect(await names(directors().filter(horrors))).toEqual(['Spielberg']);
    const found = directors().exclude(horrors);
    expect(await names(found)).toEqual(['Varda']);
    expect(await sqlOf(() => found.all())).toEqual([
      'SELECT "director"."id", "director"."name" FROM "director" WHERE NOT (' +
        'EXISTS (SELECT 1 FROM "movie" WHERE "movie"."director_id" = "director"."id"' +
        ' AND "movie"."year" = ?)' +
        ' AND EXISTS (SELECT 1 FROM "movie"' +
        ' INNER JOIN "movie_genres" ON "movie_genres"."movie_id" = "movie"."id"' +
        ' INNER JOIN "genre" ON "genre"."id" = "movie_genres"."genre_id"' +
        ' WHERE "movie"."director_id" = "director"."id" AND "genre"."name" = ?))' +
        ' ORDER BY "director"."id"',
    ]);
  });

  test('drops only what matches its conditions on the row too', async () => {
    const found = directors().exclude({ movies__year: 1975, name__startswith: 'Steven' });
    expect(await names(found)).toEqual(['Kubrick', 'Varda']);
  });

  test('makes no copies of the rows it keeps', async () => {
    expect(await names(directors().exclude({ movies__title: 'Alien' }))).toEqual([
      'Kubrick',
      'Spielberg',
      'Varda',
    ]);
  });

  test('keeps rows whose related column is NULL', async () => {
    expect(await names(directors().exclude({ movies__rating__gt: 8.2 }))).toEqual([
      'Spielberg',
      'Varda',
    ]);
  });

  test('with isnull asks for those that have some', async () => {
    expect(await names(directors().exclude({ movies__isnull: true }))).toEqual([
      'Kubrick',
      'Spielberg',
    ]);
    expect(await names(directors().exclude({ movies__isnull: false }))).toEqual(['Varda']);
  });

  test('goes through a table of pairs', async () => {
    expect(await titles(movies().exclude({ genres__name: 'Horror' }))).toEqual([
      'Barry Lyndon',
      'Lincoln',
    ]);
  });

  test('works below a relation to one row', async () => {
    const found = movies().exclude({ director__movies__title: 'Jaws' });
    expect(await titles(found)).toEqual(['The Shining', 'Barry Lyndon']);
  });

  test('combines with filter() on the same relation', async () => {
    const found = directors().filter({ movies__year: 1975 }).exclude({ movies__year: 1980 });
    expect(await names(found)).toEqual(['Spielberg']);
    const reverse = directors().exclude({ movies__year: 1980 }).filter({ movies__year: 1975 });
    expect(await names(reverse)).toEqual(['Spielberg']);
  });
});

describe('update() and delete() with conditions over relations', () => {
  test('change the rows themselves, each once', async () => {
    const updated = await Director.objects
      .filter({ movies__votes__gte: 0 })
      .update({ born: '1930-01-01' });
    expect(updated).toBe(2);
    expect(
      await sqlOf(() => Movie.objects.filter({ director__name: 'x' }).update({ votes: 1 })),
    ).toEqual([
      'UPDATE "movie" SET "votes" = ? WHERE "movie"."id" IN (' +
        'SELECT "movie_2"."id" FROM "movie" AS "movie_2"' +
        ' INNER JOIN "director" ON "director"."id" = "movie_2"."director_id"' +
        ' WHERE "director"."name" = ?)',
    ]);
  });

  test('bind the values of assignments and conditions in their order', async () => {
    await Movie.objects
      .filter({ director__name__contains: 'Spielberg', year__gt: 2000 })
      .update({ votes: 9, title: 'Mr. Lincoln' });
    const changed = await Movie.objects.get({ votes: 9 });
    expect(changed.title).toBe('Mr. Lincoln');
  });

  test('delete only the rows that match', async () => {
    const { byModel } = await Movie.objects.filter({ genres__name: 'Horror' }).delete();
    expect(byModel).toEqual({ Movie: 2, Movie_genres: 3 });
    expect(await titles(movies())).toEqual(['Barry Lyndon', 'Lincoln']);
  });
});
