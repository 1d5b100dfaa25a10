import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cacheCase } from './harness.ts';

export const tagCases = [
  cacheCase('an invalidated tag makes its entries misses, and no others', async ({ open }) => {
    const cache = await open();
    await cache.set('top', 'top', { tags: ['movies', 'ratings'] });
    await cache.set('list', { list: true }, { tags: ['movies'], version: 3 });
    await cache.set('people', 'people', { tags: ['people'] });
    await cache.set('plain', 'plain');
    await cache.invalidateTags(['movies']);
    strictEqual(await cache.has('top'), false);
    strictEqual(await cache.has('list', { version: 3 }), false);
    deepStrictEqual(
      await cache.getMany(['top', 'people', 'plain']),
      new Map([
        ['people', 'people'],
        ['plain', 'plain'],
      ]),
    );
    await cache.invalidateTags(['ratings', 'people', 'never-used']);
    strictEqual(await cache.has('people'), false);
  }),

  cacheCase('an entry can be set anew after its tag was invalidated', async ({ open }) => {
    const cache = await open();
    await cache.set('top', 'old', { tags: ['movies'] });
    await cache.invalidateTags(['movies']);
    strictEqual(await cache.add('top', 'new', { tags: ['movies'] }), true);
    strictEqual(await cache.get('top'), 'new');
    strictEqual(await cache.touch('top', '1h'), true);
    strictEqual(await cache.get('top'), 'new');
    await cache.invalidateTags(['movies']);
    strictEqual(await cache.touch('top', '1h'), false);
  }),

  cacheCase('what was read before an invalidation is never a hit after it', async ({ open }) => {
    const cache = await open();
    const tags = await cache.readTags(['movies', 'people']);
    await cache.invalidateTags(['movies']);
    await cache.set('top', 'read before', { tags });
    strictEqual(await cache.has('top'), false);
    await cache.set('top', 'read after', { tags: await cache.readTags(['movies']) });
    strictEqual(await cache.get('top'), 'read after');
  }),

  cacheCase('tags are seen by all that share the backend', async ({ open }) => {
    const [one, two] = [await open(), await open()];
    if (!one.backend.capabilities.isShared) return 'the backend is not shared';
    await one.set('top', 1, { tags: ['movies'] });
    strictEqual(await two.get('top'), 1);
    await two.invalidateTags(['movies']);
    strictEqual(await one.has('top'), false);
  }),

  cacheCase('who reads a tag for the first time agrees on its version', async ({ open }) => {
    const cache = await open();
    const versions = await Promise.all(Array.from({ length: 20 }, () => cache.readTags(['new'])));
    strictEqual(new Set(versions.map((read) => read.get('new'))).size, 1);
  }),

  cacheCase('a whole number with tags keeps them', async ({ open }) => {
    const cache = await open();
    await cache.set('count', 5, { tags: ['movies'] });
    strictEqual(await cache.get('count'), 5);
    await cache.invalidateTags(['movies']);
    strictEqual(await cache.has('count'), false);
  }),
];
