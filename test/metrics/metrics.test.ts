import { expect, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { parseRange } from '../../src/metrics/index.ts';
import { database } from '../../src/orm/index.ts';
import { addMovies, connectCinema, Movie } from '../support/cinema.ts';
import { accountsAreIn, openApp, startMetrics } from './site.ts';

const HOUR_MS = 3_600_000;

test('routes are ranked by their total time, with what they did', async () => {
  await openCinema();
  const metrics = await startMetrics();
  const app = await openApp((routes) => {
    routes.get('/movies/:id', async () => (await Movie.objects.first())?.title);
    routes.get('/slow', async () => {
      busy(30);
      return 'done';
    });
  });
  for (let index = 0; index < 5; index++) await app.inject(`/movies/${index}`);
  await app.inject('/slow');
  await app.inject('/nowhere');
  await accountsAreIn();
  const { routes, total } = await metrics.report(HOUR_MS);
  const movies = routes.find(({ route }) => route === 'GET /movies/:id')!;
  expect(routes.map(({ route }) => route).sort()).toEqual([
    'GET (no route)',
    'GET /movies/:id',
    'GET /slow',
  ]);
  expect(routes.map(({ totalMs }) => totalMs)).toEqual(
    routes.map(({ totalMs }) => totalMs).sort((a, b) => b - a),
  );
  expect(movies).toMatchObject({ count: 5, queriesPerRequest: 1, rowsPerRequest: 1 });
  expect(routes.find(({ route }) => route === 'GET (no route)')?.clientErrors).toBe(1);
  expect(total.requests).toBe(7);
  const slow = routes.find(({ route }) => route === 'GET /slow')!;
  expect(slow.maxMs).toBeGreaterThanOrEqual(30);
  expect(slow.verdict.kind).toBe('cpu-bound');
});

test('the parts of a route’s time add up to it', async () => {
  await openCinema();
  const metrics = await startMetrics();
  const app = await openApp((routes) => {
    routes.get('/movies', async () => {
      await Promise.all([1, 2, 3].map((id) => Movie.objects.filter({ id }).first()));
      busy(5);
      return '';
    });
  });
  await Promise.all(Array.from({ length: 20 }, () => app.inject('/movies')));
  await accountsAreIn();
  const { times, totalMs } = (await metrics.report(HOUR_MS)).routes[0]!;
  const { wallMs, queuedMs: _before, ...parts } = times;
  const sum = Object.values(parts).reduce((all, ms) => all + ms, 0);
  expect(sum).toBeCloseTo(wallMs, 3);
  expect(wallMs).toBeCloseTo(totalMs, 3);
  expect(Object.values(parts).every((ms) => ms >= 0)).toBe(true);
});

test('statements are grouped by fingerprint, with the lines and routes they come from', async () => {
  await openCinema();
  const metrics = await startMetrics();
  const app = await openApp((routes) => {
    routes.get('/title/:id', async ({ params }) => {
      const { id } = params as { readonly id: string };
      const rows = await database().raw(`SELECT title FROM movie WHERE id = ${Number(id)}`);
      return rows.rows;
    });
  });
  for (let id = 1; id <= 6; id++) await app.inject(`/title/${id}`);
  const [query] = (await metrics.report(HOUR_MS)).queries;
  expect(query).toMatchObject({
    database: 'default',
    fingerprint: 'SELECT title FROM movie WHERE id = ?',
    kind: 'raw',
    count: 6,
    errors: 0,
  });
  expect(query!.routes).toMatchObject([{ key: 'GET /title/:id', count: 6 }]);
  expect(query!.sites.map(({ key }) => key)).toEqual([
    expect.stringMatching(/^metrics\.test\.ts:\d+$/),
  ]);
});

test('stacks are taken of a bounded number of runs', async () => {
  await openCinema();
  const metrics = await startMetrics();
  for (let index = 0; index < 600; index++) await database().raw('SELECT 1');
  const [query] = (await metrics.report(HOUR_MS)).queries;
  const taken = query!.sites.reduce((sum, { count }) => sum + count, 0);
  expect(query!.count).toBe(600);
  expect(taken).toBeGreaterThan(0);
  // 200 a second: the loop above runs for less than a second between two renewals or it runs long.
  expect(taken).toBeLessThan(600);
});

test('errors are grouped by what they are and where they come from', async () => {
  const metrics = await startMetrics();
  const app = await openApp((routes) => {
    routes.get('/fails/:id', async ({ params }) => {
      const { id } = params as { readonly id: string };
      throw new TypeError(`Movie ${id} of "someone@example.org" has no title`);
    });
    routes.get('/unavailable', async (_request, reply) => reply.code(503).send('later'));
  });
  for (let id = 1; id <= 4; id++) await app.inject(`/fails/${id}`);
  await app.inject('/unavailable');
  const report = await metrics.report(HOUR_MS);
  expect(report.errors).toMatchObject([
    {
      name: 'TypeError',
      message: 'Movie ? of ? has no title',
      count: 4,
      site: expect.stringMatching(/^metrics\.test\.ts:\d+$/),
      routes: [{ key: 'GET /fails/:id', count: 4 }],
    },
    { name: 'HTTP 503', count: 1, routes: [{ key: 'GET /unavailable', count: 1 }] },
  ]);
  expect(JSON.stringify(report)).not.toContain('someone@example.org');
});

test('caches have their hit rate', async () => {
  const metrics = await startMetrics();
  const films = createCache({ url: 'memory:' });
  await films.set('jaws', 1);
  await films.get('jaws');
  await films.get('jaws');
  await films.get('alien');
  const [cache] = (await metrics.report(HOUR_MS)).caches;
  expect(cache).toMatchObject({ backend: 'memory', calls: 4, hits: 2, misses: 1 });
  expect(cache!.hitRate).toBeCloseTo(2 / 3);
  await films.close();
});

test('the process tells of processor, event loop, memory, disk and queues', async () => {
  let waiting = 7;
  const broken = () => {
    throw new Error('no answer');
  };
  const metrics = await startMetrics({ queues: { mail: () => waiting, broken } });
  const report = async () => {
    await metrics.tick();
    return metrics.report(HOUR_MS);
  };
  await expect.poll(async () => (await report()).total.diskTotalBytes).toBeGreaterThan(0);
  waiting = 3;
  const { total, workers } = await report();
  expect(total.cpu).toBeGreaterThan(0);
  expect(total.rssBytes).toBeGreaterThan(10e6);
  expect(total.loop.utilization).toBeGreaterThan(0);
  expect(total.queues).toEqual([{ name: 'mail', last: 3, max: 7 }]);
  expect(workers).toMatchObject([{ worker: metrics.worker, pid: process.pid }]);
});

test('of one route only what it had a part in is shown', async () => {
  await openCinema();
  const metrics = await startMetrics();
  const app = await openApp((routes) => {
    routes.get('/one', async () => (await database().raw('SELECT 1')).rows);
    routes.get('/two', async () => (await database().raw('SELECT 2, 2')).rows);
    routes.get('/three', async () => {
      throw new Error('Three fails');
    });
  });
  for (const path of ['/one', '/two', '/two', '/three']) await app.inject(path);
  const report = await metrics.report(HOUR_MS, 'GET /two');
  expect(report.routes.map(({ route }) => route)).toEqual(['GET /two']);
  expect(report.queries.map(({ fingerprint }) => fingerprint)).toEqual(['SELECT ?, ?']);
  expect(report.errors).toEqual([]);
  expect(report.series.reduce((sum, { requests }) => sum + requests, 0)).toBe(2);
});

test('requests that are to be ignored leave no figures', async () => {
  await openCinema();
  const metrics = await startMetrics({ ignores: ({ url }) => url.startsWith('/private') });
  const app = await openApp((routes) => {
    routes.get('/private', async () => (await database().raw('SELECT 1')).rows);
  });
  await app.inject('/private');
  const { total, routes, queries } = await metrics.report(HOUR_MS);
  expect([total.requests, routes, queries]).toEqual([0, [], []]);
});

test('ranges are written as short durations', async () => {
  expect([parseRange('15m'), parseRange('6h')]).toEqual([900_000, 21_600_000]);
  for (const wrong of ['', '5', '1y', '31d', '1s', `${'9'.repeat(100)}d`]) {
    expect(() => parseRange(wrong)).toThrow(
      expect.objectContaining({ code: 'metrics.range.invalid' }),
    );
  }
});

async function openCinema(): Promise<void> {
  await connectCinema();
  await addMovies();
}

function busy(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}
