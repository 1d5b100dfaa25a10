import { describe, expect, test } from 'vitest';
import { createCache, MemoryBackend } from '../../src/cache/index.ts';
import { describeConformance } from './conformance.ts';

describeConformance('memory', () => ({ url: 'memory:' }));

describe('the memory backend', () => {
  test('is bounded in bytes and drops what was used least recently', async () => {
    const backend = new MemoryBackend({ maxBytes: 100_000 });
    const cache = createCache({ backend });
    const page = 'x'.repeat(1_000);
    await cache.set('used', page);
    for (let index = 0; index < 500; index += 1) {
      await cache.set(`movie:${index}`, page);
      await cache.get('used');
    }
    expect(backend.sizeBytes).toBeLessThanOrEqual(100_000);
    expect(backend.entryCount).toBeGreaterThan(10);
    expect(await cache.has('used')).toBe(true);
    expect(await cache.has('movie:0')).toBe(false);
    expect(await cache.has('movie:499')).toBe(true);
  });

  test('does not keep what is larger than all of it, nor the old value of the key', async () => {
    const cache = createCache({ url: 'memory:', maxBytes: 10_000 });
    await cache.set('value', 'small');
    await cache.set('value', { text: 'x'.repeat(20_000) });
    expect(await cache.has('value')).toBe(false);
  });

  test('hands out the value itself when the caller says it is shared', async () => {
    const cache = createCache();
    const page = Object.freeze({ body: Buffer.from('<html>') });
    await cache.set('page', page, { shared: true });
    expect(await cache.get('page')).toBe(page);
  });
});

test.each(['memory:?maxBytes=1000', 'memory:films', 'dummy:?maxBytes=1000'])(
  'nothing can follow the kind in %s, since it would be ignored',
  (url) => {
    expect(() => createCache(url)).toThrow(
      expect.objectContaining({
        code: 'cache.url.invalid',
        hint: expect.stringContaining('options beside it'),
      }),
    );
  },
);
