export {
  fingerprintSql,
  formatSql,
  formatSqlText,
  type SqlLine,
  type SqlToken,
  type SqlTokenKind,
} from '../sql-text/index.ts';
export { describeNamed, describeValue } from './describe-value.ts';
export { type DetectOptions, detectFindings, sortedFindings } from './detect.ts';
export type { Finding, FindingPlace, Remedy, Rule, RuleScope } from './finding.ts';
export { coveredMs, type Interval, intervalOf } from './intervals.ts';
export {
  createRecorder,
  type OrphanCounts,
  type Recorder,
  type RecorderOptions,
  traceOf,
} from './recorder.ts';
export { recurringFindings } from './recurring.ts';
export { defaultRules, findingCodes } from './rules/index.ts';
export { type IndexAdvice, missingIndex, missingIndexFinding } from './rules/missing-index.ts';
export { isSecretName, MASK, maskSecrets } from './secrets.ts';
export type { Site, SourceSite, TemplateSite } from './site.ts';
export type { SortedFindings, SuppressedFinding } from './suppression/apply.ts';
export { checkSuppressions, type Suppression } from './suppression/suppression.ts';
export type {
  DroppedCounts,
  PlanCounts,
  Trace,
  TracedError,
  TracedQuery,
  TracedRelationLoad,
  TracedResultSet,
  TracedSpan,
  TracedTemplate,
  TraceTotals,
} from './trace.ts';
export {
  type CacheCallJson,
  type LogJson,
  type QueryJson,
  type RelationLoadJson,
  type ResultSetJson,
  type SignalJson,
  type SpanJson,
  type TemplateJson,
  type TraceJson,
  type TraceJsonOptions,
  traceToJson,
} from './trace-json.ts';
