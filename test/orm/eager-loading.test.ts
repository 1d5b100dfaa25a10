import { beforeEach, describe, expect, test } from 'vitest';
import { addMovies, Country, connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';
import { countQueries, sqlOf, statementsOf } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

describe('selectRelated()', () => {
  test('brings rows of any depth with one query', async () => {
    const movies = Movie.objects.selectRelated('director__country', 'studio').orderBy('id');
    expect(
      await countQueries(async () => {
        expect((await movies).map((movie) => movie.director.country?.name)).toEqual([
          'USA',
          'USA',
          'USA',
          'USA',
        ]);
        expect((await movies).map(({ studio }) => studio?.name)).toEqual([
          'Warner',
          'Warner',
          'Universal',
          undefined,
        ]);
      }),
    ).toBe(1);
  });

  test('joins what may be missing from the left, and from there on', async () => {
    const [sql] = await sqlOf(() => Movie.objects.selectRelated('studio', 'director__country'));
    expect(sql?.slice(sql.indexOf(' FROM '))).toBe(
      ' FROM "movie"' +
        ' LEFT JOIN "studio" ON "studio"."id" = "movie"."studio_id"' +
        ' INNER JOIN "director" ON "director"."id" = "movie"."director_id"' +
        ' LEFT JOIN "country" ON "country"."id" = "director"."country_id"',
    );
  });

  test('shares the joins of filter() and orderBy()', async () => {
    const movies = Movie.objects
      .filter({ director__name__startswith: 'S' })
      .orderBy('director__name')
      .selectRelated('director');
    const [sql] = await sqlOf(() => movies);
    expect(sql?.match(/JOIN/g)).toHaveLength(1);
  });

  test('adds up, and a path brings its beginning', async () => {
    const movies = Movie.objects.selectRelated('director').selectRelated('director__country');
    const [sql] = await sqlOf(() => movies);
    expect(sql?.match(/JOIN "director"/g)).toHaveLength(1);
    const [movie] = await movies;
    expect([movie?.director.name, movie?.director.country?.name]).toEqual([
      'Stanley Kubrick',
      'USA',
    ]);
  });

  test('refuses a relation to many rows and names the method for it', async () => {
    const path = 'genres' as 'director';
    expect(await failureOf(() => Movie.objects.selectRelated(path))).toMatchObject({
      code: 'orm.relation.unknown',
      message: 'Movie.genres leads to many rows; selectRelated() joins only relations to one row.',
      hint: "Use prefetchRelated('genres').",
    });
  });

  test('refuses what is no relation', async () => {
    for (const path of ['directr', 'title', 'director__name', 'director__', '']) {
      const failure = await failureOf(() => Movie.objects.selectRelated(path as 'director'));
      expect([path, failure.code]).toEqual([path, 'orm.relation.unknown']);
    }
    const failure = await failureOf(() => Movie.objects.selectRelated('directr' as 'director'));
    expect(failure.hint).toContain('Did you mean "director"?');
  });
});

describe('prefetchRelated()', () => {
  test('takes one query per relation, however many rows', async () => {
    const sent = await statementsOf(async () => {
      const directors = await Director.objects.prefetchRelated('movies').orderBy('id');
      expect(directors.map(({ movies }) => movies.map(({ title }) => title))).toEqual([
        ['The Shining', 'Barry Lyndon'],
        ['Jaws', 'Lincoln'],
        [],
      ]);
    });
    expect(sent.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['queryset', 'Director'],
      ['prefetch', 'Director.movies'],
    ]);
    expect(sent[1]?.sql).toMatch(
      / WHERE "movie"."director_id" IN \(SELECT "value" FROM json_each\(\?\)\)$/,
    );
    expect(sent[1]?.parameters).toEqual(['[1,2,3]']);
  });

  test('loads many-to-many relations in the order of their model', async () => {
    const sent = await statementsOf(async () => {
      const movie = await Movie.objects.prefetchRelated('genres').get({ title: 'The Shining' });
      expect(movie.genres.map(({ name }) => name)).toEqual(['Drama', 'Horror']);
    });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.sql).toContain('INNER JOIN "movie_genres"');
  });

  test('loads relations to one row, sharing the row among those that refer to it', async () => {
    const movies = await Movie.objects.prefetchRelated('director', 'studio').orderBy('id');
    expect(movies[0]?.director).toBe(movies[1]?.director);
    expect(movies[3]?.studio).toBeNull();
  });

  test('goes down several levels, one query each', async () => {
    expect(
      await countQueries(async () => {
        const countries = await Country.objects.filter({ name: 'USA' });
        expect(countries).toHaveLength(1);
      }),
    ).toBe(1);
    expect(
      await countQueries(async () => {
        const directors = await Director.objects.prefetchRelated(
          'movies__genres',
          'movies__studio',
        );
        expect(directors[0]?.movies[0]?.genres).toHaveLength(2);
        expect(directors[0]?.movies[0]?.studio?.name).toBe('Warner');
      }),
    ).toBe(4);
  });

  test('loads a shared beginning once', async () => {
    const directors = Director.objects.prefetchRelated('movies', 'movies__genres', 'movies');
    expect(await countQueries(() => directors)).toBe(3);
  });

  test('goes on from what selectRelated() joined', async () => {
    const movies = Movie.objects.selectRelated('director').prefetchRelated('director__movies');
    const sent = await statementsOf(async () => {
      expect((await movies)[0]?.director.movies).toHaveLength(2);
    });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.subject).toBe('Director.movies');
  });

  test('asks nothing when there is nobody to ask for', async () => {
    expect(await countQueries(() => Movie.objects.none().prefetchRelated('genres'))).toBe(0);
    const nobody = Movie.objects.filter({ year: 1900 }).prefetchRelated('genres', 'director');
    expect(await countQueries(() => nobody)).toBe(1);
    const without = Movie.objects.filter({ title: 'Lincoln' }).prefetchRelated('studio');
    expect(await countQueries(() => without)).toBe(1);
  });

  test('works for get() and first()', async () => {
    expect((await Movie.objects.prefetchRelated('genres').get({ id: 1 })).genres).toHaveLength(2);
    expect((await Movie.objects.prefetchRelated('genres').first())?.genres).toHaveLength(2);
  });

  test('refuses what is no relation', async () => {
    for (const path of ['genre', 'title', 'director__mvoies', 'genres__name']) {
      const failure = await failureOf(() => Movie.objects.prefetchRelated(path as 'genres'));
      expect([path, failure.code]).toEqual([path, 'orm.relation.unknown']);
    }
  });
});

test('a model without the relation says which it has', async () => {
  const failure = await failureOf(() => Genre.objects.prefetchRelated('movies' as never));
  expect(failure).toMatchObject({
    message: 'Genre has no relation "movies".',
    hint: 'There are none to choose from.',
  });
});
