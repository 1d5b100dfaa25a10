import { beforeEach, describe, expect, test } from 'vitest';
import { createRequestContext, runInContext } from '../../src/events/index.ts';
import { connect, createTables, disconnect } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Movie } from '../support/cinema.ts';
import { codeOf } from '../support/failures.ts';
import { countQueries, recordStatements } from '../support/queries.ts';

beforeEach(async () => {
  await connectCinema();
  await addMovies();
});

describe('an evaluated QuerySet', () => {
  test('keeps its rows: awaiting it again makes no query', async () => {
    const movies = Movie.objects.orderBy('title');
    expect(
      await countQueries(async () => {
        const first = await movies;
        expect(await movies).toBe(first);
        for await (const movie of movies) expect(first).toContain(movie);
        expect(await movies.count()).toBe(4);
        expect(await movies.exists()).toBe(true);
      }),
    ).toBe(1);
  });

  test('is evaluated once for all who await it at the same time', async () => {
    const movies = Movie.objects.prefetchRelated('genres');
    const sent = recordStatements();
    const [one, other] = await Promise.all([movies, movies]);
    expect(one).toBe(other);
    expect(sent).toHaveLength(2);
  });

  test('is asked anew by all() and by every refinement', async () => {
    const movies = Movie.objects.orderBy('title');
    await movies;
    expect(await countQueries(() => movies.all())).toBe(1);
    expect(await countQueries(() => movies.slice(0, 1))).toBe(1);
  });

  test('does not see later writes, all() does', async () => {
    const movies = Movie.objects.filter({ year: 1975 });
    await movies;
    await Movie.objects.filter({ title: 'Jaws' }).update({ year: 1976 });
    expect(await movies).toHaveLength(2);
    expect(await movies.all()).toHaveLength(1);
  });

  test('can be shared by requests: each statement belongs to the one that needed it', async () => {
    const movies = Movie.objects.filter({ year: 1975 });
    const sent = recordStatements();
    const inRequest = () => runInContext(createRequestContext(), async () => (await movies).length);
    expect(await inRequest()).toBe(2);
    expect(await inRequest()).toBe(2);
    expect(sent).toHaveLength(1);
    const refined = await Promise.all(
      [1, 2].map(() =>
        runInContext(createRequestContext(), async () => (await movies.all()).length),
      ),
    );
    expect(refined).toEqual([2, 2]);
    expect(sent).toHaveLength(3);
  });
});

describe('a query that failed', () => {
  test('can be awaited again once the reason is gone', async () => {
    const movies = Movie.objects.filter({ year: 1975 });
    await disconnect();
    expect(await codeOf(() => movies)).toBe('db.not_connected');
    connect({ default: 'sqlite::memory:' });
    expect(await codeOf(() => movies)).toBe('db.table.missing');
    await createTables();
    expect(await movies).toEqual([]);
  });

  test('rejects everybody who awaits it at that time', async () => {
    const movies = Movie.objects.filter({ year: 1975 });
    await disconnect();
    const settled = await Promise.allSettled([movies, movies]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  test('fails in await, never in the call that made the QuerySet', async () => {
    await disconnect();
    const movies = Movie.objects.filter({ year: 1975 }).orderBy('title');
    expect(await codeOf(() => movies.count())).toBe('db.not_connected');
    expect(await codeOf(() => movies.first())).toBe('db.not_connected');
    expect(await codeOf(() => movies.get())).toBe('db.not_connected');
    expect(await codeOf(() => movies.update({ votes: 1 }))).toBe('db.not_connected');
  });
});

test('using() asks another database', async () => {
  connect({ archive: 'sqlite::memory:' });
  expect(await createTables({ using: 'archive' })).toContain('movie');
  const archived = Movie.objects.using('archive');
  expect(await archived.count()).toBe(0);
  const sent = recordStatements();
  expect(await codeOf(() => archived.using('nowhere').count())).toBe('db.alias.unknown');
  await archived.filter({ year: 1975 });
  expect(sent.map(({ database }) => database)).toEqual(['archive']);
});
