export { expectNoFindings, type FindingExpectations } from './budgets/expect-no-findings.ts';
export { expectQueries, type QueryBudget } from './budgets/expect-queries.ts';
export type { CacheCase, CacheHarness } from './cache/harness.ts';
export { cacheConformance } from './cache/index.ts';
