import { beforeEach, expect, test } from 'vitest';
import { atomic } from '../../../src/orm/index.ts';
import { Country, connectCinema, Director, Genre, Movie, Studio } from '../../support/cinema.ts';
import { naiveIds, type PlainQuery, type PlainRow } from './naive-query.ts';
import { Random } from './random.ts';
import { keyOf, randomNumber, randomQuery, TEXTS } from './random-query.ts';

/**
 * Random data and random QuerySets, their answers compared with those of a naive implementation.
 * A failure prints the seed; `UPTEMPO_SEED=… npm test -- differential` repeats it.
 */
const seed = Number(process.env.UPTEMPO_SEED ?? Math.floor(Math.random() * 2 ** 31));
const CASES = 1_500;
const DATA_SETS = 3;

beforeEach(async () => {
  await connectCinema();
});

/** Fills the tables and returns the same rows in memory. */
async function fill(random: Random): Promise<Record<'Movie' | 'Director', readonly PlainRow[]>> {
  const named = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ id: index + 1, name: random.pick(TEXTS) }));
  const unique = TEXTS.slice(0, 4).map((name, index) => ({ id: index + 1, name }));
  const countries = unique.slice(0, 3);
  const genres = unique;
  const studios = named(3);
  const directors = named(8).map((director) => ({
    ...director,
    country: random.chance(0.7) ? random.pick(countries) : null,
    movies: [] as PlainRow[],
  }));
  const movies = Array.from({ length: 25 }, (_, index) => {
    const director = random.pick(directors.slice(0, 6));
    const movie = {
      id: index + 1,
      title: random.pick(TEXTS),
      year: random.chance(0.8) ? random.integer(0, 9) : null,
      rating: random.chance(0.8) ? randomNumber(random) : null,
      votes: random.integer(0, 3),
      director,
      studio: random.chance(0.7) ? random.pick(studios) : null,
      genres: genres.filter(() => random.chance(0.35)),
    };
    director.movies.push(movie);
    return movie;
  });
  await Country.objects.bulkCreate(countries);
  await Genre.objects.bulkCreate(genres);
  await Studio.objects.bulkCreate(studios);
  await Director.objects.bulkCreate(
    directors.map(({ id, name, country }) => ({ id, name, country: country?.id ?? null })),
  );
  const stored = await Movie.objects.bulkCreate(
    movies.map(({ genres: _, director, studio, ...columns }) => ({
      ...columns,
      director: director.id,
      studio: studio?.id ?? null,
    })),
  );
  for (const [index, movie] of stored.entries()) {
    await movie.genres.add(...movies[index]!.genres.map(({ id }) => id));
  }
  return { Movie: movies, Director: directors };
}

/** The QuerySet of a query; what it is made of is random, so no type knows it. */
function querySetOf(model: 'Movie' | 'Director', query: PlainQuery) {
  let rows = (model === 'Movie' ? Movie : (Director as unknown as typeof Movie)).objects.all();
  for (const { isExclude, conditions } of query.clauses) {
    const given = Object.fromEntries(conditions.map((each) => [keyOf(each), each.value])) as object;
    rows = isExclude ? rows.exclude(given) : rows.filter(given);
  }
  if (query.isDistinct) rows = rows.distinct();
  if (query.orderBy.length > 0) rows = rows.orderBy(...(query.orderBy as 'title'[]));
  return query.slice === undefined ? rows : rows.slice(...query.slice);
}

/** How many rows of the model a delete takes; it is undone. */
async function deletedBy(rows: ReturnType<typeof querySetOf>, model: string): Promise<number> {
  let deleted = 0;
  const undone = new Error('undone');
  await atomic(async () => {
    deleted = (await rows.delete()).byModel[model] ?? 0;
    throw undone;
  }).catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  return deleted;
}

const byNumber = (a: number, b: number) => a - b;

test(`random QuerySets give what a naive implementation gives (seed ${seed})`, async () => {
  const random = new Random(seed);
  let answered = 0;
  for (let round = 0; round < DATA_SETS; round++) {
    await connectCinema();
    const data = await fill(random);
    for (let number = 0; number < CASES; number++) {
      const model = random.pick(['Movie', 'Director'] as const);
      const query = randomQuery(random, model);
      const expected = naiveIds(data[model], query);
      const rows = querySetOf(model, query);
      const asked = `${model} ${JSON.stringify(query)}, seed ${seed}`;
      expect(await rows.count(), `count() of ${asked}`).toBe(expected.length);
      expect(await rows.exists(), `exists() of ${asked}`).toBe(expected.length > 0);
      const ids = (await rows).map(({ id }) => id);
      const isOrdered = query.orderBy.length > 0;
      expect(isOrdered ? ids : ids.sort(byNumber), asked).toEqual(
        isOrdered ? expected : expected.sort(byNumber),
      );
      if (expected.length > 0) answered++;
      if (query.slice === undefined) {
        expect(await deletedBy(rows, model), `delete() of ${asked}`).toBe(new Set(expected).size);
      }
    }
  }
  // Else the conditions were such that nothing was compared.
  expect(answered).toBeGreaterThan((CASES * DATA_SETS) / 4);
}, 120_000);
