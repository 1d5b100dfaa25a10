import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type Cache, createCache, MemoryBackend } from '../../src/cache/index.ts';
import { atomic, database } from '../../src/db/index.ts';
import {
  type CacheEvent,
  cacheChannel,
  createRequestContext,
  runInContext,
} from '../../src/events/index.ts';
import { addMovies, connectCinemaOn, Genre, Movie } from '../support/cinema.ts';
import { type DatabaseKind, describeEachDatabase } from '../support/databases.ts';
import { codeOf } from '../support/failures.ts';

const UNTIL = { until: 'changed', timeout: null } as const;

/** A cache, and one more on the same backend, as in another process. */
function caches(): readonly [Cache, Cache] {
  const backend = new MemoryBackend();
  const made = [createCache({ backend }), createCache({ backend })] as const;
  onTestFinished(async () => {
    for (const each of made) await each.close();
  });
  return made;
}

/** A value that is computed from rows, and how often it was. */
function page(cache: Cache, compute: () => unknown, key = 'page') {
  const read = async () =>
    cache.getOrSet(key, UNTIL, () => {
      read.computed += 1;
      return compute();
    });
  read.computed = 0;
  return read;
}

async function filled(kind: DatabaseKind) {
  await connectCinemaOn(kind);
  return addMovies();
}

const titles = () => Movie.objects.orderBy('title').valuesList('title', { flat: true });

