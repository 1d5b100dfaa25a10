export { NO_REQUEST, NO_ROUTE } from './collector.ts';
export { OTHER } from './groups.ts';
export { Histogram, type HistogramJson } from './histogram.ts';
export { Metrics, type MetricsSettings } from './metrics.ts';
export { parseRange, reportOf } from './report.ts';
export { ReportReader } from './report-reader.ts';
export type {
  CacheReport,
  MetricsReport,
  Percentiles,
  PointReport,
  ProcessReport,
  QueryReport,
  Range,
  RouteReport,
  WorkerReport,
} from './report-rows.ts';
export { RESOLUTIONS } from './resolutions.ts';
export { DURATION_BOUNDS_MS, type StatusAnswers } from './stats/answers.ts';
export type { CacheStats } from './stats/cache-stats.ts';
export type { ErrorStatsJson } from './stats/error-stats.ts';
export type { ProcessStats } from './stats/process-stats.ts';
export type { QueryStats } from './stats/query-stats.ts';
export type { RouteStats } from './stats/route-stats.ts';
export type { ShareJson } from './stats/shares.ts';
export { IN_MEMORY, MetricsStore } from './store.ts';
export { NO_TIMES, TIME_PARTS, type TimePart } from './time-sums.ts';
export type { RouteTotals, RunningProcess, TotalsReport } from './totals.ts';
export {
  type LoopFigures,
  type Verdict,
  type VerdictFigure,
  type VerdictKind,
  verdictOf,
} from './verdict.ts';
export { MetricsWindow } from './window.ts';
