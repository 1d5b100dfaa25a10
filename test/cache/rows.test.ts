import { expect, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { atomic } from '../../src/db/index.ts';
import { F } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Director, Movie } from '../support/cinema.ts';
import { temporaryFolder } from '../support/files.ts';
import { countQueries } from '../support/queries.ts';

/** A backend that keeps bytes, so that what is read was really written. */
const bytesCache = () => createCache(`file:${temporaryFolder()}/cache`);

async function roundTrip<T>(value: T): Promise<T> {
  const cache = bytesCache();
  await cache.set('rows', value);
  return (await cache.get('rows')) as T;
}

test('rows come back with their columns, methods and joined rows', async () => {
  await connectCinema();
  await addMovies();
  const movies = await Movie.objects.selectRelated('director__country', 'studio').orderBy('title');
  const read = await roundTrip(movies);
  expect(read).toEqual(movies);
  expect(read[0]!.director.country?.name).toBe('USA');
  expect(read.map(({ studio }) => studio?.name)).toEqual([
    'Warner',
    'Universal',
    undefined,
    'Warner',
  ]);
  expect(read[0]!.rating?.plus('0.1').toString()).toBe('8.2');
  expect(JSON.stringify(read)).toBe(JSON.stringify(movies));
});

test('prefetched rows, annotations and left out columns come back as they were', async () => {
  await connectCinema();
  await addMovies();
  const directors = await Director.objects
    .prefetchRelated('movies')
    .only('name')
    .annotate({ letter: F('name') })
    .orderBy('name');
  const read = await roundTrip(directors);
  expect(read.map(({ movies }) => movies.map(({ title }) => title).sort())).toEqual([
    [],
    ['Barry Lyndon', 'The Shining'],
    ['Jaws', 'Lincoln'],
  ]);
  expect(read[0]!.letter).toBe('Agnès Varda');
  expect(() => (read[0] as unknown as { born: unknown }).born).toThrow(
    expect.objectContaining({ code: 'orm.column.not_loaded' }),
  );
});

test('a relation of cached rows is loaded for all of them at once', async () => {
  await connectCinema();
  await addMovies();
  const read = await roundTrip(await Movie.objects.orderBy('title'));
  const names: string[] = [];
  const queries = await countQueries(async () => {
    for (const movie of read) names.push((await movie.director.load()).name);
  });
  expect(queries).toBe(1);
  expect(new Set(names)).toEqual(new Set(['Stanley Kubrick', 'Steven Spielberg']));
});

test('a cached row can be saved and refreshed', async () => {
  await connectCinema();
  await addMovies();
  const read = await roundTrip(await Movie.objects.get({ title: 'Jaws' }));
  read.votes = 8;
  await atomic(() => read.save());
  expect((await Movie.objects.get({ title: 'Jaws' })).votes).toBe(8);
});
