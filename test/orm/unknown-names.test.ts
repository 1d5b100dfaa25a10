import { describe, expect, test } from 'vitest';
import { connect, disconnect, model } from '../../src/orm/index.ts';
import { Director, Movie } from '../support/cinema.ts';
import { failureOf } from '../support/failures.ts';

// What no type would let through: JavaScript, or names from outside. No database is needed, since
// mistakes show in the call that makes them.
const filter = (conditions: object) => () => Movie.objects.filter(conditions);

describe('an unknown field', () => {
  test('is named with its model and the nearest choice', async () => {
    expect(await failureOf(filter({ titel: 'Jaws' }))).toMatchObject({
      code: 'orm.field.unknown',
      status: 500,
      message: 'Movie has no field or relation "titel".',
      hint:
        'Did you mean "title"? Choices: director, directorId, genres, id, pk, rating, studio,' +
        ' studioId, title, votes, year.',
    });
  });

  test('is named with the model that the path has come to', async () => {
    expect(await failureOf(filter({ director__country__nmae: 'USA' }))).toMatchObject({
      code: 'orm.field.unknown',
      message: '"director__country__nmae": Country has no field or relation "nmae".',
      hint: 'Did you mean "name"? Choices: id, name, pk.',
    });
  });

  test.each<[string, () => unknown]>([
    ['exclude', () => Movie.objects.exclude({ titel: 'Jaws' } as object)],
    ['get', () => Movie.objects.get({ titel: 'Jaws' } as object)],
    ['orderBy', () => Movie.objects.orderBy('titel' as 'title')],
    ['orderBy, descending', () => Movie.objects.orderBy('-titel' as 'title')],
    ['orderBy, twice descending', () => Movie.objects.orderBy('--title' as 'title')],
    ['only', () => Movie.objects.only('titel' as 'title')],
    ['defer', () => Movie.objects.defer('director__nmae' as 'title')],
    ['update', () => Movie.objects.update({ titel: 'Jaws' } as object)],
    ['create', () => Director.objects.create({ name: 'A', nmae: 'B' } as { name: string })],
  ])('is refused by %s()', async (_method, work) => {
    expect((await failureOf(work)).code).toBe('orm.field.unknown');
  });

  test('order of the model is checked when it is used', async () => {
    const Poster = model('Poster', {}, { ordering: ['titel'] });
    connect({ default: 'sqlite::memory:' });
    expect((await failureOf(() => Poster.objects)).code).toBe('orm.field.unknown');
    await disconnect();
  });
});

describe('an unknown lookup', () => {
  test('is named with its column and the nearest choice', async () => {
    expect(await failureOf(filter({ title__containz: 'a' }))).toMatchObject({
      code: 'orm.lookup.unknown',
      message: '"title__containz": Movie.title has no lookup "containz".',
      hint: expect.stringMatching(/^Did you mean "contains"\?/),
    });
  });

  test.each([
    ['title__', '""'],
    ['title__contains__gt', '"gt"'],
    ['title__name', '"name"'],
    ['director__id__in__in', '"in"'],
    ['director__in__gt', '"gt"'],
  ])('%s', async (key, unknown) => {
    const failure = await failureOf(filter({ [key]: 'a' }));
    expect(failure.code).toBe('orm.lookup.unknown');
    expect(failure.message).toContain(`has no lookup ${unknown}`);
  });

  test('in an order or a choice of columns is one column too far', async () => {
    expect(await failureOf(() => Movie.objects.orderBy('title__lower' as 'title'))).toMatchObject({
      code: 'orm.field.unknown',
      message: '"title__lower" goes on after the column Movie.title.',
      hint: 'Name the column alone: "title".',
    });
    const only = () => Movie.objects.only('director__name__x' as 'title');
    expect((await failureOf(only)).hint).toBe('Name the column alone: "director__name".');
  });
});

test('a fetch mode that is none is refused', async () => {
  expect((await failureOf(() => Movie.objects.fetchMode('lazy' as 'one'))).code).toBe(
    'core.option.invalid',
  );
});
