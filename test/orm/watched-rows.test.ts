import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type RowsLoadedEvent, type RowsUse, rowsLoadedChannel } from '../../src/events/index.ts';
import {
  char,
  createTables,
  foreignKey,
  hasMany,
  integer,
  json,
  manyToMany,
  model,
  Prefetch,
  text,
} from '../../src/orm/index.ts';
import { connectEmpty, describeEachDatabase } from '../support/databases.ts';

const Genre = model('Genre', { name: char({ maxLength: 40 }), about: text() });

const Director = model('Director', {
  name: char({ maxLength: 120 }),
  biography: text(),
  get movies() {
    return hasMany(() => Movie, 'director');
  },
});

const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  year: integer(),
  synopsis: text(),
  credits: json(),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
  get genres() {
    return manyToMany(() => Genre);
  },
});

async function addMovies(): Promise<void> {
  const ozu = await Director.objects.create({ name: 'Ozu', biography: 'Born in Tokyo.' });
  const drama = await Genre.objects.create({ name: 'Drama', about: 'Feelings.' });
  for (const title of ['Late Spring', 'Early Summer', 'Tokyo Story']) {
    const movie = await Movie.objects.create({
      title,
      year: 1950,
      synopsis: `The story of ${title}.`,
      credits: { camera: 'Atsuta' },
      director: ozu,
    });
    await movie.genres.add(drama);
  }
}

/** Watches until the test is over; returns what is told. */
function watch(): RowsLoadedEvent[] {
  const events: RowsLoadedEvent[] = [];
  onTestFinished(rowsLoadedChannel.subscribe((event) => events.push(event)));
  return events;
}

function readColumns(rows: RowsUse | undefined): readonly string[] {
  return rows!.columns.filter(({ isRead }) => isRead).map(({ name }) => name);
}

function usedRelations(rows: RowsUse | undefined): readonly string[] {
  return rows!.relations.filter(({ isUsed }) => isUsed).map(({ name }) => name);
}

