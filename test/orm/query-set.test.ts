import { beforeEach, describe, expect, test } from 'vitest';
import { createTables, model } from '../../src/orm/index.ts';
import { addMovies, Country, connectCinema, Director, Genre, Movie } from '../support/cinema.ts';
import { codeOf, failureOf } from '../support/failures.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

const titles = async (movies: PromiseLike<{ readonly title: string }[]>) =>
  (await movies).map(({ title }) => title);

describe('a QuerySet', () => {
  test('makes no query until it is awaited', async () => {
    expect(
      await countQueries(async () => {
        Movie.objects
          .filter({ year: 1975 })
          .exclude({ title: 'Jaws' })
          .orderBy('title')
          .reverse()
          .distinct()
          .selectRelated('director')
          .prefetchRelated('genres')
          .only('title')
          .defer('title')
          .slice(0, 5)
          .all();
      }),
    ).toBe(0);
  });

  test('is not changed by what is made of it', async () => {
    const all = Movie.objects.only('title');
    all.filter({ year: 1975 });
    all.slice(0, 1);
    all.orderBy('-title');
    expect(await sqlOf(() => all)).toEqual(['SELECT "movie"."id", "movie"."title" FROM "movie"']);
  });
});

describe('exclude()', () => {
  test('drops what matches and keeps what is NULL', async () => {
    expect(await titles(Movie.objects.exclude({ rating__gte: 8.2 }))).toEqual([
      'Barry Lyndon',
      'Jaws',
      'Lincoln',
    ]);
    expect(await sqlOf(() => Movie.objects.only('title').exclude({ year: 1975 }))).toEqual([
      'SELECT "movie"."id", "movie"."title" FROM "movie"' +
        ' WHERE NOT ("movie"."year" = ? AND "movie"."year" IS NOT NULL)',
    ]);
  });

  test('drops only what matches all of its conditions', async () => {
    expect(await titles(Movie.objects.exclude({ year: 1975, title: 'Jaws' }))).toEqual([
      'The Shining',
      'Barry Lyndon',
      'Lincoln',
    ]);
  });

  test('with null or isnull asks for what is not empty', async () => {
    expect(await titles(Movie.objects.exclude({ rating: null }))).toHaveLength(3);
    expect(await titles(Movie.objects.exclude({ rating__isnull: false }))).toEqual(['Lincoln']);
  });

  test('over a missing relation keeps the row', async () => {
    expect(await titles(Movie.objects.exclude({ studio__name: 'Warner' }))).toEqual([
      'Jaws',
      'Lincoln',
    ]);
    expect(await Director.objects.exclude({ country__name: 'USA' })).toHaveLength(1);
  });

  test('without a condition changes nothing, as filter()', async () => {
    expect(await Movie.objects.exclude({})).toHaveLength(4);
    expect(await Movie.objects.filter({})).toHaveLength(4);
  });
});

describe('an empty list', () => {
  test('matches nothing and needs no query', async () => {
    const none = Movie.objects.filter({ title__in: [] });
    expect(await countQueries(async () => expect(await none).toEqual([]))).toBe(0);
    expect(await countQueries(() => none.count())).toBe(0);
    expect(await none.count()).toBe(0);
    expect(await none.exists()).toBe(false);
    expect(await none.first()).toBeNull();
    expect(await none.update({ year: 1 })).toBe(0);
    expect(await none.delete()).toEqual({ count: 0, byModel: {} });
  });

  test('excludes nothing', async () => {
    expect(await Movie.objects.exclude({ title__in: [] })).toHaveLength(4);
    expect(await Movie.objects.exclude({ title__in: [], year: 1975 })).toHaveLength(4);
  });
});

describe('orderBy()', () => {
  test('orders by several columns, each up or down', async () => {
    const movies = Movie.objects.only('title').orderBy('-year', 'title');
    expect(await titles(movies)).toEqual(['Lincoln', 'The Shining', 'Barry Lyndon', 'Jaws']);
    expect(await sqlOf(() => movies.all())).toEqual([
      'SELECT "movie"."id", "movie"."title" FROM "movie"' +
        ' ORDER BY "movie"."year" DESC, "movie"."title"',
    ]);
  });

  test('goes over relations, keeping rows without one', async () => {
    expect(await titles(Movie.objects.orderBy('studio__name', '-title'))).toEqual([
      'Lincoln',
      'Jaws',
      'The Shining',
      'Barry Lyndon',
    ]);
    expect(await titles(Movie.objects.orderBy('-director', 'pk'))).toEqual([
      'Jaws',
      'Lincoln',
      'The Shining',
      'Barry Lyndon',
    ]);
  });

  test('replaces the order before it and, empty, the order of the model', async () => {
    expect(await sqlOf(() => Movie.objects.only('title').orderBy('year').orderBy())).toEqual([
      'SELECT "movie"."id", "movie"."title" FROM "movie"',
    ]);
    expect(await sqlOf(() => Genre.objects)).toEqual([
      'SELECT "genre"."id", "genre"."name" FROM "genre" ORDER BY "genre"."name"',
    ]);
    expect(await sqlOf(() => Genre.objects.orderBy())).toEqual([
      'SELECT "genre"."id", "genre"."name" FROM "genre"',
    ]);
  });

  test('is turned around by reverse(), twice is not at all', async () => {
    const movies = Movie.objects.orderBy('year', '-title');
    expect(await titles(movies.reverse())).toEqual([
      'Lincoln',
      'The Shining',
      'Barry Lyndon',
      'Jaws',
    ]);
    expect(await titles(movies.reverse().reverse())).toEqual(await titles(movies));
    expect((await Genre.objects.reverse()).map(({ name }) => name)).toEqual(['Horror', 'Drama']);
  });
});

