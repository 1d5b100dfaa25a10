import { rejects, strictEqual } from 'node:assert/strict';
import { cacheCase, until } from './harness.ts';

export const counterCases = [
  cacheCase('counters go up and down, below 0 too', async ({ open }) => {
    const cache = await open();
    await cache.set('visits', 9);
    strictEqual(await cache.incr('visits'), 10);
    strictEqual(await cache.incr('visits', 100), 110);
    strictEqual(await cache.decr('visits', 105), 5);
    strictEqual(await cache.decr('visits', 12), -7);
    strictEqual(await cache.incr('visits', 3), -4);
    strictEqual(await cache.incr('visits', 4), 0);
    strictEqual(await cache.get('visits'), 0);
  }),

  cacheCase(
    'a counter that is not there is an error, unless it has a beginning',
    async ({ open }) => {
      const cache = await open();
      await rejects(cache.incr('visits'), { code: 'cache.counter.missing' });
      strictEqual(await cache.has('visits'), false);
      strictEqual(await cache.incr('visits', 2, { initial: 10 }), 12);
      strictEqual(await cache.incr('visits', 2, { initial: 10 }), 14);
    },
  ),

  cacheCase('what is no counter is not counted', async ({ open }) => {
    const cache = await open();
    for (const value of ['5', 1.5, null, { count: 1 }, 5n]) {
      await cache.set('value', value);
      await rejects(cache.incr('value'), { code: 'cache.counter.invalid' });
      strictEqual(await cache.has('value'), true);
    }
    await cache.set('value', 1);
    await rejects(cache.incr('value', 0.5), { code: 'cache.counter.invalid' });
  }),

  cacheCase('a counter stays within what a number holds exactly', async ({ open }) => {
    const cache = await open();
    await cache.set('value', Number.MAX_SAFE_INTEGER - 1);
    strictEqual(await cache.incr('value'), Number.MAX_SAFE_INTEGER);
    await rejects(cache.incr('value'), { code: 'cache.counter.out_of_range' });
    strictEqual(await cache.get('value'), Number.MAX_SAFE_INTEGER);
    strictEqual(await cache.decr('value', Number.MAX_SAFE_INTEGER), 0);
  }),

  cacheCase('none of many steps at a time is lost', async ({ open }) => {
    const caches = await Promise.all([open(), open()]);
    const used = caches[0]!.backend.capabilities.isShared ? caches : [caches[0]!];
    const steps = Array.from({ length: 60 }, (_, index) => {
      const cache = used[index % used.length]!;
      return index % 3 === 0
        ? cache.decr('value', 2, { initial: 0 })
        : cache.incr('value', 5, { initial: 0 });
    });
    const seen = await Promise.all(steps);
    strictEqual(await caches[0]!.get('value'), 40 * 5 - 20 * 2);
    strictEqual(seen.length, 60);
  }),

  cacheCase('counting leaves the timeout as it was', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 0, '4s');
    await cache.incr('value');
    await cache.decr('value', 5);
    await until(async () => !(await cache.has('value')));
  }),
];