describeEachDatabase('watched rows', (kind) => {
  beforeEach(async () => {
    await connectEmpty(kind);
    await createTables();
    await addMovies();
  });

  test('note the columns that are read, and no others', async () => {
    const events = watch();
    const movies = await Movie.objects.orderBy('id');
    expect(events).toMatchObject([
      {
        origin: { kind: 'queryset', subject: 'Movie' },
        rows: [{ path: '', model: 'Movie', rowCount: 3, columnCount: 6 }],
      },
    ]);
    const [rows] = events[0]!.rows;
    expect(rows?.columns.map(({ name }) => name)).toEqual(['title', 'synopsis', 'credits']);
    const synopses = ['Late Spring', 'Early Summer', 'Tokyo Story'].map(
      (t) => `The story of ${t}.`,
    );
    expect(rows?.columns[1]?.bytes).toBe(synopses.join('').length);
    expect(readColumns(rows)).toEqual([]);
    expect(movies[2]?.title).toBe('Tokyo Story');
    expect(readColumns(rows)).toEqual(['title']);
  });

  test('are like other rows to whoever looks at them', async () => {
    const query = Movie.objects.selectRelated('director').orderBy('id');
    const plain = await query.all();
    watch();
    const watched = await query.all();
    for (const [index, row] of watched.entries()) {
      const other = plain[index]!;
      expect(Object.keys(row)).toEqual(Object.keys(other));
      expect(Object.entries(row)).toEqual(Object.entries(other));
      expect({ ...row }).toEqual({ ...other });
      expect(JSON.stringify(row)).toBe(JSON.stringify(other));
      expect(structuredClone({ ...row })).toEqual(structuredClone({ ...other }));
      expect(inspect(row)).toBe(inspect(other));
      expect('title' in row && Object.hasOwn(row, 'title')).toBe(true);
      expect(row).toEqual(other);
      expect(row.constructor.name).toBe('Movie');
      expect(row.credits).toBe(row.credits);
      const names: string[] = [];
      for (const name in row) names.push(name);
      expect(names).toEqual(Object.keys(other));
    }
    assert.deepEqual({ ...watched[0] }, { ...plain[0] });
    assert.deepStrictEqual(watched, await query.all());
  });

  test('read through proxies, heirs and copies of their descriptors', async () => {
    watch();
    const row = await Movie.objects.get({ title: 'Tokyo Story' });
    expect(new Proxy(row, {}).title).toBe('Tokyo Story');
    expect(Object.create(row).title).toBe('Tokyo Story');
    const copy = Object.defineProperties({}, Object.getOwnPropertyDescriptors(row));
    expect(Reflect.get(copy, 'title')).toBe('Tokyo Story');
    const { synopsis, ...rest } = row;
    expect([synopsis, rest.year]).toEqual(['The story of Tokyo Story.', 1950]);
  });

  test('are assigned to, frozen and deleted from as other rows are', async () => {
    watch();
    const [first, second] = await Movie.objects.orderBy('id');
    first!.title = 'Banshun';
    expect(Object.getOwnPropertyDescriptor(first, 'title')).toEqual({
      value: 'Banshun',
      writable: true,
      enumerable: true,
      configurable: true,
    });
    expect(Object.keys(first!)).toEqual(Object.keys(second!));
    await first!.save();
    expect(await Movie.objects.filter({ title: 'Banshun' }).count()).toBe(1);
    Object.freeze(second);
    expect(() => {
      second!.title = 'Bakushu';
    }).toThrow(TypeError);
    expect(second!.title).toBe('Early Summer');
    const third = await Movie.objects.get({ title: 'Tokyo Story' });
    expect(Reflect.deleteProperty(third, 'synopsis')).toBe(true);
    expect('synopsis' in { ...third }).toBe(false);
  });

  test('count serialising and saving whole rows as reading them', async () => {
    const events = watch();
    JSON.stringify(await Movie.objects.all());
    const [row] = await Movie.objects.all();
    await row!.save();
    await Movie.objects.all().then((movies) => movies.map((movie) => ({ ...movie })));
    const wide = ['title', 'synopsis', 'credits'];
    expect(events.map(({ rows }) => readColumns(rows[0]))).toEqual([wide, wide, wide]);
  });

  test('note the relations that are asked for', async () => {
    const events = watch();
    const query = Movie.objects.selectRelated('director').prefetchRelated('genres').orderBy('id');
    const [movie] = await query;
    const [main, genres] = [events[0]!, events[1]!];
    expect(main.rows.map(({ path, rowCount }) => [path, rowCount])).toEqual([
      ['', 3],
      ['director', 3],
    ]);
    expect(main.rows[0]?.relations).toEqual([
      { name: 'director', relation: 'director', loadedBy: 'selectRelated', isUsed: false },
      { name: 'genres', relation: 'genres', loadedBy: 'prefetchRelated', isUsed: false },
    ]);
    expect(genres).toMatchObject({ origin: { kind: 'prefetch', subject: 'Movie.genres' } });
    expect(movie!.director.name).toBe('Ozu');
    expect(usedRelations(main.rows[0])).toEqual(['director']);
    expect(readColumns(main.rows[1])).toEqual(['name']);
    expect(movie!.genres.map(({ name }) => name)).toEqual(['Drama']);
    expect(usedRelations(main.rows[0])).toEqual(['director', 'genres']);
  });

  test('count JSON and related() as asking for relations', async () => {
    const events = watch();
    JSON.stringify(await Movie.objects.selectRelated('director').prefetchRelated('genres'));
    const [movie] = await Movie.objects.prefetchRelated('genres');
    await movie!.related('genres');
    const main = events.filter(({ origin }) => origin.kind === 'queryset');
    expect(main.map(({ rows }) => usedRelations(rows[0]))).toEqual([
      ['director', 'genres'],
      ['genres'],
    ]);
  });

  test('note rows that a Prefetch() put into a property', async () => {
    const events = watch();
    const best = Prefetch('movies', Movie.objects.slice(0, 1), { toAttr: 'best' });
    const [director] = await Director.objects.prefetchRelated(best);
    const [main] = events[0]!.rows;
    expect(main?.relations).toMatchObject([{ name: 'best', relation: 'movies', isUsed: false }]);
    expect(Object.keys(director!)).toEqual(['id', 'name', 'biography', 'best']);
    expect(director!.best).toHaveLength(1);
    expect(main?.relations).toMatchObject([{ isUsed: true }]);
  });

  test('load, refresh and forget relations as other rows do', async () => {
    watch();
    const [movie] = await Movie.objects.only('title', 'synopsis').orderBy('id');
    expect(() => Reflect.get(movie!, 'year')).toThrow('was not loaded by this QuerySet');
    await movie!.refreshFromDb({ fields: ['year'] });
    expect(Reflect.get(movie!, 'year')).toBe(1950);
    const [whole] = await Movie.objects.selectRelated('director').orderBy('id');
    await whole!.refreshFromDb();
    expect(await whole!.related('director')).toMatchObject({ name: 'Ozu' });
    expect(() => Reflect.set(whole!, 'director', null)).toThrow('cannot be assigned');
  });

  test('watch narrow columns only where rows are many', async () => {
    const [director] = await Director.objects.all();
    await Movie.objects.bulkCreate(
      Array.from({ length: 600 }, (_, index) => ({
        title: `Movie ${index}`,
        year: 1900,
        synopsis: '',
        credits: {},
        director: director!,
      })),
    );
    const events = watch();
    const movies = await Movie.objects.all();
    expect(events[0]?.rows[0]?.columns.map(({ name }) => name)).toEqual([
      'title',
      'year',
      'synopsis',
      'credits',
    ]);
    expect(movies.at(-1)?.year).toBe(1900);
    expect(readColumns(events[0]?.rows[0])).toEqual(['year']);
  });

  test('are told of once for each chunk of an iterator, never for rows of a write', async () => {
    const events = watch();
    for await (const movie of Movie.objects.orderBy('id').iterator({ chunkSize: 2 })) movie.title;
    expect(events.map(({ rows }) => rows[0]?.rowCount)).toEqual([2, 1]);
    await Director.objects.all().delete();
    expect(events).toHaveLength(2);
  });
});

describe('rows nobody watches', () => {
  test('have plain properties and say nothing', async () => {
    await connectEmpty('sqlite');
    await createTables();
    await addMovies();
    const [movie] = await Movie.objects.all();
    expect(Object.getOwnPropertyDescriptor(movie, 'synopsis')).toMatchObject({ writable: true });
    expect(Object.getOwnPropertySymbols(movie)).toEqual([]);
  });
});
