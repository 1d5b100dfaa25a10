import { expect, onTestFinished, test } from 'vitest';
import { type Cache, createCache, MemoryBackend } from '../../src/cache/index.ts';

const REDIS = 'redis://127.0.0.1:6379';

/** Settings as plain JavaScript could have them. */
test.each<[string, object, string, RegExp]>([
  ['a timeout', { timeout: 'soon' }, 'cache.timeout.invalid', /^caches\.default\.timeout .*"soon"/],
  ['a time to serve stale', { stale: -1 }, 'cache.timeout.invalid', /^caches\.default\.stale .*-1/],
  ['stale for ever', { stale: null }, 'cache.timeout.invalid', /^stale cannot be for ever/],
  ['no time to compute in', { limit: 0 }, 'cache.timeout.invalid', /^limit cannot be 0/],
  ['no time for an answer', { answerTimeout: 0 }, 'cache.timeout.invalid', /answerTimeout/],
  ['a backend of another class', { backend: {} }, 'core.option.invalid', /extends CacheBackend/],
  [
    'two backends',
    { url: 'memory:', backend: new MemoryBackend({}) },
    'cache.url.invalid',
    /an address and a backend/,
  ],
  [
    'a cluster with sentinels',
    { url: REDIS, cluster: true, sentinel: 'mymaster' },
    'cache.url.invalid',
    /sentinels/,
  ],
])('settings cannot have %s', (_, settings, code, message) => {
  expect(() => createCache(settings)).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) }),
  );
});

/** What plain JavaScript could say; the types refuse it. */
test.each<[string, (cache: Cache) => Promise<unknown>, string, RegExp]>([
  [
    'one tag for a list',
    (cache) => cache.invalidateTags('films' as never),
    'cache.key.invalid',
    /a list/,
  ],
  ['one tag to read', (cache) => cache.readTags('films' as never), 'cache.key.invalid', /a list/],
  ['one key for a list', (cache) => cache.getMany('films' as never), 'cache.key.invalid', /a list/],
  [
    'nothing to delete',
    (cache) => cache.deleteMany(undefined as never),
    'cache.key.invalid',
    /a list, not undefined/,
  ],
  ['values without keys', (cache) => cache.setMany([1] as never), 'cache.key.invalid', /keys/],
  ['a number as a key', (cache) => cache.get(5 as never), 'cache.key.invalid', /5, no text/],
  [
    'options behind the function',
    (cache) => cache.getOrSet('top', (() => 1) as never, { timeout: 5 } as never),
    'cache.compute.missing',
    /last argument/,
  ],
])('a call does not take %s', async (_, call, code, message) => {
  const cache = createCache('memory:');
  onTestFinished(() => cache.close());
  await expect(call(cache)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('where a value holds something deep inside is told in one line', async () => {
  const cache = createCache('memory:');
  onTestFinished(() => cache.close());
  let value: unknown = () => 1;
  for (let depth = 0; depth < 300; depth += 1) value = { inside: value };
  const { message } = await cache.set('deep', value).catch((error) => error);
  expect(message).toMatch(/^A value cannot be cached: value\.inside.* … .*\.inside is a function/);
  expect(message.length).toBeLessThan(200);
});

test('a text is no list of letters for the types', async () => {
  const cache = createCache('memory:');
  onTestFinished(() => cache.close());
  // @ts-expect-error
  await expect(cache.invalidateTags('films')).rejects.toThrow(/a list/);
  // @ts-expect-error
  await expect(cache.deleteMany('films')).rejects.toThrow(/a list/);
  // @ts-expect-error
  await expect(cache.getMany('films')).rejects.toThrow(/a list/);
  expect((await cache.getMany(new Set(['films']))).size).toBe(0);
  expect(await cache.deleteMany(new Map([['films', 1]]).keys())).toBe(0);
});
