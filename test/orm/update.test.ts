import { beforeEach, expect, test } from 'vitest';
import { addMovies, connectCinema, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { sqlOf, statementsOf } from '../support/queries.ts';

let cinema: Awaited<ReturnType<typeof addMovies>>;

beforeEach(async () => {
  await connectCinema();
  cinema = await addMovies();
});

test('changes all rows with one statement and returns how many', async () => {
  const sent = await statementsOf(async () => {
    expect(await Movie.objects.filter({ year: 1975 }).update({ votes: 3, rating: '9.0' })).toBe(2);
  });
  expect(sent).toMatchObject([
    {
      sql: 'UPDATE "movie" SET "votes" = ?, "rating" = ? WHERE "movie"."year" = ?',
      parameters: [3, 9, 1975],
      kind: 'write',
      rowCount: 2,
    },
  ]);
});

test('without a condition changes every row', async () => {
  expect(await Movie.objects.update({ votes: 1 })).toBe(4);
});

test('counts rows that had the value before', async () => {
  await Movie.objects.update({ votes: 1 });
  expect(await Movie.objects.update({ votes: 1 })).toBe(4);
});

test('takes a relation as a row or its key, and null where it may be empty', async () => {
  const jaws = Movie.objects.filter({ title: 'Jaws' });
  await jaws.update({ director: cinema.kubrick, studio: null });
  expect(await jaws.get()).toMatchObject({ directorId: cinema.kubrick.id, studioId: null });
  await jaws.update({ directorId: cinema.varda.id });
  expect(await jaws.get()).toMatchObject({ directorId: cinema.varda.id });
});

test('ignores the order of the QuerySet', async () => {
  expect(await sqlOf(() => Movie.objects.orderBy('title').update({ votes: 1 }))).toEqual([
    'UPDATE "movie" SET "votes" = ?',
  ]);
});

test('with exclude() leaves alone what matches', async () => {
  expect(await Movie.objects.exclude({ studio__name: 'Warner' }).update({ votes: 5 })).toBe(2);
  expect(await Movie.objects.filter({ votes: 5 }).count()).toBe(2);
});

test('of nothing sends nothing', async () => {
  const sent = await sqlOf(async () => {
    expect(await Movie.objects.update({})).toBe(0);
    expect(await Movie.objects.none().update({ votes: 1 })).toBe(0);
  });
  expect(sent).toEqual([]);
});

test('refuses values and names as create() does', async () => {
  expect(await codeOf(() => Movie.objects.update({ title: null as never }))).toBe(
    'orm.value.missing',
  );
  expect(await codeOf(() => Movie.objects.update({ votes: 'many' as never }))).toBe(
    'orm.value.invalid',
  );
  const misspelt = { vots: 1 } as object;
  expect(await failureOf(() => Movie.objects.update(misspelt))).toMatchObject({
    code: 'orm.field.unknown',
    hint: expect.stringContaining('Did you mean "votes"?'),
  });
  expect(await Movie.objects.filter({ votes: 7 }).count()).toBe(1);
});

test('that breaks a constraint changes nothing', async () => {
  const updated = () => Movie.objects.update({ director: 1_000 });
  expect(await codeOf(updated)).toBe('db.constraint.foreign_key');
  expect(await Movie.objects.filter({ director: 1_000 }).count()).toBe(0);
});
