import { beforeEach, describe, expect, test } from 'vitest';
import { database } from '../../src/orm/index.ts';
import { connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { sqlOf } from '../support/queries.ts';

const HOSTILE = [
  `'`,
  `"`,
  '`',
  ';',
  `'; DROP TABLE movie; --`,
  `" OR "1"="1`,
  `' OR '1'='1' --`,
  `1; DELETE FROM movie`,
  `'||(SELECT name FROM director)||'`,
  '?',
  '?1',
  ':title',
  '$1',
  '%',
  '%%',
  '_',
  '*',
  '[a-z]',
  '[^a]',
  '[',
  ']',
  '\\',
  '\\%',
  '/* */',
  '--',
  '\n',
  '\r\n\t',
  '\u2028',
  '\u202e',
  '\ufeff',
  '\u0301',
  'é',
  'e\u0301',
  'İ',
  'ẞ',
  '🎬',
  '👩‍🎤',
  '{"$ne":null}',
  '[1,2]',
  'null',
  'NULL',
  '0',
  '1e999',
  '__proto__',
  'constructor',
  'toString',
  'A'.repeat(200),
];

beforeEach(async () => {
  await connectCinema();
  const director = await Director.objects.create({ name: 'Various' });
  await Movie.objects.bulkCreate(HOSTILE.map((title) => ({ title, director })));
});

const lower = (text: string) => text.toLowerCase();

/** Each text lookup, and what it means. */
const lookups: Readonly<Record<string, (title: string, value: string) => boolean>> = {
  exact: (title, value) => title === value,
  iexact: (title, value) => lower(title) === lower(value),
  contains: (title, value) => title.includes(value),
  icontains: (title, value) => lower(title).includes(lower(value)),
  startswith: (title, value) => title.startsWith(value),
  istartswith: (title, value) => lower(title).startsWith(lower(value)),
  endswith: (title, value) => title.endsWith(value),
  iendswith: (title, value) => lower(title).endsWith(lower(value)),
  in: (title, value) => title === value,
  gte: (title, value) => Buffer.compare(Buffer.from(title), Buffer.from(value)) >= 0,
};

describe('a value is only ever a value', () => {
  test.each(Object.keys(lookups))('under %s', async (lookup) => {
    const matches = lookups[lookup]!;
    for (const value of [...HOSTILE, '', 'x'.repeat(10_000)]) {
      const condition = { [`title__${lookup}`]: lookup === 'in' ? [value] : value };
      const movies = Movie.objects.filter(condition as { title: string }).orderBy('id');
      const found = (await movies).map(({ title }) => title);
      expect([value, found]).toEqual([value, HOSTILE.filter((title) => matches(title, value))]);
      const rest = await Movie.objects.exclude(condition as { title: string }).count();
      expect([value, rest]).toEqual([value, HOSTILE.length - found.length]);
    }
  });

  test.each(['exact', 'icontains', 'in', 'gte'])('under %s, even of a megabyte', async (lookup) => {
    const text = 'x'.repeat(1_000_000);
    const condition = { [`title__${lookup}`]: lookup === 'in' ? [text] : text };
    await Movie.objects.filter(condition as { title: string });
  });

  test.each(['startswith', 'iendswith'])('under %s, of what SQLite takes', async (lookup) => {
    const search = (length: number) =>
      Movie.objects.filter({ [`title__${lookup}`]: 'x'.repeat(length) } as { title: string });
    expect(await search(49_000)).toEqual([]);
    expect(await failureOf(() => search(51_000))).toMatchObject({
      code: 'db.value.too_long',
      status: 400,
    });
  });

  test('under regex it is a pattern, valid or refused', async () => {
    for (const value of HOSTILE) {
      const isValid = isPattern(value);
      const work = async () => Movie.objects.filter({ title__regex: value });
      if (isValid) {
        const found = (await work()).map(({ title }) => title).sort();
        const pattern = new RegExp(value, 'u');
        expect(found).toEqual(HOSTILE.filter((title) => pattern.test(title)).sort());
      } else {
        expect([value, await codeOf(work)]).toEqual([value, 'orm.value.invalid']);
      }
    }
  });

  test('in create, update and delete', async () => {
    for (const name of HOSTILE.filter((value) => value.length <= 40)) {
      await Genre.objects.create({ name });
      expect(await Genre.objects.filter({ name }).update({ name: `${name}!` })).toBe(1);
      expect((await Genre.objects.filter({ name: `${name}!` }).delete()).count).toBe(1);
    }
    expect(await Movie.objects.count()).toBe(HOSTILE.length);
  });

  test('in raw SQL with parameters', async () => {
    for (const title of HOSTILE) {
      const { rows } = await database().raw('SELECT title FROM movie WHERE title = ?', [title]);
      expect(rows).toEqual([{ title }]);
    }
  });

  test('and is no part of the statement', async () => {
    const texts = new Set<string>();
    for (const value of HOSTILE) {
      const [sql] = await sqlOf(() => Movie.objects.filter({ title: value, title__in: [value] }));
      texts.add(sql!);
    }
    expect(texts.size).toBe(1);
  });
});

describe('a value of a wrong kind is refused, not turned into something', () => {
  const kinds: readonly unknown[] = [
    {},
    [],
    ['a'],
    { toString: () => `' OR 1=1 --` },
    { $gt: '' },
    Object.create(null),
    Symbol('a'),
    () => 'a',
    undefined,
    new Date(),
    true,
  ];
  test.each(Object.keys(lookups))('under %s', async (lookup) => {
    for (const value of kinds) {
      if (lookup === 'in' && Array.isArray(value)) continue;
      const filter = () => Movie.objects.filter({ [`title__${lookup}`]: value } as object);
      const code = await codeOf(async () => filter());
      expect([value, code]).toEqual([value, 'orm.value.invalid']);
    }
  });
});

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u');
    return true;
  } catch {
    return false;
  }
}
