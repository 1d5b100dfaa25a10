import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type RelationLoadEvent, relationLoadChannel } from '../../src/events/index.ts';
import { database, setFetchMode, shapeStatistics, withFetchMode } from '../../src/orm/index.ts';
import { Country, connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries, statementsOf } from '../support/queries.ts';

/** `count` directors of their own country, each with one movie in the genre of its number's parity. */
async function addMovies(count: number): Promise<void> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const countries = await Country.objects.bulkCreate(numbers.map((n) => ({ name: `C${n}` })));
  const directors = await Director.objects.bulkCreate(
    numbers.map((n) => ({ name: `D${n}`, country: countries[n]! })),
  );
  const movies = await Movie.objects.bulkCreate(
    numbers.map((n) => ({ title: `M${n}`, director: directors[n]! })),
  );
  const genres = await Genre.objects.bulkCreate([{ name: 'Even' }, { name: 'Odd' }]);
  for (const [n, movie] of movies.entries()) await movie.genres.add(genres[n % 2]!);
}

beforeEach(async () => {
  await connectCinema();
});

describe('under fetch mode peers, the default', () => {
  test.each([1, 2, 30])('a loop over %s rows takes 2 queries', async (count) => {
    await addMovies(count);
    expect(
      await countQueries(async () => {
        for (const movie of await Movie.objects) {
          expect((await movie.director.load()).name).toBe(movie.title.replace('M', 'D'));
        }
      }),
    ).toBe(2);
  });

  test('so does Promise.all', async () => {
    await addMovies(30);
    expect(
      await countQueries(async () => {
        const movies = await Movie.objects;
        const directors = await Promise.all(movies.map(({ director }) => director.load()));
        expect(directors.map(({ name }) => name)).toEqual(movies.map(({ id }) => `D${id - 1}`));
      }),
    ).toBe(2);
  });

  test('a second level adds one query', async () => {
    await addMovies(30);
    expect(
      await countQueries(async () => {
        for (const movie of await Movie.objects) {
          const director = await movie.director.load();
          expect((await director.country.load())?.name).toBe(movie.title.replace('M', 'C'));
        }
      }),
    ).toBe(3);
  });

  test('relations to many take one query each', async () => {
    await addMovies(30);
    expect(
      await countQueries(async () => {
        for (const director of await Director.objects) {
          const movies = await director.movies;
          expect(movies).toHaveLength(1);
          for (const movie of movies) expect(await movie.genres).toHaveLength(1);
        }
      }),
    ).toBe(3);
  });

  test('a relation to many is loaded for all by all(), too', async () => {
    await addMovies(6);
    const statements = await countQueries(async () => {
      for (const director of await Director.objects) {
        expect(await director.movies.all()).toHaveLength(1);
      }
    });
    expect(statements).toBe(2);
  });

  test('rows share the related row, and rows without one cost nothing', async () => {
    await addMovies(2);
    const [director] = await Director.objects;
    await Movie.objects.bulkCreate([
      { title: 'One', director: director! },
      { title: 'Two', director: director! },
    ]);
    const movies = await Movie.objects.filter({ director: director! });
    const loaded = await Promise.all(movies.map((movie) => movie.director.load()));
    expect(new Set(loaded).size).toBe(1);
    expect(
      await countQueries(async () => {
        expect(await movies[0]!.studio.load()).toBeNull();
      }),
    ).toBe(0);
  });

  test('rows that were joined are peers too', async () => {
    await addMovies(30);
    expect(
      await countQueries(async () => {
        for (const { director } of await Movie.objects.selectRelated('director')) {
          await director.country.load();
        }
      }),
    ).toBe(2);
  });

  test('a failed load is forgotten, so that it can be tried again', async () => {
    await addMovies(2);
    const movies = await Movie.objects;
    await database().raw('ALTER TABLE director RENAME TO away');
    const failed = await Promise.allSettled(movies.map(({ director }) => director.load()));
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await database().raw('ALTER TABLE away RENAME TO director');
    expect((await movies[0]!.director.load()).name).toBe('D0');
  });
});

describe('a relation that has been loaded', () => {
  test('is read through load() still, without a query', async () => {
    await addMovies(2);
    const [movie] = await Movie.objects;
    const director = await movie!.director.load();
    const genres = await movie!.genres;
    expect(
      await countQueries(async () => {
        expect(await movie!.director.load()).toBe(director);
        expect(await movie!.genres).toEqual(genres);
        expect(await movie!.studio.load()).toBeNull();
        expect(await movie!.studio.load()).toBeNull();
      }),
    ).toBe(0);
  });

  test('is part of the row as JSON, as one that came with its QuerySet', async () => {
    await addMovies(1);
    const [movie] = await Movie.objects.only('title', 'director');
    await movie!.director.load();
    const joined = await Movie.objects.only('title').selectRelated('director').get();
    expect(movie!.toJSON()).toEqual(joined.toJSON());
    expect(JSON.parse(JSON.stringify(movie))).toEqual({
      id: 1,
      title: 'M0',
      directorId: 1,
      director: { id: 1, name: 'D0', born: null, countryId: 1 },
    });
  });
});

