import { expect, onTestFinished, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import {
  type CacheEvent,
  cacheChannel,
  createRequestContext,
  runInContext,
} from '../../src/events/index.ts';

function heardEvents(): CacheEvent[] {
  const events: CacheEvent[] = [];
  onTestFinished(cacheChannel.subscribe((event) => events.push(event)));
  return events;
}

test('a call is told with its keys, what became of them, and where it was made', async () => {
  const events = heardEvents();
  const cache = createCache('memory:', { name: 'pages' });
  const context = createRequestContext();
  await runInContext(context, async () => {
    await cache.set('movie:1', { title: 'Ran' });
    await cache.getMany(['movie:1', 'movie:2']);
    await cache.getOrSet('movie:2', async () => 'Ikiru');
  });
  expect(events.map(({ operation }) => operation)).toEqual(['set', 'getMany', 'getOrSet']);
  const [set, getMany, getOrSet] = events;
  expect(set).toMatchObject({ cache: 'pages', backend: 'memory', keys: ['movie:1'], hits: 0 });
  expect(set!.bytes).toBeGreaterThan(10);
  expect(set!.context).toBe(context);
  expect(set!.site?.location?.file).toBe(import.meta.filename);
  expect(getMany).toMatchObject({ keys: ['movie:1', 'movie:2'], hits: 1, misses: 1 });
  expect(getOrSet).toMatchObject({ hits: 0, misses: 1, stale: 0 });
  expect(getOrSet!.computeMs).toBeLessThanOrEqual(getOrSet!.durationMs);
});

test('a call that fails is told with its error', async () => {
  const events = heardEvents();
  const cache = createCache();
  await expect(cache.incr('absent')).rejects.toMatchObject({ code: 'cache.counter.missing' });
  expect(events[0]).toMatchObject({ operation: 'incr', keys: ['absent'] });
  expect(events[0]!.error).toMatchObject({ code: 'cache.counter.missing' });
});
