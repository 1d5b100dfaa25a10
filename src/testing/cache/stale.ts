import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import type { Cache, ComputeOptions } from '../../cache/index.ts';
import { cacheCase, gate, until } from './harness.ts';

/** An entry that is past its time and kept to be served stale. */
async function storeStale(cache: Cache, options: ComputeOptions): Promise<void> {
  await cache.getOrSet('value', { ...options, timeout: '1ms' }, () => 'old');
  await until(async () => !(await cache.has('value')));
}

export const staleCases = [
  cacheCase('a value past its time is served while it is computed anew', async ({ open }) => {
    const cache = await open();
    const options = { timeout: '1h', stale: '1h' } as const;
    await storeStale(cache, options);
    const { opened, open: finish } = gate();
    let computed = 0;
    const compute = async () => {
      computed += 1;
      await opened;
      return 'new';
    };
    strictEqual(await cache.getOrSet('value', options, compute), 'old');
    strictEqual(await cache.getOrSet('value', options, compute), 'old');
    finish();
    await until(() => cache.has('value'));
    strictEqual(computed, 1);
    strictEqual(await cache.getOrSet('value', options, compute), 'new');
  }),

  cacheCase('get, has and add take a value past its time for a miss', async ({ open }) => {
    const cache = await open();
    await storeStale(cache, { stale: '1h' });
    strictEqual(await cache.get('value', 'a miss'), 'a miss');
    deepStrictEqual(await cache.getMany(['value']), new Map());
    strictEqual(await cache.touch('value', '1h'), false);
    strictEqual(await cache.add('value', 'added'), true);
    strictEqual(await cache.get('value'), 'added');
  }),

  cacheCase(
    'an old value is served when computing fails, and computing is put off',
    async ({ open }) => {
      const cache = await open();
      const options = { timeout: '1h', grace: '1h' } as const;
      await storeStale(cache, options);
      let failed = 0;
      const startedMs = Date.now();
      const failing = () => {
        failed += 1;
        throw new Error('the projector broke');
      };
      strictEqual(await cache.getOrSet('value', options, failing), 'old');
      strictEqual(await cache.getOrSet('value', options, failing), 'old');
      // The first pause is a second; a machine that took longer for this has shown nothing.
      if (Date.now() - startedMs < 1_000) strictEqual(failed, 1);
      await rejects(cache.getOrSet('other', options, failing), { message: 'the projector broke' });
      await until(async () => (await cache.getOrSet('value', options, () => 'new')) === 'new');
    },
  ),

  cacheCase('a hit late in its time is computed anew in the background', async ({ open }) => {
    const cache = await open();
    const options = { timeout: '1h', refreshAfter: 0.000001 } as const;
    await cache.getOrSet('value', options, () => 'old');
    await until(async () => (await cache.getOrSet('value', options, () => 'new')) === 'new');
  }),

  cacheCase('an invalidated value is not served stale', async ({ open }) => {
    const cache = await open();
    const options = { timeout: '1h', stale: '1h', grace: '1h', tags: ['movies'] } as const;
    await cache.getOrSet('value', options, () => 'old');
    await cache.invalidateTags(['movies']);
    const failing = () => Promise.reject(new Error('the projector broke'));
    await rejects(cache.getOrSet('value', options, failing), { message: 'the projector broke' });
    strictEqual(await cache.getOrSet('value', options, () => 'new'), 'new');
  }),
];
