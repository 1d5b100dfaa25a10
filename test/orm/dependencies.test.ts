import { beforeEach, expect, onTestFinished, test } from 'vitest';
import {
  atomic,
  type CommittedWrites,
  database,
  onCommittedWrites,
  ReadScope,
  sql,
  trackDependencies,
  trackReads,
  untrackedReads,
} from '../../src/db/index.ts';
import { createRequestContext, runInContext } from '../../src/events/index.ts';
import { Count, F, Subquery } from '../../src/orm/index.ts';
import { addMovies, connectCinemaOn, Director, Genre, Movie } from '../support/cinema.ts';
import { type DatabaseKind, describeEachDatabase } from '../support/databases.ts';

/** Tables with the keys that were read or written, sorted; `any` where any row may be meant. */
type Touched = Readonly<Record<string, readonly string[] | 'any'>>;

interface TouchedTable {
  readonly [table: string]: ReadonlySet<string> | undefined;
}

function touched(tables: TouchedTable): Touched {
  return Object.fromEntries(
    Object.entries(tables).map(([table, keys]) => [
      table,
      keys === undefined ? 'any' : [...keys].sort(),
    ]),
  );
}

function tablesOf(scope: ReadScope): Touched {
  return touched(Object.fromEntries(scope.tables.get('default') ?? []));
}

async function scopeOf(work: () => unknown): Promise<ReadScope> {
  const scope = new ReadScope();
  await trackReads(scope, async () => await work());
  return scope;
}

async function reads(work: () => unknown): Promise<Touched> {
  const scope = await scopeOf(work);
  expect(scope.untracked).toBeUndefined();
  return tablesOf(scope);
}

function listen(): CommittedWrites[] {
  const heard: CommittedWrites[] = [];
  onTestFinished(onCommittedWrites((writes) => void heard.push(writes)));
  return heard;
}

async function writes(work: () => unknown): Promise<readonly (Touched | 'anything')[]> {
  const heard = listen();
  await work();
  return heard.map(({ tables }) =>
    tables === undefined
      ? 'anything'
      : touched(Object.fromEntries([...tables].map(([table, { rows }]) => [table, rows]))),
  );
}

const broken = new Error('The projector broke.');

async function filled(kind: DatabaseKind) {
  await connectCinemaOn(kind);
  return addMovies();
}

beforeEach(() => trackDependencies());

