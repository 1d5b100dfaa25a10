import { deepStrictEqual, notStrictEqual, rejects, strictEqual } from 'node:assert/strict';
import { cacheCase, gate, until } from './harness.ts';

export const computingCases = [
  cacheCase('getOrSet computes on a miss and not on a hit', async ({ open }) => {
    const cache = await open();
    let computed = 0;
    const compute = () => ({ computed: ++computed });
    deepStrictEqual(await cache.getOrSet('value', compute), { computed: 1 });
    deepStrictEqual(await cache.getOrSet('value', compute), { computed: 1 });
    deepStrictEqual(await cache.get('value'), { computed: 1 });
    await cache.delete('value');
    deepStrictEqual(await cache.getOrSet('value', '1h', compute), { computed: 2 });
  }),

  cacheCase('a computed undefined is a hit the next time', async ({ open }) => {
    const cache = await open();
    let computed = 0;
    const compute = () => {
      computed += 1;
    };
    strictEqual(await cache.getOrSet('value', compute), undefined);
    strictEqual(await cache.getOrSet('value', compute), undefined);
    strictEqual(computed, 1);
  }),

  cacheCase('of many that miss a key at a time one computes', async ({ open }) => {
    const caches = await Promise.all([open(), open(), open()]);
    const used = caches[0]!.backend.capabilities.isShared ? caches : [caches[0]!];
    const { opened, open: finish } = gate();
    let computed = 0;
    const compute = async () => {
      computed += 1;
      await opened;
      return { title: 'Persona' };
    };
    const calls = Array.from({ length: 30 }, (_, index) =>
      used[index % used.length]!.getOrSet('value', compute),
    );
    await until(() => computed > 0);
    finish();
    const values = await Promise.all(calls);
    strictEqual(computed, 1);
    for (const value of values) deepStrictEqual(value, { title: 'Persona' });
    notStrictEqual(values[0], values[3]);
  }),

  cacheCase('an error is thrown to all that wait, and not kept', async ({ open }) => {
    const cache = await open();
    const failing = () => Promise.reject(new Error('the projector broke'));
    const calls = [cache.getOrSet('value', failing), cache.getOrSet('value', failing)];
    for (const call of calls) await rejects(call, { message: 'the projector broke' });
    strictEqual(await cache.getOrSet('value', () => 'repaired'), 'repaired');
  }),

  cacheCase('a computation without end is given up', async ({ open }) => {
    const cache = await open();
    let signal: AbortSignal | undefined;
    const endless = cache.getOrSet('value', { limit: '50ms' }, (context) => {
      signal = context.signal;
      return new Promise(() => {});
    });
    await rejects(endless, { code: 'cache.compute.timeout' });
    strictEqual(signal?.aborted, true);
    strictEqual(await cache.getOrSet('value', () => 'quick'), 'quick');
  }),

  cacheCase('null and undefined can have a timeout of their own', async ({ open }) => {
    const cache = await open();
    const options = { timeout: '1h', negative: '4s' } as const;
    await cache.getOrSet('found', options, () => 'Ikiru');
    await cache.getOrSet('absent', options, () => null);
    strictEqual(await cache.get('absent', 'a miss'), null);
    await until(async () => !(await cache.has('absent')));
    strictEqual(await cache.get('found'), 'Ikiru');
    await cache.getOrSet('never', { negative: 0 }, () => null);
    strictEqual(await cache.has('never'), false);
  }),

  cacheCase('the computation can say how long its value is kept', async ({ open }) => {
    const cache = await open();
    const value = await cache.getOrSet('value', '1h', ({ setTimeout }) => {
      setTimeout(0);
      return 'not to be kept';
    });
    strictEqual(value, 'not to be kept');
    strictEqual(await cache.has('value'), false);
  }),

  cacheCase('what is invalidated while it is computed is not a hit', async ({ open }) => {
    const cache = await open();
    const compute = async () => {
      await cache.invalidateTags(['movies']);
      return 'old';
    };
    strictEqual(await cache.getOrSet('value', { tags: ['movies'] }, compute), 'old');
    strictEqual(await cache.has('value'), false);
    strictEqual(await cache.getOrSet('value', { tags: ['movies'] }, () => 'new'), 'new');
    strictEqual(await cache.get('value'), 'new');
  }),

  cacheCase('tags can be added while computing', async ({ open }) => {
    const cache = await open();
    await cache.getOrSet('value', async ({ addTags }) => {
      addTags(await cache.readTags(['people']));
      return 1;
    });
    strictEqual(await cache.get('value'), 1);
    await cache.invalidateTags(['people']);
    strictEqual(await cache.has('value'), false);
  }),

  cacheCase('what is deleted while it is computed is not stored', async ({ open }) => {
    const [one, two] = [await open(), await open()];
    const other = one.backend.capabilities.isShared ? two : one;
    for (const remove of [
      () => other.delete('value'),
      () => other.deleteMany(['value', 'more']),
      () => (other.backend.capabilities.canDeletePrefix ? other.clear() : other.delete('value')),
    ]) {
      const compute = async () => {
        await remove();
        return 'old';
      };
      strictEqual(await one.getOrSet('value', compute), 'old');
      strictEqual(await one.has('value'), false);
    }
  }),

  cacheCase('options that do not exist are refused', async ({ open }) => {
    const cache = await open();
    const misspelled = { timout: 5 } as object;
    await rejects(
      cache.getOrSet('value', misspelled, () => 1),
      { code: 'core.option.unknown' },
    );
    await rejects(cache.set('value', 1, misspelled), { code: 'core.option.unknown' });
    const missing = undefined as unknown as () => number;
    await rejects(cache.getOrSet('value', missing), { code: 'cache.compute.missing' });
  }),
];
