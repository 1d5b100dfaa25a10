import { beforeEach, expect, test } from 'vitest';
import {
  Case,
  Count,
  Exists,
  F,
  Max,
  OuterRef,
  Q,
  Sum,
  Value,
  When,
} from '../../../src/orm/index.ts';
import {
  addMovies,
  connectCinemaOn,
  Director,
  Genre,
  Movie,
  Studio,
} from '../../support/cinema.ts';
import { type DatabaseKind, describeEachDatabase } from '../../support/databases.ts';
import { codeOf } from '../../support/failures.ts';
import { countQueries, sqlOf } from '../../support/queries.ts';

const titles = async (rows: PromiseLike<readonly { readonly title: string }[]>) =>
  (await rows).map(({ title }) => title);
const names = async (rows: PromiseLike<readonly { readonly name: string }[]>) =>
  (await rows).map(({ name }) => name);

/** The statement from WHERE on, with `?` for every placeholder: that much both databases share. */
async function conditionsOf(rows: { all(): PromiseLike<unknown> }): Promise<string> {
  const [sql] = await sqlOf(() => rows.all());
  return sql!.replace(/^.*? WHERE /, '').replaceAll(/\$\d+::\w+/g, '?');
}

/** What Django's documentation warns of; the names are those of the traps. */
describeEachDatabase('what people trip over, as Django defines it:', (kind: DatabaseKind) => {
  beforeEach(async () => {
    await connectCinemaOn(kind);
    await addMovies();
  });

  test('two conditions in one filter() on a relation to many, and in two', async () => {
    const one = Director.objects.filter({ movies__year: 1975, movies__rating: '8.4' });
    const chained = Director.objects
      .filter({ movies__year: 1975 })
      .filter({ movies__rating: '8.4' });
    expect(await names(one)).toEqual([]);
    expect(await names(chained)).toEqual(['Stanley Kubrick']);
    expect(await conditionsOf(one)).toBe('"movie"."year" = ? AND "movie"."rating" = ?');
    expect(await conditionsOf(chained)).toBe('"movie"."year" = ? AND "movie_2"."rating" = ?');
  });

  test('copies of rows for related rows, until distinct()', async () => {
    const made = Director.objects.filter({ movies__year__gt: 1900 }).orderBy('name');
    expect(await made.count()).toBe(4);
    expect(await made.distinct().count()).toBe(2);
  });

  test('exclude() over a relation to many', async () => {
    const found = Director.objects.exclude({ movies__year: 1975, movies__rating: '8.4' });
    // Different movies may meet the two conditions.
    expect((await names(found)).sort()).toEqual(['Agnès Varda', 'Steven Spielberg']);
    expect(await conditionsOf(Director.objects.exclude({ movies__year: 1975 }))).toBe(
      'NOT (EXISTS (SELECT 1 FROM "movie" WHERE "movie"."director_id" = "director"."id"' +
        ' AND "movie"."year" = ?))',
    );
  });

  test('exclude() of an empty column over a relation to many drops rows without any', async () => {
    expect(await names(Director.objects.exclude({ movies__rating: null }))).toEqual([
      'Stanley Kubrick',
    ]);
  });

  test('NULL in exclude()', async () => {
    const found = Movie.objects.exclude({ rating: '8.1' }).orderBy('title');
    expect(await titles(found)).toEqual(['Lincoln', 'The Shining']);
    expect(await conditionsOf(found.orderBy())).toBe(
      'NOT ("movie"."rating" = ? AND "movie"."rating" IS NOT NULL)',
    );
    expect(
      await titles(Movie.objects.exclude({ studio__name: 'Warner' }).orderBy('title')),
    ).toEqual(['Jaws', 'Lincoln']);
  });

  test('NULL below two negations and in xor', async () => {
    const notNot = Movie.objects.filter(Q({ rating: '8.1' }).not().not());
    expect((await titles(notNot)).sort()).toEqual(['Barry Lyndon', 'Jaws']);
    const xor = Movie.objects.exclude(Q({ rating: '8.4' }).xor(Q({ year: 2012 }).not()));
    expect((await titles(xor)).sort()).toEqual(['Lincoln', 'The Shining']);
  });

  test('empty in makes no query', async () => {
    const none = Movie.objects.filter({ pk__in: [] });
    expect(
      await countQueries(async () => {
        expect(await none).toEqual([]);
        expect(await none.count()).toBe(0);
        expect(await none.exists()).toBe(false);
        expect(await Movie.objects.exclude(Q({ pk__in: [] }).not())).toEqual([]);
      }),
    ).toBe(0);
    expect(await Movie.objects.exclude({ pk__in: [] }).count()).toBe(4);
    expect(await Movie.objects.filter(Q({ pk__in: [] }).or({ year: 2012 })).count()).toBe(1);
  });

  test('an empty Q says nothing', async () => {
    expect(await Movie.objects.filter(Q({})).count()).toBe(4);
    expect(await Movie.objects.filter(Q({}).not()).count()).toBe(4);
    expect(await titles(Movie.objects.filter(Q({}).or({ year: 2012 })))).toEqual(['Lincoln']);
    expect(await Movie.objects.exclude({}).count()).toBe(4);
  });

  test('LIKE wildcards in values', async () => {
    await Studio.objects.bulkCreate([{ name: '100% B_Movies' }, { name: '1000 BXMovies' }]);
    expect(await names(Studio.objects.filter({ name__contains: '0%' }))).toEqual(['100% B_Movies']);
    expect(await names(Studio.objects.filter({ name__icontains: 'b_m' }))).toEqual([
      '100% B_Movies',
    ]);
    expect(await names(Studio.objects.filter({ name__startswith: '1_0' }))).toEqual([]);
  });

  test('case beyond ASCII', async () => {
    await Studio.objects.bulkCreate([{ name: 'Éclair' }, { name: 'Мосфильм' }]);
    expect(await names(Studio.objects.filter({ name__iexact: 'ÉCLAIR' }))).toEqual(['Éclair']);
    expect(await names(Studio.objects.filter({ name__icontains: 'мОС' }))).toEqual(['Мосфильм']);
    expect(await names(Studio.objects.filter({ name__contains: 'éclair' }))).toEqual([]);
  });

  test('annotate() then filter(), and filter() then annotate()', async () => {
    const count = { n: Count('movies') };
    const counted = (rows: PromiseLike<readonly { readonly name: string; readonly n: number }[]>) =>
      rows.then((all) => all.map(({ name, n }) => `${name} ${n}`).sort());
    const late = { movies__year__gt: 1975 };
    expect(await counted(Director.objects.filter(late).annotate(count))).toEqual([
      'Stanley Kubrick 1',
      'Steven Spielberg 1',
    ]);
    // The filter joins a second time: each of all movies is counted for each late one.
    expect(await counted(Director.objects.annotate(count).filter(late))).toEqual([
      'Stanley Kubrick 2',
      'Steven Spielberg 2',
    ]);
  });

  test('two counts over two relations multiply, unless they are distinct', async () => {
    const shining = Movie.objects.filter({ title: 'The Shining' });
    const both = (distinct: boolean) =>
      shining.annotate({
        g: Count('genres', { distinct }),
        d: Count('director__movies', { distinct }),
      });
    const [copied] = await both(false);
    const [single] = await both(true);
    expect([copied!.g, copied!.d, single!.g, single!.d]).toEqual([4, 4, 2, 2]);
  });

  test('values() before annotate() groups', async () => {
    const groups = Movie.objects
      .values('year')
      .annotate({ n: Count('pk') })
      .orderBy('year');
    expect(await groups).toEqual([
      { year: 1975, n: 2 },
      { year: 1980, n: 1 },
      { year: 2012, n: 1 },
    ]);
    expect(await groups.count()).toBe(3);
    const rows = Movie.objects
      .annotate({ n: Count('genres') })
      .values('year', 'n')
      .orderBy('pk');
    expect(await rows).toHaveLength(4);
  });

  test('a default ordering does not split groups', async () => {
    const initials = Genre.objects
      .annotate({ one: Value(1) })
      .values('one')
      .annotate({ n: Count('pk') });
    expect(await initials).toEqual([{ one: 1, n: 2 }]);
  });

  test('aggregates over slices and distinct rows', async () => {
    const two = Movie.objects.orderBy('year', 'title').slice(0, 2);
    expect(await two.aggregate({ last: Max('year'), n: Count('pk') })).toEqual({
      last: 1975,
      n: 2,
    });
    expect(
      await Movie.objects
        .values('year')
        .distinct()
        .aggregate({ sum: Sum('year') }),
    ).toEqual({
      sum: 1975 + 1980 + 2012,
    });
    expect(await Movie.objects.orderBy('pk').slice(1, 3).count()).toBe(2);
  });

  test("an aggregate's filter is about the rows it counts, negated too", async () => {
    const [kubrick] = await Director.objects.filter({ name__startswith: 'Stanley' }).annotate({
      others: Count('movies', { filter: Q({ movies__year: 1975 }).not() }),
      late: Sum(Case(When(Q({ movies__year: 1975 }).not(), 1), { default: 0 })),
    });
    expect([kubrick!.others, kubrick!.late]).toEqual([1, 1]);
  });

  test('update() and delete() over joins', async () => {
    const kubricks = Movie.objects.filter({ director__name__startswith: 'Stanley' });
    expect(await kubricks.update({ votes: 5 })).toBe(2);
    expect(await Movie.objects.filter({ votes: 5 }).count()).toBe(2);
    // Both of its genres meet the condition, and it is written once.
    const both = Movie.objects.filter({ genres__name__in: ['Drama', 'Horror'], year: 1980 });
    expect(await both.update({ votes: F('votes').add(1) } as never)).toBe(1);
    expect((await Movie.objects.get({ year: 1980 })).votes).toBe(6);
    const { count } = await Movie.objects.filter({ genres__name: 'Horror' }).delete();
    expect(count).toBe(2 + 3);
    expect(await titles(Movie.objects.orderBy('title'))).toEqual(['Barry Lyndon', 'Lincoln']);
  });

  test('ordering by a relation uses its default ordering', async () => {
    const pairs = Movie.objects.filter({ year: 1980 }).orderBy('genres');
    const [sql] = await sqlOf(() => pairs);
    expect(sql).toMatch(/ORDER BY "genre"\."name"$/);
    // A model without one: by its key.
    const [byKey] = await sqlOf(() => Movie.objects.orderBy('-director'));
    expect(byKey).toMatch(/ORDER BY "movie"\."director_id" DESC$/);
  });

  test('an order over a relation to many takes the rows of the filter', async () => {
    const found = Movie.objects.filter({ genres__name: 'Drama' }).orderBy('-genres__name', 'title');
    expect(await titles(found)).toEqual(['Barry Lyndon', 'Lincoln', 'The Shining']);
  });

  test('sliced sets refuse further filters', async () => {
    const first = Movie.objects.orderBy('pk').slice(0, 2);
    for (const refine of [
      () => first.filter({ year: 1975 }),
      () => first.exclude({ year: 1975 }),
      () => first.orderBy('year'),
      () => first.reverse(),
      () => first.distinct(),
      () => first.update({ votes: 1 }),
      () => first.delete(),
    ]) {
      expect(await codeOf(refine)).toBe('orm.query.sliced');
    }
  });

  test('an OuterRef over a relation joins outside, and may lead out twice', async () => {
    const colleagues = Movie.objects.filter({
      director: OuterRef('director'),
      studio__name: OuterRef('studio__name'),
    });
    const found = Movie.objects.filter(Exists(colleagues.exclude({ pk: OuterRef('pk') })));
    expect((await titles(found)).sort()).toEqual(['Barry Lyndon', 'The Shining']);
    const twice = Director.objects.filter(
      Exists(
        Movie.objects.filter({ director: OuterRef('pk') }).filter(
          Exists(
            Genre.objects.filter({
              name: 'Horror',
              pk: OuterRef('genres'),
              name__lt: OuterRef(OuterRef('name')),
            }),
          ),
        ),
      ),
    );
    expect((await names(twice)).sort()).toEqual(['Stanley Kubrick', 'Steven Spielberg']);
  });

  test('a combination of QuerySets is not written to', async () => {
    const both = Movie.objects.filter({ year: 1975 }).union(Movie.objects.filter({ votes: 7 }));
    const [movie] = await Movie.objects.slice(0, 1);
    expect(await codeOf(() => both.delete())).toBe('orm.query.combined');
    expect(await codeOf(() => both.update({ votes: 1 }))).toBe('orm.query.combined');
    expect(await codeOf(() => both.bulkUpdate([movie!], ['votes']))).toBe('orm.query.combined');
    expect(await Movie.objects.count()).toBe(4);
  });

  test('aggregate() is over the groups that the rows are, annotations among them', async () => {
    const made = Director.objects
      .annotate({ year: F('movies__year') })
      .annotate({ films: Count('movies') });
    const rows = await made;
    expect(await made.count()).toBe(rows.length);
    expect(await made.aggregate({ n: Count('pk'), all: Sum('films') })).toEqual({
      n: rows.length,
      all: rows.reduce((sum, { films }) => sum + films, 0),
    });
    expect(rows.length).toBeGreaterThan(await Director.objects.count());
  });

  test('aggregate() that asks for nothing sends nothing', async () => {
    expect(await countQueries(async () => Movie.objects.aggregate({}))).toBe(0);
    expect(await Movie.objects.aggregate({})).toEqual({});
  });

  test('a condition, and an aggregate of an order, as values', async () => {
    const good = Movie.objects.annotate({ good: Q({ rating__gte: 8.2 }) } as never).orderBy('pk');
    const values = (await good) as unknown as { good: boolean | null }[];
    expect(values.map((movie) => movie.good)).toEqual([true, false, false, null]);
    const busiest = Director.objects.orderBy(Count('movies').desc(), 'name');
    expect(await names(busiest)).toEqual(['Stanley Kubrick', 'Steven Spielberg', 'Agnès Varda']);
    const sums = await Movie.objects.aggregate({ votes: Sum('votes'), twice: F('votes').mul(2) });
    expect(sums).toEqual({ votes: 7, twice: 14 });
  });

  test('a QuerySet beside exact is one column of one row', async () => {
    const newest = Director.objects.orderBy('-name').values('pk');
    const found = Movie.objects.filter({ director: newest.slice(0, 1) as never });
    expect((await titles(found)).sort()).toEqual(['Jaws', 'Lincoln']);
    const asked = (value: unknown) => () => Movie.objects.filter({ director: value } as never);
    expect(await codeOf(asked(newest))).toBe('orm.value.invalid');
    expect(await codeOf(asked(Director.objects.values('pk', 'name').slice(0, 1)))).toBe(
      'orm.value.invalid',
    );
    expect(
      await codeOf(() =>
        Movie.objects.filter({ pk__in: Movie.objects.values('pk', 'year') } as never),
      ),
    ).toBe('orm.value.invalid');
  });
});
