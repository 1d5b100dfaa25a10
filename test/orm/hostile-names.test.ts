import { beforeEach, describe, expect, test } from 'vitest';
import { addMovies, connectCinema, Movie } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';
import { countQueries } from '../support/queries.ts';

const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  'constructor__prototype__x',
  'title__constructor',
  'title____proto__',
  'director____proto__',
  'director__constructor',
  'director__toString',
  '',
  '_',
  '__',
  '____',
  '-',
  ' title',
  'title ',
  'TITLE',
  'title"',
  "title'; DROP TABLE movie; --",
  '"title" = "title" OR 1',
  '1',
  'length',
  '0',
  'then',
  'ｔitle',
  'title\0',
  '🎬',
  `${'director__movies__'.repeat(200)}nowhere`,
  'x'.repeat(100_000),
];

/** An object that has the name as a property of its own, as JSON.parse makes it. */
function named(name: string, value: unknown): object {
  return JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as object;
}

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

const unknownCodes = new Set(['orm.field.unknown', 'orm.lookup.unknown', 'orm.relation.unknown']);

describe('a name from outside is refused before anything is sent', () => {
  const methods: readonly (readonly [string, (name: string) => unknown])[] = [
    ['filter', (name) => Movie.objects.filter(named(name, 'x'))],
    ['exclude', (name) => Movie.objects.exclude(named(name, 'x'))],
    ['get', (name) => Movie.objects.get(named(name, 'x'))],
    ['orderBy', (name) => Movie.objects.orderBy(name as 'title')],
    ['orderBy, descending', (name) => Movie.objects.orderBy(`-${name}` as 'title')],
    ['only', (name) => Movie.objects.only(name as 'title')],
    ['defer', (name) => Movie.objects.defer(name as 'title')],
    ['selectRelated', (name) => Movie.objects.selectRelated(name as 'director')],
    ['prefetchRelated', (name) => Movie.objects.prefetchRelated(name as 'genres')],
    ['create', (name) => Movie.objects.create(named(name, 'x') as never)],
    ['bulkCreate', (name) => Movie.objects.bulkCreate([named(name, 'x') as never])],
    ['update', (name) => Movie.objects.update(named(name, 'x'))],
    ['save', async (name) => (await Movie.objects.get({ id: 1 })).save({ fields: [name] })],
  ];
  test.each(methods)('by %s()', async (method, work) => {
    for (const name of NAMES) {
      const sent = await countQueries(async () => {
        const code = await codeOf(async () => work(name));
        expect([name, unknownCodes.has(code) ? 'unknown' : code]).toEqual([name, 'unknown']);
      });
      expect(sent).toBe(method === 'save' ? 1 : 0);
    }
    expect(await Movie.objects.count()).toBe(4);
  });
});

describe('no object is changed by what comes in', () => {
  test('neither the prototype of all objects nor the rows', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const poisoned = JSON.parse('{"__proto__": {"year": 1900, "isAdmin": true}}') as object;
    expect(await codeOf(() => Movie.objects.filter(poisoned))).toBe('orm.field.unknown');
    expect(await codeOf(() => Movie.objects.create(poisoned as never))).toBe('orm.field.unknown');
    expect(await codeOf(() => Movie.objects.update(poisoned))).toBe('orm.field.unknown');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect('isAdmin' in {}).toBe(false);
    expect('isAdmin' in (await Movie.objects.get({ id: 1 }))).toBe(false);
  });

  test('inherited properties of conditions and values are none of theirs', async () => {
    const inherited = Object.create({ year: 1900 }) as object;
    expect(await Movie.objects.filter(inherited).count()).toBe(4);
    expect(await Movie.objects.update(inherited)).toBe(0);
  });

  test('a JSON document with such names is data like any other', async () => {
    const [movie] = await Movie.objects;
    const copy = Object.assign({}, movie!.toJSON());
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.hasOwn(copy, '__proto__')).toBe(false);
  });
});

describe('options from outside', () => {
  test('are refused by name, whatever the name', async () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'batchsize']) {
      const options = named(name, 1);
      const created = () => Movie.objects.bulkCreate([{ title: 'A', director: 1 }], options);
      expect([name, await codeOf(created)]).toEqual([name, 'core.option.unknown']);
    }
  });
});
