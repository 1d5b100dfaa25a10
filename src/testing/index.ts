export type { CacheCase, CacheHarness } from './cache/harness.ts';
export { cacheConformance } from './cache/index.ts';