describeEachDatabase('what was read', (kind) => {
  test('is the table of a list', async () => {
    await filled(kind);
    expect(await reads(() => Movie.objects.filter({ year__gt: 1970 }))).toEqual({ movie: 'any' });
    expect(await reads(() => Movie.objects.filter({ year: 1975 }).count())).toEqual({
      movie: 'any',
    });
  });

  test('is the row that was got by its key, whatever else is asked of it', async () => {
    const { jaws } = await filled(kind);
    const key = String(jaws.id);
    expect(await reads(() => Movie.objects.get({ id: jaws.id }))).toEqual({ movie: [key] });
    expect(await reads(() => Movie.objects.filter({ title: 'Jaws', id: jaws.id }))).toEqual({
      movie: [key],
    });
    expect(await reads(() => Movie.objects.filter({ id: jaws.id }).exists())).toEqual({
      movie: [key],
    });
    expect(await reads(() => Movie.objects.inBulk([jaws.id]))).toEqual({ movie: [key] });
  });

  test('is the whole table where a row is missing, which may be inserted', async () => {
    const { jaws } = await filled(kind);
    expect(await reads(() => Movie.objects.filter({ id: 999 }).first())).toEqual({ movie: 'any' });
    expect(await reads(() => Movie.objects.filter({ id__in: [jaws.id, 999] }))).toEqual({
      movie: 'any',
    });
    expect(await reads(() => Movie.objects.filter({ id__in: [jaws.id, 999] }).count())).toEqual({
      movie: 'any',
    });
  });

  test('is not one row where the condition is not about the key alone', async () => {
    const { jaws } = await filled(kind);
    const others = [
      Movie.objects.exclude({ id: jaws.id }),
      Movie.objects.filter({ id__gte: jaws.id }),
      Movie.objects.filter({ director: jaws.directorId }),
    ];
    for (const query of others) expect(await reads(() => query)).toEqual({ movie: 'any' });
  });

  test('has the tables of joins, subqueries and relations that are loaded', async () => {
    const { jaws } = await filled(kind);
    expect(await reads(() => Movie.objects.selectRelated('director'))).toEqual({
      movie: 'any',
      director: 'any',
    });
    const titles = Movie.objects.filter({ year: 1975 }).values('director');
    expect(await reads(() => Director.objects.filter({ id__in: titles }))).toEqual({
      movie: 'any',
      director: 'any',
    });
    const first = Subquery(Genre.objects.values('name').slice(0, 1));
    expect(await reads(() => Director.objects.annotate({ first, films: Count('movies') }))).toEqual(
      {
        director: 'any',
        genre: 'any',
        movie: 'any',
      },
    );
    const scope = await reads(async () => {
      const movie = await Movie.objects.get({ id: jaws.id });
      await movie.director.load();
    });
    expect(scope).toEqual({ movie: [String(jaws.id)], director: [String(jaws.directorId)] });
    expect(await reads(() => Movie.objects.prefetchRelated('genres'))).toEqual({
      movie: 'any',
      movie_genres: 'any',
      genre: 'any',
    });
  });

  test('is known of JSON and of iterators', async () => {
    const { jaws } = await filled(kind);
    expect(await reads(() => Movie.objects.filter({ id: jaws.id }).toJSON())).toEqual({
      movie: [String(jaws.id)],
    });
    const scope = await reads(async () => {
      for await (const movie of Movie.objects.iterator()) expect(movie.title).not.toBe('');
    });
    expect(scope).toEqual({ movie: 'any' });
  });

  test('of raw SQL is what its author says, and else unknown', async () => {
    await filled(kind);
    const unnamed = await scopeOf(() => database().raw('SELECT title FROM movie'));
    expect(unnamed.untracked).toMatch(/raw SQL/);
    const options = { reads: ['movie'] };
    const statement = sql`SELECT title FROM movie`;
    expect(await reads(() => database().raw(statement, [], options))).toEqual({ movie: 'any' });
  });

  test('counts what the request read before, but for what nothing depends on', async () => {
    const { jaws } = await filled(kind);
    await runInContext(createRequestContext(), async () => {
      const before = performance.now();
      const movie = await Movie.objects.get({ id: jaws.id });
      await untrackedReads(() => Genre.objects.count());
      const scope = await scopeOf(() => movie.title);
      expect(tablesOf(scope)).toEqual({ movie: [String(jaws.id)] });
      expect(scope.startedMs).toBeGreaterThanOrEqual(before);
      expect(scope.startedMs).toBeLessThan(performance.now());
    });
  });

  test('goes to all scopes around it', async () => {
    await filled(kind);
    let inner: Touched = {};
    const outer = await reads(async () => {
      await Director.objects.count();
      inner = await reads(() => Genre.objects.count());
    });
    expect(inner).toEqual({ genre: 'any' });
    expect(outer).toEqual({ director: 'any', genre: 'any' });
  });

  test('is as old as its transaction, and nothing once that has written', async () => {
    await filled(kind);
    await atomic(async () => {
      const before = performance.now();
      const read = await scopeOf(() => Movie.objects.count());
      expect(read.startedMs).toBeLessThanOrEqual(before);
      expect(read.untracked).toBeUndefined();
      await atomic(() => Genre.objects.create({ name: 'Comedy' }));
      expect((await scopeOf(() => Movie.objects.count())).untracked).toMatch(/had written/);
    });
  });

  test('is the whole table when there are many rows', async () => {
    await filled(kind);
    const names = Array.from({ length: 300 }, (_, index) => ({ name: `Genre ${index}` }));
    const made = await Genre.objects.bulkCreate(names);
    expect(await reads(() => Genre.objects.inBulk(made.map(({ id }) => id)))).toEqual({
      genre: 'any',
    });
  });
});

