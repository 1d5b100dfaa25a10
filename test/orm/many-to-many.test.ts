import { beforeEach, describe, expect, test } from 'vitest';
import { isAltersData } from '../../src/core/index.ts';
import { createTables, integer, manyToMany, model } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Genre, Movie } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';
import { countQueries, sqlOf } from '../support/queries.ts';

/** Double features: programmes that go well with other programmes. */
const Programme = model('Programme', {
  number: integer(),
  get similar() {
    return manyToMany(() => Programme);
  },
});

let cinema: Awaited<ReturnType<typeof addMovies>>;

beforeEach(async () => {
  await connectCinema();
  await createTables();
  cinema = await addMovies();
});

const genresOf = async (title: string) => {
  const movie = await Movie.objects.get({ title });
  return (await movie.genres).map(({ name }) => name);
};

describe('add()', () => {
  test('relates rows and keys with one statement, those that are related stay', async () => {
    const comedy = await Genre.objects.create({ name: 'Comedy' });
    const sent = await sqlOf(() => cinema.jaws.genres.add(comedy, cinema.drama.id, cinema.horror));
    expect(sent).toEqual([
      'INSERT INTO "movie_genres" ("movie_id", "genre_id") VALUES (?, ?), (?, ?), (?, ?)' +
        ' ON CONFLICT DO NOTHING',
    ]);
    expect(await genresOf('Jaws')).toEqual(['Comedy', 'Drama', 'Horror']);
  });

  test('of nothing does nothing', async () => {
    expect(await countQueries(() => cinema.jaws.genres.add())).toBe(0);
  });

  test('refuses a key that no row has, and relates none of the others', async () => {
    const added = () => cinema.jaws.genres.add(cinema.drama, 1_000);
    expect(await codeOf(added)).toBe('db.constraint.foreign_key');
    expect(await genresOf('Jaws')).toEqual(['Horror']);
  });

  test('refuses a row of another model', async () => {
    expect(await codeOf(() => cinema.jaws.genres.add(cinema.lincoln))).toBe('orm.value.invalid');
    expect(await codeOf(() => cinema.jaws.genres.remove(cinema.jaws))).toBe('orm.value.invalid');
  });
});

describe('remove() and clear()', () => {
  test('end the relation and leave the rows', async () => {
    await cinema.shining.genres.remove(cinema.horror, 1_000);
    expect(await genresOf('The Shining')).toEqual(['Drama']);
    await cinema.shining.genres.clear();
    expect(await genresOf('The Shining')).toEqual([]);
    expect(await Genre.objects.count()).toBe(2);
    expect(await genresOf('Barry Lyndon')).toEqual(['Drama']);
  });

  test('take one statement', async () => {
    expect(await sqlOf(() => cinema.shining.genres.remove(cinema.horror))).toEqual([
      'DELETE FROM "movie_genres" WHERE "movie_genres"."movie_id" = ?' +
        ' AND "movie_genres"."genre_id" IN (SELECT "value" FROM json_each(?))',
    ]);
    expect(await sqlOf(() => cinema.shining.genres.clear())).toEqual([
      'DELETE FROM "movie_genres" WHERE "movie_genres"."movie_id" = ?',
    ]);
    expect(await sqlOf(() => cinema.shining.genres.remove())).toEqual([]);
  });
});

describe('set()', () => {
  test('makes these the related rows, and undoes all when one is not there', async () => {
    await cinema.shining.genres.set([cinema.drama.id]);
    expect(await genresOf('The Shining')).toEqual(['Drama']);
    const set = () => cinema.shining.genres.set([cinema.horror, 1_000]);
    expect(await codeOf(set)).toBe('db.constraint.foreign_key');
    expect(await genresOf('The Shining')).toEqual(['Drama']);
    await cinema.shining.genres.set([]);
    expect(await genresOf('The Shining')).toEqual([]);
  });
});

describe('the related rows', () => {
  test('are a QuerySet of their own', async () => {
    const { genres } = cinema.shining;
    expect((await genres.filter({ name__startswith: 'H' })).map(({ name }) => name)).toEqual([
      'Horror',
    ]);
    expect(await genres.count()).toBe(2);
    expect(await genres.exists()).toBe(true);
    expect((await genres.orderBy('-name').first())?.name).toBe('Horror');
    expect(await sqlOf(() => genres.exclude({ name: 'Drama' }))).toEqual([
      'SELECT "genre"."id", "genre"."name" FROM "genre"' +
        ' INNER JOIN "movie_genres" ON "movie_genres"."genre_id" = "genre"."id"' +
        ' WHERE "movie_genres"."movie_id" = ? AND NOT ("genre"."name" = ?)' +
        ' ORDER BY "genre"."name"',
    ]);
  });

  test('are fresh after a change, whether they or a peer loaded them before', async () => {
    const movies = await Movie.objects.orderBy('id');
    const [shining, lyndon] = movies;
    expect(await shining!.genres).toHaveLength(2);
    await shining!.genres.remove(cinema.horror);
    expect((await shining!.genres).map(({ name }) => name)).toEqual(['Drama']);
    await lyndon!.genres.add(cinema.horror);
    expect((await lyndon!.genres).map(({ name }) => name)).toEqual(['Drama', 'Horror']);
  });

  test('keep their methods after they have been loaded', async () => {
    const [shining] = await Movie.objects;
    await shining!.genres;
    await shining!.genres.clear();
    expect(await shining!.genres).toEqual([]);
  });

  test('go to nobody but the one who asked: pushing to the list changes no other', async () => {
    const [shining] = await Movie.objects;
    (await shining!.genres).pop();
    expect(await shining!.genres).toHaveLength(2);
  });
});

test('a model can relate to itself, in one direction', async () => {
  const [one, two] = await Programme.objects.bulkCreate([{ number: 1 }, { number: 2 }]);
  await one!.similar.add(two!);
  expect((await one!.similar).map(({ number }) => number)).toEqual([2]);
  expect(await two!.similar).toEqual([]);
  expect(await Programme.objects.filter({ similar__number: 2 })).toHaveLength(1);
  expect((await two!.delete()).byModel).toEqual({ Programme: 1, Programme_similar: 1 });
});

test('templates must not call what changes data', () => {
  const { add, remove, clear, set, load } = cinema.jaws.genres;
  expect([add, remove, clear, set, load].map(isAltersData)).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
});
