import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test } from 'vitest';
import { connectCinema, Director, Movie } from '../support/cinema.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

beforeEach(async () => {
  await connectCinema();
  const director = await Director.objects.create({ name: 'Various' });
  const numbers = Array.from({ length: 200 }, (_, index) => index);
  await Movie.objects.bulkCreate(numbers.map((n) => ({ title: `M${n}`, director })));
});

/** How many of the objects are still there after a collection. */
async function survivors(references: readonly WeakRef<object>[]): Promise<number> {
  // A WeakRef holds its object to the end of the job that made or read it.
  await new Promise((resolve) => setTimeout(resolve, 0));
  collectGarbage();
  return references.filter((reference) => reference.deref() !== undefined).length;
}

test('a row that is kept does not keep its peers', async () => {
  async function keepFirst() {
    const movies = await Movie.objects;
    return { kept: movies[0]!, others: movies.slice(1).map((movie) => new WeakRef(movie)) };
  }
  const { kept, others } = await keepFirst();
  expect(await survivors(others)).toBe(0);
  expect((await kept.director.load()).name).toBe('Various');
});

test('nor does one whose relation was loaded for all of them', async () => {
  async function keepFirst() {
    const movies = await Movie.objects;
    for (const movie of movies) await movie.director.load();
    return { kept: movies[0]!, others: movies.slice(1).map((movie) => new WeakRef(movie)) };
  }
  const { kept, others } = await keepFirst();
  expect(await survivors(others)).toBe(0);
  expect((await kept.director.load()).name).toBe('Various');
});

test('the check itself sees rows that are kept', async () => {
  const movies = await Movie.objects;
  expect(await survivors(movies.map((movie) => new WeakRef(movie)))).toBe(movies.length);
});