describeEachDatabase('what was written', (kind) => {
  test('is told by the table, and by the row where a key names it', async () => {
    const { jaws } = await filled(kind);
    const key = String(jaws.id);
    jaws.votes = 5;
    expect(await writes(() => jaws.save())).toEqual([{ movie: [key] }]);
    const one = Movie.objects.filter({ id: jaws.id });
    expect(await writes(() => one.update({ votes: F('votes').add(1) }))).toEqual([
      { movie: [key] },
    ]);
    expect(await writes(() => Movie.objects.update({ votes: 0 }))).toEqual([{ movie: 'any' }]);
    expect(await writes(() => Genre.objects.create({ name: 'Comedy' }))).toEqual([{ genre: [] }]);
    const upsert = () =>
      Genre.objects.bulkCreate([{ name: 'Comedy' }], {
        onConflict: 'update',
        uniqueFields: ['name'],
        updateFields: ['name'],
      });
    expect(await writes(upsert)).toEqual([{ genre: 'any' }]);
  });

  test('has what goes with a delete, and pairs', async () => {
    const { jaws, kubrick } = await filled(kind);
    expect(await writes(() => jaws.genres.clear())).toEqual([{ movie_genres: 'any' }]);
    const [deleted] = await writes(() => kubrick.delete());
    expect(deleted).toMatchObject({ movie: expect.anything(), movie_genres: expect.anything() });
    expect(deleted?.['director' as keyof typeof deleted]).toEqual([String(kubrick.id)]);
  });

  test('is told once, after the commit, and before the caller goes on', async () => {
    const { jaws } = await filled(kind);
    const heard = listen();
    await atomic(async () => {
      await Movie.objects.filter({ id: jaws.id }).update({ votes: 1 });
      await atomic(() => Genre.objects.create({ name: 'Comedy' }));
      expect(heard).toEqual([]);
    });
    expect(heard).toHaveLength(1);
    expect([...(heard[0]?.tables?.keys() ?? [])].sort()).toEqual(['genre', 'movie']);
  });

  test('is visible to others when it is told', async () => {
    await filled(kind);
    const seen: number[] = [];
    onTestFinished(
      onCommittedWrites(async () => {
        seen.push(await Genre.objects.filter({ name: 'Comedy' }).count());
      }),
    );
    await Genre.objects.create({ name: 'Comedy' });
    await atomic(() => Genre.objects.filter({ name: 'Comedy' }).update({ name: 'Comedies' }));
    expect(seen).toEqual([1, 0]);
  });

  test('is not told when it was undone, the savepoint alone too', async () => {
    const { jaws } = await filled(kind);
    const heard = listen();
    const failing = atomic(async () => {
      await jaws.save();
      throw broken;
    });
    await expect(failing).rejects.toBe(broken);
    await expect(Genre.objects.create({ name: 'Drama' })).rejects.toThrow();
    expect(heard).toEqual([]);
    await atomic(async () => {
      await atomic(async () => {
        await jaws.save();
        throw broken;
      }).catch(() => {});
      await Genre.objects.create({ name: 'Comedy' });
    });
    expect(heard.map(({ tables }) => [...(tables?.keys() ?? [])])).toEqual([['genre']]);
  });

  test('of raw SQL is what its author says, and else anything', async () => {
    await filled(kind);
    const update = 'UPDATE movie SET votes = 1';
    expect(await writes(() => database().raw(update))).toEqual(['anything']);
    expect(await writes(() => database().raw(update, [], { writes: ['movie'] }))).toEqual([
      { movie: 'any' },
    ]);
    const hidden = '/* SELECT */ WITH a AS (SELECT 1) DELETE FROM movie WHERE id = 0';
    expect(await writes(() => database().raw(hidden))).toEqual(['anything']);
    expect(await writes(() => database().raw('-- all\n /* of it */ SELECT 1'))).toEqual([]);
  });

  test('can be said of what others wrote', async () => {
    await filled(kind);
    expect(await writes(() => database().tablesChanged(['movie']))).toEqual([{ movie: 'any' }]);
    const inside = writes(() => atomic(() => database().tablesChanged(['genre'])));
    expect(await inside).toEqual([{ genre: 'any' }]);
  });
});
