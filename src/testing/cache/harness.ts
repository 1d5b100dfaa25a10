import { setTimeout as sleep } from 'node:timers/promises';
import type { Cache, CacheSettings } from '../../cache/index.ts';

/** What the suite is run on. */
export interface CacheHarness {
  /**
   * A cache with these settings on the backend under test. Several of one case must see the same
   * entries if the backend is shared. The suite closes what it creates.
   */
  createCache(settings: CacheSettings): Cache | Promise<Cache>;
}

/** A case of the suite. */
export interface CacheCase {
  readonly title: string;
  /** @returns why the case was left out, if it was. @throws AssertionError when it fails. */
  run(harness: CacheHarness): Promise<string | undefined>;
}

/** What a case is written with. */
export interface CaseTools {
  /** A cache whose keys no other case uses. */
  open(settings?: CacheSettings): Promise<Cache>;
}

let cases = 0;

/** Makes a case of a function, which may give back why it was left out; its caches are emptied and closed whatever becomes of it. */
export function cacheCase(title: string, body: (tools: CaseTools) => Promise<unknown>): CacheCase {
  return {
    title,
    async run(harness) {
      const prefix = `case${process.pid}-${++cases}`;
      const opened: Cache[] = [];
      const open = async (settings: CacheSettings = {}) => {
        const cache = await harness.createCache({ prefix, ...settings });
        opened.push(cache);
        return cache;
      };
      try {
        const reason = await body({ open });
        return typeof reason === 'string' ? reason : undefined;
      } finally {
        for (const cache of opened) await cache.close();
      }
    },
  };
}

/** Waits until something holds, however long that takes; the runner's own limit ends it. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await holds())) await sleep(20);
}

/** A promise with its ends in hand. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: () => resolve() };
}
