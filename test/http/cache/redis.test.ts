import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { redis, startRedis } from '../../../scripts/services/index.ts';
import { type CacheSettings, createCache } from '../../../src/cache/index.ts';
import { char, connect, createTables, disconnect, model } from '../../../src/orm/index.ts';
import { describeWith } from '../../support/services.ts';
import { counting, type Site, site } from './site.ts';

const Movie = model('Movie', { title: char({ maxLength: 100 }) });

beforeAll(async () => {
  connect({ default: 'sqlite::memory:' });
  await createTables();
});
afterAll(() => disconnect());

/** Long enough for a busy machine to answer, short enough to wait for when nobody does. */
const ANSWER = '3s';
const HOST = { host: 'a.example' };

/** Sites with connections of their own to one Redis, as processes have them. */
async function fleet(count: number, options: Partial<CacheSettings> = {}) {
  const server = await startRedis();
  onTestFinished(() => server.close());
  const sites: Site[] = Array.from({ length: count }, () =>
    site({
      cache: createCache({
        url: server.value,
        answerTimeout: ANSWER,
        dependencies: true,
        ...options,
      }),
    }),
  );
  const runs = (path: string) => sites.reduce((sum, each) => sum + (each.runs.get(path) ?? 0), 0);
  return { server, sites, runs };
}

describeWith(redis, 'pages in Redis', () => {
  test('120 misses of one page in three processes run one view', async () => {
    const { sites, runs } = await fleet(3);
    let release!: () => void;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (const { page } of sites) {
      page('/', { timeout: '1m' }, async () => {
        await gate;
        return 'page';
      });
    }
    const answers = sites.flatMap(({ get }) => Array.from({ length: 40 }, () => get('/', HOST)));
    release();
    for (const { body } of await Promise.all(answers)) expect(body).toBe('page');
    expect(runs('/')).toBe(1);
  });

  test('one process’s commit throws the page of all away', async () => {
    await Movie.objects.all().delete();
    const jaws = await Movie.objects.create({ title: 'Jaws' });
    const { sites, runs } = await fleet(2);
    for (const { page } of sites) {
      page('/', { until: 'changed' }, async () => (await Movie.objects.get({ id: jaws.id })).title);
    }
    for (let round = 0; round < 5; round += 1) {
      const title = `Jaws ${round}`;
      await Movie.objects.filter({ id: jaws.id }).update({ title });
      for (const { get } of sites) expect((await get('/', HOST)).body).toBe(title);
    }
    // Each of them once, and the other process answers from the cache.
    expect(runs('/')).toBe(5);
  });

  test('a server that is gone leaves a site that makes its pages, until it is back', async () => {
    const { server, sites } = await fleet(1);
    const [{ page, get, runs }] = sites as [Site];
    page('/', { timeout: '1m' }, counting());
    expect((await get('/')).body).toBe('run 1');
    await server.kill();
    expect((await get('/')).status).toBe(200);
    expect((await get('/')).status).toBe(200);
    expect(runs.get('/')).toBe(3);
  });

  test('with onFailure: raise the request fails before its view', async () => {
    const { server, sites } = await fleet(1, { onFailure: 'raise' });
    const [{ page, get, runs }] = sites as [Site];
    page('/', { timeout: '1m' }, counting());
    await get('/');
    await server.kill();
    expect((await get('/')).status).toBe(503);
    expect(runs.get('/')).toBe(1);
  });
});
