import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { cacheCase } from './harness.ts';

export const manyCases = [
  cacheCase('getMany gives the hits in the order of the keys', async ({ open }) => {
    const cache = await open();
    deepStrictEqual(await cache.setMany({ a: 1, b: undefined, c: { d: 4 } }), []);
    const hits = await cache.getMany(['c', 'absent', 'b', 'a', 'c']);
    deepStrictEqual(
      [...hits],
      [
        ['c', { d: 4 }],
        ['b', undefined],
        ['a', 1],
      ],
    );
    deepStrictEqual(await cache.getMany([]), new Map());
  }),

  cacheCase('deleteMany counts what was there', async ({ open }) => {
    const cache = await open();
    await cache.setMany({ a: 1, b: 2, c: 3 });
    strictEqual(await cache.deleteMany(['a', 'absent', 'c']), 2);
    strictEqual(await cache.deleteMany([]), 0);
    deepStrictEqual([...(await cache.getMany(['a', 'b', 'c'])).keys()], ['b']);
  }),

  cacheCase('thousands of keys go through one call', async ({ open }) => {
    const cache = await open();
    const values = new Map(
      Array.from({ length: 3_000 }, (_, index) => [`movie:${index}`, { index }]),
    );
    deepStrictEqual(await cache.setMany(values), []);
    deepStrictEqual(await cache.getMany(values.keys()), values);
    strictEqual(await cache.deleteMany(values.keys()), 3_000);
    strictEqual((await cache.getMany(values.keys())).size, 0);
  }),

  cacheCase('setMany with a timeout of 0 deletes', async ({ open }) => {
    const cache = await open();
    await cache.setMany({ a: 1, b: 2 });
    await cache.setMany({ a: 3 }, 0);
    deepStrictEqual(await cache.getMany(['a', 'b']), new Map([['b', 2]]));
  }),

  cacheCase('calls at the same time do not get in each other’s way', async ({ open }) => {
    const cache = await open();
    const keys = Array.from({ length: 100 }, (_, index) => `key:${index}`);
    await Promise.all(keys.map((key) => cache.set(key, { key, text: key.repeat(50) })));
    const read = await Promise.all(keys.map((key) => cache.get<{ key: string }>(key)));
    deepStrictEqual(
      read.map((value) => value?.key),
      keys,
    );
  }),
];