describe('under fetch mode one', () => {
  test('a loop over n rows takes n + 1 queries', async () => {
    await addMovies(5);
    const sent = await statementsOf(async () => {
      for (const movie of await Movie.objects.fetchMode('one')) {
        await movie.director.load();
        await movie.director.load();
      }
    });
    expect(sent).toHaveLength(6);
    expect(sent[1]).toMatchObject({ kind: 'relation', subject: 'Movie.director', parameters: [1] });
  });

  test('what a row leads to is under the same mode', async () => {
    await addMovies(3);
    expect(
      await countQueries(async () => {
        for (const movie of await Movie.objects.fetchMode('one')) {
          await (await movie.director.load()).country.load();
        }
      }),
    ).toBe(7);
  });
});

describe('under fetch mode raise', () => {
  test('access is an error that names the remedy', async () => {
    await addMovies(1);
    const [movie] = await Movie.objects.fetchMode('raise');
    expect(await failureOf(() => movie!.director.load())).toMatchObject({
      code: 'orm.relation.not_loaded',
      message: 'Movie.director was not loaded.',
      hint: `The QuerySet's fetch mode is "raise": add selectRelated('director') to it.`,
    });
    expect(await failureOf(async () => movie!.genres)).toMatchObject({
      hint: `The QuerySet's fetch mode is "raise": add prefetchRelated('genres') to it.`,
    });
  });

  test('what was loaded, or is known to be missing, is no error', async () => {
    await addMovies(1);
    const movie = await Movie.objects
      .fetchMode('raise')
      .selectRelated('director')
      .prefetchRelated('genres')
      .get();
    expect([movie.director.name, movie.genres.length]).toEqual(['D0', 1]);
    expect(await movie.studio.load()).toBeNull();
  });
});

describe('an access is told to whoever listens', () => {
  async function accesses(work: () => Promise<unknown>): Promise<RelationLoadEvent[]> {
    const events: RelationLoadEvent[] = [];
    const stop = relationLoadChannel.subscribe((event) => events.push(event));
    await work();
    stop();
    return events;
  }

  test('with relation, mode, remedy and who needed the query', async () => {
    await addMovies(3);
    const events = await accesses(async () => {
      for (const movie of await Movie.objects) await movie.director.load();
    });
    expect(events).toMatchObject(
      [true, false, false].map((queried) => ({
        relation: 'Movie.director',
        name: 'director',
        remedy: 'selectRelated',
        mode: 'peers',
        loadedFor: 3,
        queried,
        resultSet: { model: 'Movie', rowCount: 3 },
      })),
    );
  });

  test('with the lines of the QuerySet and of the access', async () => {
    await addMovies(2);
    const [event] = await accesses(async () => {
      const movies = Movie.objects.orderBy('id').fetchMode('one');
      for (const movie of await movies) await movie.genres.load();
    });
    expect(event).toMatchObject({ relation: 'Movie.genres', remedy: 'prefetchRelated' });
    const [made, accessed] = [event?.resultSet.site?.location, event?.site?.location];
    expect(made?.file).toBe(import.meta.filename);
    expect(accessed?.file).toBe(import.meta.filename);
    expect(accessed!.line - made!.line).toBe(1);
  });
});

describe('where a QuerySet has no fetch mode of its own', () => {
  const load = async () => (await Movie.objects.get({ title: 'M0' })).director.load();

  test('that of the caller counts, whatever runs beside it', async () => {
    await addMovies(1);
    const [refused, loaded] = await Promise.all([
      withFetchMode('raise', () => codeOf(load)),
      load(),
    ]);
    expect(refused).toBe('orm.relation.not_loaded');
    expect(loaded.name).toBe('D0');
    const own = () => Movie.objects.fetchMode('one').get({ title: 'M0' });
    const director = await withFetchMode('raise', async () => (await own()).director.load());
    expect(director.name).toBe('D0');
  });

  test('else that of the project', async () => {
    await addMovies(1);
    onTestFinished(() => setFetchMode('peers'));
    setFetchMode('raise');
    expect(await codeOf(load)).toBe('orm.relation.not_loaded');
    expect(await codeOf(() => setFetchMode('lazy' as 'one'))).toBe('core.option.invalid');
  });
});

test('queries of the same shape are planned once', async () => {
  const before = shapeStatistics();
  for (const title of ['Jaws', 'Lincoln', 'Vertigo']) {
    await Movie.objects.filter({ title__endswith: title }).exclude({ votes: 3 });
  }
  const after = shapeStatistics();
  expect([after.hits - before.hits, after.misses - before.misses]).toEqual([2, 1]);
});
