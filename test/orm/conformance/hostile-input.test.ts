import { expect, onTestFinished, test } from 'vitest';
import { isUptempoError } from '../../../src/core/index.ts';
import {
  Count,
  createTables,
  Extract,
  F,
  Func,
  json,
  model,
  OuterRef,
  Prefetch,
  Q,
  Subquery,
  Sum,
  Trunc,
  text,
  unregisterModels,
  Value,
  Window,
} from '../../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Genre, Movie } from '../../support/cinema.ts';
import { connectEmpty, describeEachDatabase } from '../../support/databases.ts';

const TEXTS: readonly string[] = [
  "'",
  '"',
  "'; DROP TABLE movie; --",
  '"; DELETE FROM movie; --',
  "title' OR '1'='1",
  'title"."id',
  '/* */',
  '\\',
  "\\' OR 1=1 --",
  '%',
  '_',
  '$1',
  '?',
  ':name',
  '`',
  '\u202eelttit',
  'тitle',
  '😀',
  '\ud800',
  'title\0',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '',
  ' title',
  'title ',
  'title--',
  '-title',
  'x'.repeat(100_000),
];

/** Names reach these untyped: from JavaScript, or from a request that a program passes on. */
const movies = Movie.objects as never as Record<string, (...args: readonly unknown[]) => never>;

/** Everything that takes a name, each with a name where one is expected. */
const TAKERS: Readonly<Record<string, (name: string) => unknown>> = {
  filter: (name) => movies.filter!({ [name]: 1 }),
  'filter over a relation': (name) => movies.filter!({ [`director__${name}`]: 1 }),
  'a lookup': (name) => movies.filter!({ [`title__x${name}`]: 'a' }),
  exclude: (name) => movies.exclude!({ [name]: 1 }),
  Q: (name) => movies.filter!(Q({ [name]: 1 }).not()),
  get: (name) => movies.get!({ [name]: 1 }),
  orderBy: (name) => movies.orderBy!(`x${name}`),
  values: (name) => movies.values!(name),
  valuesList: (name) => movies.valuesList!(name),
  distinct: (name) => movies.distinct!(name),
  only: (name) => movies.only!(name),
  defer: (name) => movies.defer!(name),
  selectRelated: (name) => movies.selectRelated!(name),
  prefetchRelated: (name) => movies.prefetchRelated!(name),
  'the name of an annotation': (name) => Movie.objects.annotate({ [`9${name}`]: Count('*') }),
  F: (name) => movies.annotate!({ x: F(name) }),
  'an aggregate': (name) => movies.aggregate!({ x: Sum(name) }),
  OuterRef: (name) =>
    movies.annotate!({
      x: Subquery(Director.objects.filter({ pk: OuterRef(name) as never }).values('name')),
    }),
  Window: (name) => movies.annotate!({ x: Window(Count('*'), { partitionBy: name }) }),
  earliest: (name) => movies.earliest!(`x${name}`),
  dates: (name) => movies.dates!(name, 'year'),
  inBulk: (name) => movies.inBulk!([1], { field: name }),
  'the part of a date': (name) =>
    movies.annotate!({ x: Extract('director__born', name as 'year') }),
  'the unit of a date': (name) => movies.annotate!({ x: Trunc('director__born', name as 'year') }),
  'a zone': (name) => movies.annotate!({ x: Trunc('director__born', 'year', { zone: name }) }),
  'a function': (name) =>
    movies.annotate!({ x: Func(['title'], { function: `x ${name}`, output: text() }) }),
  toAttr: (name) =>
    movies.prefetchRelated!(Prefetch('genres', Genre.objects.all(), { toAttr: `9${name}` })),
  update: (name) => movies.update!({ [name]: 1 }),
  create: (name) => movies.create!({ title: 'x', director: 1, [name]: 1 }),
  getOrCreate: (name) => movies.getOrCreate!({ [name]: 1 }),
  bulkUpdate: (name) => movies.bulkUpdate!([], [name]),
};

describeEachDatabase('hostile names', (kind) => {
  test('are refused with a code before they reach the database', async () => {
    await connectCinemaOn(kind);
    await addMovies();
    for (const [what, take] of Object.entries(TAKERS)) {
      for (const name of TEXTS) {
        const shown = `${what}: ${JSON.stringify(name.slice(0, 40))}`;
        let failure: unknown;
        try {
          await take(name);
        } catch (error) {
          failure = error;
        }
        expect(isUptempoError(failure), shown).toBe(true);
        expect((failure as { code: string }).code, shown).toMatch(/^(orm|core)\./);
      }
    }
    expect(await Movie.objects.count()).toBe(4);
  });
});

const TEXT_LOOKUPS = [
  'exact',
  'iexact',
  'contains',
  'icontains',
  'startswith',
  'istartswith',
  'endswith',
  'iendswith',
] as const;

describeEachDatabase('hostile values', (kind) => {
  const storable = TEXTS.filter((each) => !each.includes('\0') && each.isWellFormed());

  test('mean themselves in every lookup of texts, in annotations and in raw SQL', async () => {
    await connectEmpty(kind);
    const Note = model('HostileNote', { body: text(), data: json({ null: true }) });
    onTestFinished(() => unregisterModels(Note));
    await createTables();
    await Note.objects.bulkCreate(storable.map((body) => ({ body, data: { [body]: body } })));
    // A pattern of 100,000 characters is more than SQLite compares the beginning with.
    const short = storable.filter(({ length }) => length < 10_000);
    for (const body of short) {
      const shown = JSON.stringify(body);
      for (const lookup of TEXT_LOOKUPS) {
        const found = await Note.objects
          .filter({ [`body__${lookup}`]: body } as never)
          .valuesList('body', { flat: true });
        expect(found, `${lookup} ${shown}`).toContain(body);
        if (lookup === 'exact') expect(found, shown).toEqual([body]);
      }
      const echoed = await Note.objects
        .annotate({ echo: Value(body) })
        .values('echo')
        .slice(0, 1);
      expect(echoed).toEqual([{ echo: body }]);
      expect(await Note.objects.filter({ body__in: [body] }).count()).toBe(1);
      const raw = await Note.objects.raw('SELECT * FROM hostile_note WHERE body = ?', [body]);
      expect(raw.map((note) => note.body)).toEqual([body]);
      expect(await Note.objects.filter({ data: { [body]: body } } as never).count(), shown).toBe(1);
      expect(await Note.objects.filter({ data__has_key: body } as never).count(), shown).toBe(1);
    }
    expect(await Note.objects.filter({ body: 'x'.repeat(100_000) }).count()).toBe(1);
    expect(await Note.objects.count()).toBe(storable.length);
  });

  test('that no database stores are refused', async () => {
    await connectCinemaOn(kind);
    for (const value of ['\0', 'a\0b', '\ud800', 'x\udc00']) {
      for (const lookup of [...TEXT_LOOKUPS, 'regex', 'iregex']) {
        const work = async () => (await movies.filter!({ [`title__${lookup}`]: value })) as unknown;
        await expect(work(), lookup).rejects.toMatchObject({ code: 'orm.value.invalid' });
      }
      await expect(Movie.objects.create({ title: value, director: 1 })).rejects.toMatchObject({
        code: 'orm.value.invalid',
      });
    }
  });
});
