import { beforeEach, expect, test } from 'vitest';
import { atomic, Count, database } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';

// What the compiler would refuse, as plain JavaScript and values from outside may have it.
const movies = Movie.objects as unknown as Record<string, (...given: unknown[]) => unknown>;

beforeEach(async () => {
  await connectCinema();
});

test.each([
  [{ title: undefined }, 'orm.value.invalid', 'Leave "title" out where there is no value'],
  [{ year: { gte: 2000 } }, 'orm.value.invalid', 'parts of the key: "year__gte"'],
  [{ director: { name: 'K' } }, 'orm.value.invalid', 'parts of the key: "director__name"'],
  [{ title__regex: /J/ }, 'orm.value.invalid', 'pattern.source'],
  [{ director__born: new Date() }, 'orm.value.invalid', 'toISOString().slice(0, 10)'],
  [{ 'director.name': 'K' }, 'orm.field.unknown', '"director__name"'],
  [{ OR: [{ year: 1 }] }, 'orm.field.unknown', 'Q({ … }).or({ … })'],
  [{ title__like: 'J%' }, 'orm.lookup.unknown', 'Use contains, startswith or endswith.'],
  [{ title__not: 'J' }, 'orm.lookup.unknown', 'Use exclude({ … })'],
  [{ year__not_in: [1] }, 'orm.lookup.unknown', 'Use exclude({ …__in: […] }).'],
  [{ year__ge: 1 }, 'orm.lookup.unknown', 'Use gte.'],
  [{ title__icontain: 'J' }, 'orm.lookup.unknown', 'Did you mean "icontains"?'],
])('conditions such as %o are refused with advice', async (conditions, code, hint) => {
  expect(await failureOf(() => movies.filter!(conditions))).toMatchObject({
    code,
    hint: expect.stringContaining(hint),
  });
});

test.each([
  ['title desc', 'Write "-title".'],
  ['title ASC', 'Write "title".'],
  ['director.name', '"director__name"'],
])('so is the order "%s"', async (term, hint) => {
  expect(await failureOf(() => movies.orderBy!(term))).toMatchObject({
    code: 'orm.field.unknown',
    hint: expect.stringContaining(hint),
  });
});

test.each([
  ['create', [], 'orm.value.invalid'],
  ['create', ['Jaws'], 'orm.value.invalid'],
  ['bulkCreate', [{ title: 'Jaws' }], 'orm.value.invalid'],
  ['bulkCreate', [[undefined]], 'orm.value.invalid'],
  ['annotate', [Count('genres')], 'orm.expression.invalid'],
  ['aggregate', [Count('genres')], 'orm.expression.invalid'],
  ['earliest', [], 'orm.expression.invalid'],
  ['get', [1], 'orm.condition.invalid'],
])('%s(…) of something else is refused', async (method, given, code) => {
  expect(await failureOf(() => movies[method]!.call(Movie.objects, ...given))).toMatchObject({
    code,
    hint: expect.stringContaining('('),
  });
});

test('a value is described without being shown', async () => {
  const failure = await failureOf(() => Movie.objects.filter({ year: 'secret' as never }));
  expect(failure.message).toContain('not a text of 6 characters.');
});

test('a relation is not compared with rows of whichever model', async () => {
  const refused = {
    code: 'orm.value.invalid',
    message: expect.stringContaining('takes rows of Director, not of Genre.'),
  };
  const genres = Genre.objects.all();
  expect(await failureOf(() => Movie.objects.filter({ director__in: genres }))).toMatchObject(
    refused,
  );
  const one = { director: genres.slice(0, 1) };
  expect(await failureOf(() => Movie.objects.exclude(one))).toMatchObject(refused);
});

test('rows of another model are found by a column of theirs', async () => {
  await addMovies();
  const names = Genre.objects.values('id');
  expect(await Movie.objects.filter({ director__in: names }).count()).toBe(4);
  const directors = Director.objects.filter({ name__startswith: 'Stanley' });
  expect(await Movie.objects.filter({ director__in: directors }).count()).toBe(2);
});

test('a relation is set to a list', async () => {
  const { jaws } = await addMovies();
  const set = jaws.genres.set as (given: unknown) => Promise<void>;
  expect(await failureOf(() => set.call(jaws.genres, 1))).toMatchObject({
    code: 'orm.value.invalid',
    message: 'A list of Genre is wanted, not 1.',
  });
});

test('a transaction is given its work, and not what came of it', async () => {
  const work = Movie.objects.count() as never;
  expect(await failureOf(() => atomic(work))).toMatchObject({ code: 'core.option.invalid' });
  expect(await failureOf(() => atomic(undefined as never))).toMatchObject({
    message: 'atomic(): "work" must be a function, not null.',
  });
});

test.each([
  ['SELECT ? + ?', [1], 'The SQL has more placeholders (2) than values (1).'],
  ['SELECT $2', [1], 'The SQL has more placeholders (2) than values (1).'],
  ["SELECT '?', ?", [], 'The SQL has more placeholders (1) than values (0).'],
])('SQL with too few values is refused: %s', async (sql, values, message) => {
  expect(await failureOf(() => database().raw(sql, values))).toMatchObject({
    code: 'db.parameters.missing',
    message,
  });
});

test('placeholders of SQLite are its own affair', async () => {
  const { rows } = await database().raw("SELECT ?1 + ?1 AS sum, '?' AS mark", [2]);
  expect(rows).toEqual([{ sum: 4, mark: '?' }]);
});
