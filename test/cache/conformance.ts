import { describe, test } from 'vitest';
import { type CacheBackend, createCache } from '../../src/cache/index.ts';
import { cacheConformance } from '../../src/testing/index.ts';

/** Runs the exported suite on a backend, a new one for each cache. */
export function describeConformance(
  name: string,
  createBackend: () => CacheBackend | Promise<CacheBackend>,
): void {
  describe(`every backend (${name})`, () => {
    for (const { title, run } of cacheConformance) {
      test(title, async ({ skip }) => {
        const reason = await run({
          createCache: async (settings) =>
            createCache({ ...settings, backend: await createBackend() }),
        });
        if (reason !== undefined) skip(reason);
      });
    }
  });
}
