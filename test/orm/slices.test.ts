import { beforeEach, describe, expect, test } from 'vitest';
import { connectCinema, Director, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  const director = await Director.objects.create({ name: 'Various' });
  const years = Array.from({ length: 10 }, (_, index) => 1990 + index);
  await Movie.objects.bulkCreate(years.map((year) => ({ title: `of ${year}`, year, director })));
});

const movies = Movie.objects.orderBy('year');
const yearsOf = async (rows: PromiseLike<{ readonly year: number | null }[]>) =>
  (await rows).map(({ year }) => year! - 1990);

/** What an array would give is what a slice must give. */
const all = Array.from({ length: 10 }, (_, index) => index);

describe('slice()', () => {
  test.each([
    [0, 3],
    [3, 5],
    [8, 20],
    [20, 30],
    [0, 0],
    [5, 5],
    [5, 3],
    [0, undefined],
    [4, undefined],
    [10, undefined],
  ])('(%s, %s) is that of an array', async (start, end) => {
    expect(await yearsOf(movies.slice(start, end))).toEqual(all.slice(start, end));
    expect(await movies.slice(start, end).count()).toBe(all.slice(start, end).length);
  });

  test.each([
    [2, 8, 1, 3],
    [2, 8, 0, 20],
    [2, 8, 5, undefined],
    [2, 8, 6, undefined],
    [2, undefined, 3, 5],
    [0, 3, 1, undefined],
  ])('(%s, %s) and of it (%s, %s)', async (start, end, innerStart, innerEnd) => {
    expect(await yearsOf(movies.slice(start, end).slice(innerStart, innerEnd))).toEqual(
      all.slice(start, end).slice(innerStart, innerEnd),
    );
  });

  test('has its bounds in the SQL text', async () => {
    const suffix = async (slice: PromiseLike<unknown>) =>
      (await sqlOf(() => slice))[0]?.replace(/^.*"year"/, '');
    expect(await suffix(movies.slice(0, 25))).toBe(' LIMIT 25');
    expect(await suffix(movies.slice(50, 75))).toBe(' LIMIT 25 OFFSET 50');
    expect(await suffix(movies.slice(50))).toBe(' LIMIT -1 OFFSET 50');
  });

  test('that can hold nothing makes no query', async () => {
    expect(await countQueries(() => movies.slice(5, 5))).toBe(0);
    expect(await countQueries(() => movies.slice(0, 3).slice(3))).toBe(0);
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '3', null])(
    'refuses %s',
    async (bound) => {
      expect(await codeOf(() => movies.slice(bound as number))).toBe('orm.query.slice');
    },
  );

  test('refuses a negative end', async () => {
    expect(await failureOf(() => movies.slice(0, -1))).toMatchObject({
      code: 'orm.query.slice',
      message: '-1 is no bound of a slice.',
    });
  });
});

describe('a sliced QuerySet', () => {
  const sliced = movies.slice(0, 5);

  test.each([
    ['filtered', () => sliced.filter({ year: 1990 })],
    ['filtered', () => sliced.exclude({ year: 1990 })],
    ['ordered', () => sliced.orderBy('title')],
    ['reversed', () => sliced.reverse()],
    ['made distinct', () => sliced.distinct()],
    ['updated', () => sliced.update({ votes: 1 })],
    ['deleted', () => sliced.delete()],
    ['filtered', () => sliced.get({ year: 1990 })],
    ['reversed', () => sliced.last()],
  ])('cannot be %s', async (done, work) => {
    expect(await failureOf(work)).toMatchObject({
      code: 'orm.query.sliced',
      message: `A sliced QuerySet cannot be ${done}.`,
      hint: 'Filter and order first, slice last.',
    });
  });

  test('can be asked for its first row', async () => {
    expect((await movies.slice(3, 5).first())?.year).toBe(1993);
    expect((await Movie.objects.slice(3, 5).first())?.year).toBe(1993);
  });
});
