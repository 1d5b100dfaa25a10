import { deepStrictEqual, equal, rejects, strictEqual, throws } from 'node:assert/strict';
import { cacheKey } from '../../cache/index.ts';
import { cacheCase } from './harness.ts';

export const keyCases = [
  cacheCase(
    'keys may be of all scripts, up to 250 bytes with prefix and version',
    async ({ open }) => {
      const cache = await open({ prefix: 'k' });
      const longest = '映'.repeat(82);
      equal(Buffer.byteLength(`k:1:${longest}`), 250);
      await cache.set(longest, 'longest');
      strictEqual(await cache.get(longest), 'longest');
      await cache.delete(longest);
      await rejects(cache.set(`${longest}x`, 1), { code: 'cache.key.too_long' });
      await rejects(cache.get(`${longest}x`), { code: 'cache.key.too_long' });
    },
  ),

  cacheCase('keys that some server would misread are refused by all', async ({ open }) => {
    const cache = await open();
    const bad = ['two words', 'line\nend', 'nul\0', 'tab\t', 'del\x7f', 'half\ud800'];
    for (const key of bad) await rejects(cache.get(key), { code: 'cache.key.invalid' });
    const numeric = 7 as unknown as string;
    await rejects(cache.set(numeric, 1), { code: 'cache.key.invalid' });
  }),

  cacheCase('keys that differ in one character are two keys', async ({ open }) => {
    const cache = await open();
    const keys = [
      'a',
      'A',
      'a:',
      ':a',
      'ä',
      'a\u0308',
      'a*',
      'a?',
      'a%',
      'a_',
      'a\\',
      "a'",
      '',
      '%61',
    ];
    for (const key of keys) await cache.set(key, `of ${key}`);
    for (const key of keys) strictEqual(await cache.get(key), `of ${key}`, key);
  }),

  cacheCase('long keys are hashed where the settings say so', async ({ open }) => {
    const cache = await open({ longKeys: 'hash' });
    const long = 'genre/'.repeat(100);
    await cache.set(`${long}drama`, 1);
    await cache.set(`${long}comedy`, 2);
    strictEqual(await cache.get(`${long}drama`), 1);
    strictEqual(await cache.get(`${long}comedy`), 2);
  }),

  cacheCase('versions of a key are entries of their own', async ({ open }) => {
    const cache = await open();
    const next = await open({ version: 2 });
    await cache.set('value', 'one');
    await cache.set('value', 'two', { version: 2 });
    strictEqual(await cache.get('value'), 'one');
    strictEqual(await cache.get('value', undefined, { version: 2 }), 'two');
    if (cache.backend.capabilities.isShared) strictEqual(await next.get('value'), 'two');
    strictEqual(await cache.delete('value', { version: 2 }), true);
    strictEqual(await cache.get('value'), 'one');
    await rejects(cache.get('value', undefined, { version: -1 }), {
      code: 'cache.version.invalid',
    });
  }),

  cacheCase('incrVersion and decrVersion move an entry', async ({ open }) => {
    const cache = await open();
    await cache.set('value', 'moved');
    strictEqual(await cache.incrVersion('value'), 2);
    strictEqual(await cache.has('value'), false);
    strictEqual(await cache.get('value', undefined, { version: 2 }), 'moved');
    strictEqual(await cache.decrVersion('value', 1, { version: 2 }), 1);
    strictEqual(await cache.get('value'), 'moved');
    await rejects(cache.incrVersion('absent'), { code: 'cache.entry.missing' });
  }),

  cacheCase('clear leaves the entries of other prefixes alone', async ({ open }) => {
    const cache = await open();
    const other = await open({ prefix: `other${process.pid}` });
    if (!cache.backend.capabilities.canDeletePrefix) return 'the backend finds no keys by prefix';
    await cache.setMany({ a: 1, b: 2 });
    await cache.set('a', 3, { version: 2, tags: ['t'] });
    await other.set('a', 'other');
    await cache.clear();
    deepStrictEqual(await cache.getMany(['a', 'b']), new Map());
    strictEqual(await cache.has('a', { version: 2 }), false);
    strictEqual(await other.get('a'), 'other');
    await other.clear();
  }),

  cacheCase('deletePrefix takes the prefix literally', async ({ open }) => {
    const cache = await open();
    if (!cache.backend.capabilities.canDeletePrefix) return 'the backend finds no keys by prefix';
    const kept = ['aXb:1', 'ab:1', 'a', 'other', 'A*b:1'];
    for (const prefix of ['a*b', 'a?b', 'a[b]', 'a_b', 'a%b', 'a\\b']) {
      await cache.setMany(
        new Map([...kept, `${prefix}:1`, `${prefix}:2`].map((key) => [key, key])),
      );
      await cache.set(`${prefix}:1`, 'kept', { version: 2 });
      await cache.deletePrefix(`${prefix}:`);
      deepStrictEqual(
        [...(await cache.getMany([...kept, `${prefix}:1`, `${prefix}:2`])).keys()],
        kept,
      );
      strictEqual(await cache.get(`${prefix}:1`, undefined, { version: 2 }), 'kept');
    }
  }),

  cacheCase('parts of a key cannot run into each other', async ({ open }) => {
    const cache = await open();
    const keys = [
      cacheKey<number>('a', 'b:c'),
      cacheKey<number>('a', 'b', 'c'),
      cacheKey<number>('a:b', 'c'),
      cacheKey<number>('a', 'b%3Ac'),
    ];
    for (const [index, key] of keys.entries()) await cache.set(key, index);
    for (const [index, key] of keys.entries()) strictEqual(await cache.get(key), index);
    throws(() => cacheKey('a', '\ud800'), { code: 'cache.key.invalid' });
  }),
];
