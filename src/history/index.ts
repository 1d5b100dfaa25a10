export {
  type ComparedFinding,
  type ComparedRequest,
  type ComparedStatement,
  type Comparison,
  compareRequests,
  type Figure,
  type StatementRuns,
} from './compare.ts';
export {
  entryOf,
  type HistoryDocument,
  type HistoryEntry,
  type Reason,
  type StoredEntry,
} from './document.ts';
export { historyError } from './errors.ts';
export { openHistoryFile, readHistoryFile } from './file.ts';
export { exportHar } from './har.ts';
export { type History, type HistoryCounts, openHistory } from './history.ts';
export { type Findable, matchesQuery, sortValue } from './matches.ts';
export { type HistoryOptions, historySettings } from './options.ts';
export { HistoryRecording, type HistoryRecordingOptions } from './recording.ts';
export {
  type Candidate,
  DEFAULT_LIMITS,
  type Loss,
  Retention,
  type RetentionLimits,
  type Stratum,
  type Verdict,
} from './retention.ts';
export {
  DEFAULT_LIMIT,
  FILTERS,
  type HistoryQuery,
  MAX_LIMIT,
  readHistoryQuery,
  SORT_ORDERS,
  type SortOrder,
} from './search-query.ts';
export { type Batch, type StoredRequest, storedRequest } from './store/batch.ts';
export type { Bounds } from './store/bounds.ts';
export type { HistoryFile, HistoryReader, Written } from './store/history-file.ts';
export type { HistoryPage } from './store/search.ts';
export { exportLines, type HistorySource, importLines } from './transfer.ts';