describeEachDatabase('a value that is kept until its rows change', (kind) => {
  test('is computed once, and again after a write of a table it was made of', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    const list = page(cache, titles);
    expect(await list()).toEqual(['Barry Lyndon', 'Jaws', 'Lincoln', 'The Shining']);
    await list();
    await Genre.objects.create({ name: 'Comedy' });
    await list();
    expect(list.computed).toBe(1);
    jaws.title = 'Jaws 2';
    await jaws.save();
    expect(await list()).toContain('Jaws 2');
    await Movie.objects.filter({ title: 'Lincoln' }).delete();
    expect(await list()).not.toContain('Lincoln');
    expect(list.computed).toBe(3);
  });

  test('of a row by its key stays when others change', async () => {
    const { jaws, lincoln } = await filled(kind);
    const [cache] = caches();
    const detail = page(cache, async () => (await Movie.objects.get({ id: jaws.id })).title);
    await detail();
    lincoln.votes = 1;
    await lincoln.save();
    await Movie.objects.create({ title: 'Duel', director: jaws.directorId });
    expect([await detail(), detail.computed]).toEqual(['Jaws', 1]);
    await Movie.objects.filter({ id: jaws.id }).update({ title: 'Shark' });
    expect([await detail(), detail.computed]).toEqual(['Shark', 2]);
    await Movie.objects.update({ title: 'Film' });
    expect([await detail(), detail.computed]).toEqual(['Film', 3]);
  });

  test('of a row by its key stays when bulkUpdate() writes others', async () => {
    const { jaws, lincoln } = await filled(kind);
    const [cache] = caches();
    const detail = page(cache, async () => (await Movie.objects.get({ id: jaws.id })).votes);
    const list = page(cache, () => Movie.objects.filter({ votes: 70 }).count(), 'list');
    await detail();
    await list();
    lincoln.votes = 70;
    await Movie.objects.bulkUpdate([lincoln], ['votes']);
    expect([await detail(), detail.computed]).toEqual([7, 1]);
    expect(await list()).toBe(1);
    jaws.votes = 70;
    await Movie.objects.filter({ title: 'Jaws' }).bulkUpdate([lincoln, jaws], ['votes']);
    expect([await detail(), detail.computed]).toEqual([70, 2]);
    expect(await list()).toBe(2);
  });

  test('of a row that is missing is computed when it comes', async () => {
    await filled(kind);
    const [cache] = caches();
    const find = page(cache, () => Genre.objects.filter({ id: 999 }).exists());
    expect(await find()).toBe(false);
    await Genre.objects.create({ id: 999, name: 'Comedy' });
    expect(await find()).toBe(true);
  });

  test('of a row that was asked for before, and is missing, is computed when it comes', async () => {
    await filled(kind);
    const [cache] = caches();
    const visit = (work: () => Promise<unknown>) => runInContext(createRequestContext(), work);
    await visit(page(cache, titles, 'titles'));
    const first = () =>
      visit(() => {
        const genre = Genre.objects.filter({ id: 999 }).exists();
        return cache.getOrSet('page', UNTIL, () => genre);
      });
    expect(await first()).toBe(false);
    await Genre.objects.create({ id: 999, name: 'Comedy' });
    expect(await first()).toBe(true);
  });

  test('waits for the commit, and forgets nothing that is undone', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    const list = page(cache, titles);
    await list();
    await atomic(async () => {
      jaws.title = 'Jaws 2';
      await jaws.save();
      throw new Error('The projector broke.');
    }).catch(() => {});
    await list();
    expect(list.computed).toBe(1);
  });

  test('is not kept when it was read before a change and stored after it', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    const list = page(cache, async () => {
      const found = await titles();
      if (list.computed === 1)
        await Movie.objects.filter({ id: jaws.id }).update({ title: 'Shark' });
      return found;
    });
    expect(await list()).toContain('Jaws');
    expect(await list()).toContain('Shark');
    await list();
    expect(list.computed).toBe(2);
  });

  test('is not shared with those who came after the change', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    const { promise: read, resolve: tellRead } = Promise.withResolvers<void>();
    const { promise: changed, resolve: goOn } = Promise.withResolvers<void>();
    const list = page(cache, async () => {
      const found = await titles();
      tellRead();
      await changed;
      return found;
    });
    const early = list();
    await read;
    await Movie.objects.filter({ id: jaws.id }).update({ title: 'Shark' });
    const late = [list(), list()];
    goOn();
    expect(await early).toContain('Jaws');
    for (const each of late) expect(await each).toContain('Shark');
    expect(list.computed).toBe(2);
  });

  test('is forgotten by caches of other processes, too', async () => {
    const { jaws } = await filled(kind);
    const [here, there] = caches();
    const list = page(here, titles);
    await list();
    const other = page(there, () => expect.unreachable());
    expect(await other()).toContain('Jaws');
    await jaws.delete();
    expect(await page(there, titles)()).not.toContain('Jaws');
  });

  test('counts what the request had read before', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    await page(cache, titles)();
    // A request is of use from the second one on: the age of its reads has to be known.
    for (const title of ['Jaws', 'Shark']) {
      await runInContext(createRequestContext(), async () => {
        const movie = await Movie.objects.get({ id: jaws.id });
        expect(await page(cache, () => movie.title, 'fragment')()).toBe(title);
      });
      await Movie.objects.filter({ id: jaws.id }).update({ title: 'Shark' });
    }
  });

  test('is a part of what a value around it was made of', async () => {
    const { drama } = await filled(kind);
    const [cache] = caches();
    const inner = page(cache, () => Genre.objects.count(), 'inner');
    await inner();
    const outer = page(cache, inner, 'outer');
    expect(await outer()).toBe(2);
    await drama.delete();
    expect(await outer()).toBe(1);
    expect([inner.computed, outer.computed]).toEqual([2, 2]);
  });

  test('is thrown away by raw SQL, more of it when the tables are not named', async () => {
    await filled(kind);
    const [cache] = caches();
    const list = page(cache, titles);
    await list();
    await database().raw("UPDATE genre SET name = 'A' WHERE name = 'Drama'", [], {
      writes: ['genre'],
    });
    await list();
    expect(list.computed).toBe(1);
    await database().raw("UPDATE genre SET name = 'B' WHERE name = 'A'");
    await list();
    expect(list.computed).toBe(2);
    await database().tablesChanged(['movie']);
    await list();
    expect(list.computed).toBe(3);
  });

  test('is kept for a short time when it can’t be told what it was made of, and says so', async () => {
    await filled(kind);
    const [cache] = caches();
    const events: CacheEvent[] = [];
    onTestFinished(cacheChannel.subscribe((event) => void events.push(event)));
    let computed = 0;
    const read = () =>
      cache.getOrSet('raw', { ...UNTIL, untracked: 0.05 }, async () => {
        computed += 1;
        return (await database().raw('SELECT title FROM movie')).rows.length;
      });
    expect(await read()).toBe(4);
    await expect.poll(() => read().then(() => computed)).toBeGreaterThan(1);
    expect(events[0]?.untracked).toMatch(/raw SQL/);
  });

  test('is not kept at all when it may be undone, and nobody else gets it', async () => {
    await filled(kind);
    const [cache] = caches();
    const { promise: began, resolve: tellBegan } = Promise.withResolvers<void>();
    const count = page(cache, async () => {
      const found = await Genre.objects.count();
      tellBegan();
      await pause(5);
      return found;
    });
    const outside = began.then(() => count());
    const transaction = atomic(async () => {
      await Genre.objects.create({ name: 'Comedy' });
      expect(await count()).toBe(3);
      throw new Error('The projector broke.');
    });
    await expect(transaction).rejects.toThrow('projector');
    expect(await outside).toBe(2);
    expect(await count()).toBe(2);
  });

  test('can be set by who tracked it', async () => {
    const { jaws } = await filled(kind);
    const [cache] = caches();
    const { value, tags } = await cache.track(() => titles());
    await cache.set('list', value, { tags: tags!, timeout: null });
    expect(await cache.has('list')).toBe(true);
    await jaws.delete();
    expect(await cache.has('list')).toBe(false);
  });

  test('is a miss when the backend has lost its marks', async () => {
    await filled(kind);
    const backend = new MemoryBackend();
    const cache = createCache({ backend });
    onTestFinished(() => cache.close());
    const list = page(cache, titles);
    await list();
    backend.deletePrefix('uptempo:~tag:');
    await list();
    expect(list.computed).toBe(2);
  });
});

test('a cache that other processes share has to be told of their writes', async () => {
  class SharedBackend extends MemoryBackend {
    override readonly capabilities = { ...new MemoryBackend().capabilities, isShared: true };
  }
  const backend = new SharedBackend();
  const cache = createCache({ backend });
  expect(await codeOf(() => cache.getOrSet('page', UNTIL, () => 1))).toBe('cache.dependencies.off');
  const told = createCache({ backend, dependencies: true });
  expect(await told.getOrSet('page', UNTIL, () => 1)).toBe(1);
  for (const each of [cache, told]) await each.close();
});

test('names of tags that are marks are refused', async () => {
  const cache = createCache();
  const set = () => cache.set('page', 1, { tags: ['~db:default'] });
  expect(await codeOf(set)).toBe('cache.key.invalid');
});
