import { describe, test } from 'vitest';
import { type CacheSettings, createCache } from '../../src/cache/index.ts';
import { cacheConformance } from '../../src/testing/index.ts';

/** Runs the exported suite on caches with these settings; each test has its own key prefix. */
export function describeConformance(
  name: string,
  settings: () => CacheSettings | Promise<CacheSettings>,
): void {
  describe(`every backend (${name})`, () => {
    for (const { title, run } of cacheConformance) {
      test(title, async ({ skip }) => {
        const own = await settings();
        const reason = await run({
          // A machine that is busy for seconds must not look like a server that does not answer.
          createCache: (more) =>
            createCache({ onFailure: 'raise', answerTimeout: '60s', ...own, ...more }),
        });
        if (reason !== undefined) skip(reason);
      });
    }
  });
}
