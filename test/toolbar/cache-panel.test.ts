import { expect, onTestFinished, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { connect, database, disconnect } from '../../src/db/index.ts';
import { createApp } from '../../src/http/index.ts';
import { toolbar } from '../../src/toolbar/index.ts';

/** An app whose page asks a cache for one key of its own and for many one by one. */
async function cachingApp() {
  const app = createApp({ mode: 'development' });
  const cache = createCache();
  let visits = 0;
  connect({ default: 'sqlite::memory:' });
  onTestFinished(() => disconnect());
  await app.register(toolbar, { isEnabled: true });
  app.get('/', async (_request, reply) => {
    visits += 1;
    await cache.getOrSet('found', () => 1);
    await cache.get('never');
    await cache.getOrSet(`raw:${visits}`, { until: 'changed' }, () => database().raw('SELECT 1'));
    for (let index = 0; index < 12; index += 1) await cache.get(`visit:${visits}:${index}`);
    return reply.type('text/html').send('<!doctype html><body>page</body>');
  });
  onTestFinished(() => app.close());
  return app;
}

test('a trace has the calls of caches, and the keys that were never found', async () => {
  const app = await cachingApp();
  for (let visit = 0; visit < 3; visit += 1) await app.inject('/');
  const { traces } = (await app.inject('/__uptempo/history.json')).json();
  const [latest] = traces;
  const trace = (await app.inject(`/__uptempo/traces/${latest.id}.json`)).json();
  expect(trace.totals).toMatchObject({ cacheCount: 15, cacheHits: 1, cacheMisses: 14 });
  expect(trace.cacheCalls[0]).toMatchObject({
    operation: 'getOrSet',
    keys: ['found'],
    backend: 'memory',
    hits: 1,
  });
  expect(trace.cacheCalls[0].site.file).toContain('cache-panel.test.ts');
  expect(trace.cacheCalls[2].untracked).toContain('raw SQL');
  expect(trace.keysNeverHit).toEqual(['default: never']);
});
