import { computingCases } from './computing.ts';
import { counterCases } from './counters.ts';
import type { CacheCase } from './harness.ts';
import { keyCases } from './keys.ts';
import { manyCases } from './many.ts';
import { staleCases } from './stale.ts';
import { tagCases } from './tags.ts';
import { timeoutCases } from './timeouts.ts';
import { valueCases } from './values.ts';

/** What every backend of a cache has to do, through the API that applications use. */
export const cacheConformance: readonly CacheCase[] = [
  ...valueCases,
  ...keyCases,
  ...manyCases,
  ...timeoutCases,
  ...counterCases,
  ...tagCases,
  ...computingCases,
  ...staleCases,
];
