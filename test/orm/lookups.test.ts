import { beforeEach, describe, expect, test } from 'vitest';
import { addMovies, connectCinema, Director, Movie } from '../support/cinema.ts';
import { statementsOf } from '../support/queries.ts';

/** A QuerySet of movies that loads `id` and `title`, as all of this page do. */
type Titles = PromiseLike<{ readonly title: string }[]>;

interface Case {
  readonly lookup: string;
  readonly movies: () => Titles;
  /** What follows `SELECT … FROM "movie"`. */
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly titles: readonly string[];
}

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

const movies = () => Movie.objects.only('title');

const cases: readonly Case[] = [
  {
    lookup: 'exact, by default',
    movies: () => movies().filter({ year: 1975 }),
    sql: ' WHERE "movie"."year" = ?',
    parameters: [1975],
    titles: ['Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'exact',
    movies: () => movies().filter({ year__exact: 1975 }),
    sql: ' WHERE "movie"."year" = ?',
    parameters: [1975],
    titles: ['Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'exact with null',
    movies: () => movies().filter({ rating: null }),
    sql: ' WHERE "movie"."rating" IS NULL',
    parameters: [],
    titles: ['Lincoln'],
  },
  {
    lookup: 'iexact',
    movies: () => movies().filter({ title__iexact: 'jAWS' }),
    sql: ' WHERE uptempo_fold_case("movie"."title") = ?',
    parameters: ['jaws'],
    titles: ['Jaws'],
  },
  {
    lookup: 'iexact with null',
    movies: () => movies().filter({ rating__iexact: null }),
    sql: ' WHERE "movie"."rating" IS NULL',
    parameters: [],
    titles: ['Lincoln'],
  },
  {
    lookup: 'contains',
    movies: () => movies().filter({ title__contains: 'in' }),
    sql: ' WHERE INSTR("movie"."title", ?) > 0',
    parameters: ['in'],
    titles: ['The Shining', 'Lincoln'],
  },
  {
    lookup: 'icontains',
    movies: () => movies().filter({ title__icontains: 'L' }),
    sql: ' WHERE INSTR(uptempo_fold_case("movie"."title"), ?) > 0',
    parameters: ['l'],
    titles: ['Barry Lyndon', 'Lincoln'],
  },
  {
    lookup: 'startswith',
    movies: () => movies().filter({ title__startswith: 'The' }),
    sql: ' WHERE "movie"."title" GLOB ?',
    parameters: ['The*'],
    titles: ['The Shining'],
  },
  {
    lookup: 'istartswith',
    movies: () => movies().filter({ title__istartswith: 'the' }),
    sql: ' WHERE uptempo_fold_case("movie"."title") GLOB ?',
    parameters: ['the*'],
    titles: ['The Shining'],
  },
  {
    lookup: 'endswith',
    movies: () => movies().filter({ title__endswith: 'n' }),
    sql: ' WHERE "movie"."title" GLOB ?',
    parameters: ['*n'],
    titles: ['Barry Lyndon', 'Lincoln'],
  },
  {
    lookup: 'iendswith',
    movies: () => movies().filter({ title__iendswith: 'WS' }),
    sql: ' WHERE uptempo_fold_case("movie"."title") GLOB ?',
    parameters: ['*ws'],
    titles: ['Jaws'],
  },
  {
    lookup: 'regex',
    movies: () => movies().filter({ title__regex: '^[BJ]' }),
    sql: ` WHERE uptempo_regexp("movie"."title", ?, '') = 1`,
    parameters: ['^[BJ]'],
    titles: ['Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'iregex',
    movies: () => movies().filter({ title__iregex: '^[bj]' }),
    sql: ` WHERE uptempo_regexp("movie"."title", ?, 'i') = 1`,
    parameters: ['^[bj]'],
    titles: ['Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'in',
    movies: () => movies().filter({ title__in: new Set(['Jaws', 'Lincoln', 'Alien']) }),
    sql: ' WHERE "movie"."title" IN (SELECT "value" FROM json_each(?))',
    parameters: ['["Jaws","Lincoln","Alien"]'],
    titles: ['Jaws', 'Lincoln'],
  },
  {
    lookup: 'in, where null in the list means nothing',
    movies: () => movies().filter({ year__in: [1980, null] }),
    sql: ' WHERE "movie"."year" IN (SELECT "value" FROM json_each(?))',
    parameters: ['[1980]'],
    titles: ['The Shining'],
  },
  {
    lookup: 'gt',
    movies: () => movies().filter({ rating__gt: 8.1 }),
    sql: ' WHERE "movie"."rating" > ?',
    parameters: [8.1],
    titles: ['The Shining'],
  },
  {
    lookup: 'gte',
    movies: () => movies().filter({ rating__gte: '8.1' }),
    sql: ' WHERE "movie"."rating" >= ?',
    parameters: [8.1],
    titles: ['The Shining', 'Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'lt',
    movies: () => movies().filter({ year__lt: 1980 }),
    sql: ' WHERE "movie"."year" < ?',
    parameters: [1980],
    titles: ['Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'lte',
    movies: () => movies().filter({ year__lte: 1980 }),
    sql: ' WHERE "movie"."year" <= ?',
    parameters: [1980],
    titles: ['The Shining', 'Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'range, both ends included',
    movies: () => movies().filter({ year__range: [1980, 2012] }),
    sql: ' WHERE "movie"."year" BETWEEN ? AND ?',
    parameters: [1980, 2012],
    titles: ['The Shining', 'Lincoln'],
  },
  {
    lookup: 'isnull',
    movies: () => movies().filter({ studio__isnull: true }),
    sql: ' WHERE "movie"."studio_id" IS NULL',
    parameters: [],
    titles: ['Lincoln'],
  },
  {
    lookup: 'isnull: false',
    movies: () => movies().filter({ rating__isnull: false }),
    sql: ' WHERE "movie"."rating" IS NOT NULL',
    parameters: [],
    titles: ['The Shining', 'Barry Lyndon', 'Jaws'],
  },
  {
    lookup: 'pk',
    movies: () => movies().filter({ pk__gt: 3 }),
    sql: ' WHERE "movie"."id" > ?',
    parameters: [3],
    titles: ['Lincoln'],
  },
  {
    lookup: 'several conditions, all of which hold',
    movies: () => movies().filter({ year: 1975, title__startswith: 'J' }),
    sql: ' WHERE "movie"."year" = ? AND "movie"."title" GLOB ?',
    parameters: [1975, 'J*'],
    titles: ['Jaws'],
  },
];

test.each(cases)('$lookup', async ({ movies, sql, parameters, titles }) => {
  const sent = await statementsOf(async () => {
    const found = await movies();
    expect(found.map(({ title }) => title).sort()).toEqual([...titles].sort());
  });
  expect(sent).toMatchObject([
    { sql: `SELECT "movie"."id", "movie"."title" FROM "movie"${sql}`, parameters },
  ]);
});

describe('a relation to one row', () => {
  test('compares its key with a row, a key or a list of both, and needs no join', async () => {
    const kubrick = await Director.objects.get({ name__startswith: 'Stanley' });
    for (const movies of [
      Movie.objects.filter({ director: kubrick }),
      Movie.objects.filter({ director: kubrick.id }),
      Movie.objects.filter({ director__in: [kubrick] }),
      Movie.objects.filter({ directorId: kubrick.id }),
      Movie.objects.filter({ director__id: kubrick.id }),
      Movie.objects.filter({ director__pk__in: [kubrick.id] }),
    ]) {
      const [sent] = await statementsOf(async () => expect(await movies).toHaveLength(2));
      expect(sent?.sql).not.toContain('JOIN');
    }
  });

  test('leads to the columns of its model', async () => {
    const [sent] = await statementsOf(async () => {
      const found = await movies().filter({ director__country__name: 'USA' });
      expect(found).toHaveLength(4);
    });
    expect(sent?.sql).toBe(
      'SELECT "movie"."id", "movie"."title" FROM "movie"' +
        ' INNER JOIN "director" ON "director"."id" = "movie"."director_id"' +
        ' INNER JOIN "country" ON "country"."id" = "director"."country_id"' +
        ' WHERE "country"."name" = ?',
    );
  });

  test('that is missing is found by null, without dropping the row', async () => {
    expect(await Director.objects.filter({ country: null })).toHaveLength(1);
    expect(await Director.objects.filter({ country__isnull: true })).toHaveLength(1);
    const found = await Movie.objects.filter({ studio__name__isnull: true });
    expect(found.map(({ title }) => title)).toEqual(['Lincoln']);
  });
});
