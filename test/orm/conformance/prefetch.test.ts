import { expect, test } from 'vitest';
import { Count, Prefetch } from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Genre, Movie } from '../../support/cinema.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { countQueries, sqlOf } from '../../support/queries.ts';

const titles = (movies: readonly { readonly title: string }[]) => movies.map(({ title }) => title);

describeEachDatabase('Prefetch()', (kind) => {
  test('loads a relation with the QuerySet it is given', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const old = Movie.objects.filter({ year__lt: 1980 }).orderBy('title');
    const directors = await Director.objects
      .prefetchRelated(Prefetch('movies', old))
      .orderBy('name');
    expect(directors.map(({ movies }) => titles(movies))).toEqual([[], ['Barry Lyndon'], ['Jaws']]);
  });

  test('may leave the key out that rows are related by', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const brief = Movie.objects.only('title').orderBy('title');
    const load = () => Director.objects.prefetchRelated(Prefetch('movies', brief)).orderBy('name');
    const directors = await load();
    expect(directors.map(({ movies }) => titles(movies))).toEqual([
      [],
      ['Barry Lyndon', 'The Shining'],
      ['Jaws', 'Lincoln'],
    ]);
    expect(Object.keys(directors[1]!.movies[0]!)).toEqual(['id', 'title']);
    expect(await countQueries(load)).toBe(2);
  });

  test('puts the rows into a property of its own with toAttr', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const [kubrick] = await Director.objects
      .filter({ name: 'Stanley Kubrick' })
      .prefetchRelated(
        'movies',
        Prefetch('movies', Movie.objects.filter({ year: 1980 }), { toAttr: 'late' }),
      );
    const { late } = kubrick as unknown as { late: { title: string }[] };
    expect(titles(late)).toEqual(['The Shining']);
    expect(kubrick!.movies).toHaveLength(2);
  });

  test('a slice counts for each row', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const newest = Movie.objects.orderBy('-year').slice(0, 1);
    const load = () => Director.objects.prefetchRelated(Prefetch('movies', newest)).orderBy('name');
    const directors = await load();
    expect(directors.map(({ movies }) => titles(movies))).toEqual([
      [],
      ['The Shining'],
      ['Lincoln'],
    ]);
    expect(await countQueries(load)).toBe(2);
  });

  test('a slice with an offset counts for each row of a many-to-many relation', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const second = Genre.objects.orderBy('name').slice(1, 2);
    const movies = await Movie.objects.prefetchRelated(Prefetch('genres', second)).orderBy('title');
    expect(movies.map(({ title, genres }) => [title, genres.map(({ name }) => name)])).toEqual([
      ['Barry Lyndon', []],
      ['Jaws', []],
      ['Lincoln', []],
      ['The Shining', ['Horror']],
    ]);
  });

  test('its QuerySet may filter, annotate, join and prefetch itself', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const busy = Movie.objects
      .annotate({ kinds: Count('genres') })
      .filter({ kinds__gte: 1 })
      .selectRelated('studio')
      .prefetchRelated('genres')
      .orderBy('-kinds', 'title');
    const [kubrick] = await Director.objects
      .filter({ name: 'Stanley Kubrick' })
      .prefetchRelated(Prefetch('movies', busy));
    const movies = kubrick!.movies as unknown as {
      title: string;
      kinds: number;
      studio: { name: string };
      genres: { name: string }[];
    }[];
    expect(movies.map((movie) => [movie.title, movie.kinds, movie.studio.name])).toEqual([
      ['The Shining', 2, 'Warner'],
      ['Barry Lyndon', 1, 'Warner'],
    ]);
    expect(movies[0]!.genres.map(({ name }) => name)).toEqual(['Drama', 'Horror']);
  });

  test('a nested path ends in it', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const horror = Genre.objects.filter({ name: 'Horror' });
    const [kubrick] = await Director.objects
      .filter({ name: 'Stanley Kubrick' })
      .prefetchRelated('movies', Prefetch('movies__genres', horror));
    const genres = kubrick!.movies.map(
      (movie) => (movie as unknown as { genres: { name: string }[] }).genres,
    );
    expect(genres.map((each) => each.map(({ name }) => name))).toEqual([['Horror'], []]);
  });

  test('keys go as one parameter, so that the statement stays the same', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    const [, sql] = await sqlOf(() => Director.objects.prefetchRelated('movies'));
    expect(sql).toMatch(/director_id" (= ANY\(\$1|IN \(SELECT)/);
  });

  test('refuses what is no QuerySet of the relation, and names that are taken', async () => {
    await connectCinemaOn(kind);
    expect(
      await codeOf(() => Director.objects.prefetchRelated(Prefetch('movies', Genre.objects.all()))),
    ).toBe('orm.query.values');
    expect(
      await codeOf(() =>
        Director.objects.prefetchRelated(
          Prefetch('movies', Movie.objects.all(), { toAttr: 'name' }),
        ),
      ),
    ).toBe('orm.annotation.name');
    expect(
      await codeOf(() =>
        Director.objects.prefetchRelated(
          Prefetch('movies', Movie.objects.all(), { toAttr: '__proto__' }),
        ),
      ),
    ).toBe('orm.annotation.name');
  });
});
