import type { Rule } from '../finding.ts';
import { blockingCpu } from './blocking-cpu.ts';
import { cacheThrash } from './cache-thrash.ts';
import { costlyMiddleware } from './costly-middleware.ts';
import { countForExistence } from './count-for-existence.ts';
import { duplicateQuery } from './duplicate-query.ts';
import { eventLoopWait } from './event-loop-wait.ts';
import { largePayload } from './large-payload.ts';
import { manyCacheCalls } from './many-cache-calls.ts';
import { missingIndex } from './missing-index.ts';
import { nPlusOne } from './n-plus-one.ts';
import { outgoingCall } from './outgoing-call.ts';
import { poolWait } from './pool-wait.ts';
import { queryLoop } from './query-loop.ts';
import { sequentialQueries } from './sequential-queries.ts';
import { slowQuery } from './slow-query.ts';
import { slowTemplate } from './slow-template.ts';
import { unboundedResult } from './unbounded-result.ts';
import { unreadColumns } from './unread-columns.ts';
import { unusedEagerLoading } from './unused-eager-loading.ts';
import { writeLoop } from './write-loop.ts';

/** The codes of all findings there are, for those who name some. */
export function findingCodes(): readonly string[] {
  return [...new Set([...defaultRules, missingIndex].map(({ code }) => code))];
}

/** The rules that are applied unless told otherwise, in the order they explain queries. */
export const defaultRules: readonly Rule[] = [
  nPlusOne,
  manyCacheCalls,
  writeLoop,
  queryLoop,
  duplicateQuery,
  countForExistence,
  unboundedResult,
  slowQuery,
  unusedEagerLoading,
  unreadColumns,
  sequentialQueries,
  slowTemplate,
  blockingCpu,
  cacheThrash,
  largePayload,
  outgoingCall,
  costlyMiddleware,
  poolWait,
  eventLoopWait,
];
