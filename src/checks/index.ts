export {
  type Check,
  type CheckLevel,
  type CheckMessage,
  type CheckPlace,
  defineCheck,
  LEVELS,
} from './check.ts';
export {
  checkPerformance,
  isFailing,
  type PageReport,
  type PerformanceOptions,
  type PerformanceReport,
} from './performance/check-performance.ts';
export { onlyForPerformance, readUrls } from './performance/pages.ts';
export {
  type CheckOptions,
  type CheckReport,
  checkTags,
  isAtLeast,
  runChecks,
  type SilencedMessage,
} from './run-checks.ts';
export type { CheckSubject } from './subject.ts';
