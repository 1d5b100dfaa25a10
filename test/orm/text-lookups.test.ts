import { beforeEach, describe, expect, test } from 'vitest';
import { connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';

const TITLES = [
  '100% Wolf',
  '100 Rifles',
  'M*A*S*H',
  'MASH',
  'Who?',
  'Whom',
  '[REC]',
  'R',
  'a_b',
  'acb',
  "Rosemary's Baby",
  'back\\slash',
  'Ünsere Ästhetik',
  'ВОЙНА И МИР',
  'Ран (乱) 🎬',
];

beforeEach(async () => {
  await connectCinema();
  const director = await Director.objects.create({ name: 'Various' });
  await Movie.objects.bulkCreate(TITLES.map((title) => ({ title, director })));
});

describe('what means something in LIKE and GLOB means itself', () => {
  test.each([
    ['100%', ['100% Wolf']],
    ['M*', ['M*A*S*H']],
    ['Who?', ['Who?']],
    ['[R', ['[REC]']],
    ['[', ['[REC]']],
    ['a_', ['a_b']],
    ['%', []],
    ['*', []],
    ['?', []],
    ['_', []],
  ])('%s', async (text, titles) => {
    const found = await Movie.objects.filter({ title__startswith: text });
    expect(found.map(({ title }) => title)).toEqual(titles);
    const folded = await Movie.objects.filter({ title__istartswith: text.toUpperCase() });
    expect(folded.map(({ title }) => title)).toEqual(titles);
  });

  test.each([
    ['% Wolf', ['100% Wolf']],
    ['S*H', ['M*A*S*H']],
    ['o?', ['Who?']],
    ['C]', ['[REC]']],
    [']', ['[REC]']],
    ['_b', ['a_b']],
    ['\\slash', ['back\\slash']],
    ["y's Baby", ["Rosemary's Baby"]],
  ])('…%s', async (text, titles) => {
    const found = await Movie.objects.filter({ title__endswith: text });
    expect(found.map(({ title }) => title)).toEqual(titles);
    const folded = await Movie.objects.filter({ title__iendswith: text.toLowerCase() });
    expect(folded.map(({ title }) => title)).toEqual(titles);
    const containing = await Movie.objects.filter({ title__contains: text });
    expect(containing.map(({ title }) => title)).toEqual(titles);
  });
});

describe('regardless of case', () => {
  test('goes beyond ASCII', async () => {
    expect(await Movie.objects.filter({ title__icontains: 'ÄSTHETIK' })).toHaveLength(1);
    expect(await Movie.objects.filter({ title__istartswith: 'ünsere' })).toHaveLength(1);
    expect(await Movie.objects.filter({ title__iendswith: 'и мир' })).toHaveLength(1);
    expect(await Movie.objects.filter({ title__iexact: 'Война и мир' })).toHaveLength(1);
    expect(await Movie.objects.filter({ title__iregex: '^вой' })).toHaveLength(1);
  });

  test('is what the i says: without it case counts', async () => {
    expect(await Movie.objects.filter({ title__contains: 'mash' })).toEqual([]);
    expect(await Movie.objects.filter({ title__startswith: 'mash' })).toEqual([]);
    expect(await Movie.objects.filter({ title__endswith: 'mash' })).toEqual([]);
    expect(await Movie.objects.filter({ title: 'mash' })).toEqual([]);
  });
});

test('characters outside of the basic plane are whole characters', async () => {
  expect(await Movie.objects.filter({ title__endswith: '🎬' })).toHaveLength(1);
  expect(await Movie.objects.filter({ title__regex: '^.{3} \\(.\\) .$' })).toHaveLength(1);
});

test('the empty text is contained in every text', async () => {
  const all = TITLES.length;
  expect(await Movie.objects.filter({ title__contains: '' }).count()).toBe(all);
  expect(await Movie.objects.filter({ title__icontains: '' }).count()).toBe(all);
  expect(await Movie.objects.filter({ title__startswith: '' }).count()).toBe(all);
  expect(await Movie.objects.filter({ title__endswith: '' }).count()).toBe(all);
  expect(await Movie.objects.filter({ title: '' }).count()).toBe(0);
});

test('a column that is NULL contains nothing, not even the empty text', async () => {
  await Genre.objects.create({ name: 'Horror' });
  const directors = Director.objects;
  expect(await directors.filter({ country__name__contains: '' })).toEqual([]);
  expect(await directors.filter({ country__name__icontains: '' })).toEqual([]);
  expect(await directors.filter({ country__name__iregex: '' })).toEqual([]);
});

test('numbers are looked through as texts', async () => {
  await Movie.objects.filter({ title: 'MASH' }).update({ year: 1970 });
  expect(await Movie.objects.filter({ year__startswith: '197' })).toHaveLength(1);
  expect(await Movie.objects.filter({ year__regex: '0$' })).toHaveLength(1);
});

test('an invalid regular expression is refused before any query', async () => {
  expect(await codeOf(() => Movie.objects.filter({ title__regex: '(' }))).toBe('orm.value.invalid');
  expect(await codeOf(() => Movie.objects.filter({ title__iregex: '[z-a]' }))).toBe(
    'orm.value.invalid',
  );
});