describe('distinct()', () => {
  test('drops the copies that a join makes', async () => {
    const withMovies = Director.objects.filter({ movies__year__gt: 1900 });
    expect(await withMovies).toHaveLength(4);
    expect(await withMovies.distinct()).toHaveLength(2);
    expect(await withMovies.distinct().count()).toBe(2);
    expect(await withMovies.distinct().slice(0, 1).count()).toBe(1);
    expect(await withMovies.distinct().slice(1).exists()).toBe(true);
    expect(await withMovies.distinct().slice(2).exists()).toBe(false);
  });
});

describe('none()', () => {
  test('has no rows and makes no query, whatever follows', async () => {
    const none = Movie.objects.none().filter({ year: 1975 }).orderBy('title');
    expect(await countQueries(async () => expect(await none).toEqual([]))).toBe(0);
  });
});

describe('count() and exists()', () => {
  test('ask for no columns and no order', async () => {
    const movies = Movie.objects.filter({ year: 1975 }).orderBy('title').selectRelated('director');
    expect(await movies.count()).toBe(2);
    expect(await movies.exists()).toBe(true);
    expect(await sqlOf(() => movies.count())).toEqual([
      'SELECT COUNT(*) FROM "movie" WHERE "movie"."year" = ?',
    ]);
    expect(await sqlOf(() => movies.exists())).toEqual([
      'SELECT 1 FROM "movie" WHERE "movie"."year" = ? LIMIT 1',
    ]);
  });

  test('of a slice count within it', async () => {
    const movies = Movie.objects.orderBy('title');
    expect(await movies.slice(3, 10).count()).toBe(1);
    expect(await movies.slice(4, 10).count()).toBe(0);
    expect(await movies.slice(4, 10).exists()).toBe(false);
    expect(await movies.slice(3).exists()).toBe(true);
  });
});

describe('get()', () => {
  test('returns the one row', async () => {
    expect((await Movie.objects.get({ title: 'Jaws' })).year).toBe(1975);
    expect((await Movie.objects.filter({ title: 'Jaws' }).get()).year).toBe(1975);
    expect((await Movie.objects.orderBy('title').slice(2, 3).get()).title).toBe('Lincoln');
  });

  test('says that there is none, which is a 404', async () => {
    expect(await failureOf(() => Movie.objects.get({ title: 'Alien' }))).toMatchObject({
      code: 'orm.not_found',
      status: 404,
      message: 'No Movie matches the conditions.',
    });
    expect(await codeOf(() => Movie.objects.none().get())).toBe('orm.not_found');
  });

  test('says that there are several, having read two at most', async () => {
    const sent = await sqlOf(async () => {
      expect(await codeOf(() => Movie.objects.get({ year: 1975 }))).toBe('orm.multiple_found');
    });
    expect(sent).toEqual([expect.stringMatching(/ LIMIT 2$/)]);
  });
});

describe('first() and last()', () => {
  test('follow the order, that of the model or the primary key', async () => {
    expect((await Movie.objects.first())?.title).toBe('The Shining');
    expect((await Movie.objects.last())?.title).toBe('Lincoln');
    expect((await Movie.objects.orderBy('title').first())?.title).toBe('Barry Lyndon');
    expect((await Movie.objects.orderBy('title').last())?.title).toBe('The Shining');
    expect((await Genre.objects.first())?.name).toBe('Drama');
    expect((await Genre.objects.last())?.name).toBe('Horror');
    expect((await Movie.objects.reverse().first())?.title).toBe('Lincoln');
  });

  test('are null when there is nothing', async () => {
    expect(await Movie.objects.filter({ year: 1900 }).first()).toBeNull();
    expect(await Movie.objects.filter({ year: 1900 }).last()).toBeNull();
  });

  test('read one row', async () => {
    expect(await sqlOf(() => Country.objects.last())).toEqual([
      'SELECT "country"."id", "country"."name" FROM "country" ORDER BY "country"."id" DESC LIMIT 1',
    ]);
  });
});

test('a model without columns of its own has rows all the same', async () => {
  const Trailer = model('Trailer', {});
  expect(await createTables()).toEqual(['trailer']);
  await Trailer.objects.bulkCreate([{}, {}]);
  expect((await Trailer.objects.orderBy('-id')).map(({ id }) => id)).toEqual([2, 1]);
});
