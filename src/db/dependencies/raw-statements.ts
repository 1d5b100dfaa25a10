import type { MaybePromise } from '../../core/index.ts';
import type { TransactionScope } from '../connection/transaction-scope.ts';
import type { Footprint } from '../sql/footprint.ts';
import { trackingRead, trackingWrite } from './statements.ts';

/** SQL written by hand, and the tables that its author says it touches. */
export interface RawStatement {
  readonly sql: string;
  readonly reads?: readonly string[] | undefined;
  readonly writes?: readonly string[] | undefined;
}

/** Runs SQL written by hand and records what its author says it reads and changes. */
export function trackingRaw<T>(
  database: string,
  transaction: TransactionScope | undefined,
  statement: RawStatement,
  work: () => MaybePromise<T>,
): MaybePromise<T> {
  const { sql, reads, writes } = statement;
  const tracked = { database, transaction, values: [] };
  const isWrite = writes !== undefined || !leavesRows(sql);
  const reading = () =>
    reads === undefined && isWrite
      ? work()
      : trackingRead({ ...tracked, footprint: footprintOf(reads, []) }, () => 0, work);
  if (!isWrite) return reading();
  return trackingWrite({ ...tracked, footprint: footprintOf([], writes) }, reading);
}

function footprintOf(
  reads: readonly string[] | undefined,
  changes: readonly string[] | undefined,
): Footprint | undefined {
  if (reads === undefined || changes === undefined) return undefined;
  return { reads, changes, insertsOnly: false, named: undefined };
}

const COMMENT_OR_SPACE = /^(?:\s|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|\()+/;

/** Words that statements begin with that change no row. */
const HARMLESS =
  /^(?:select|values|table|show|explain|pragma|set|reset|listen|unlisten|notify|lock|analyze|vacuum|reindex)\b/i;

const CHANGE = /\b(?:insert|update|delete|merge|into)\b/i;

/**
 * Whether a statement changes no row, by its words; what can't be told counts as a change. Of a
 * function that a SELECT calls only its author knows.
 */
function leavesRows(sql: string): boolean {
  const text = sql.replace(COMMENT_OR_SPACE, '');
  if (/^(?:with|explain)\b/i.test(text)) return !CHANGE.test(text);
  return HARMLESS.test(text) && !/^select\b[\s\S]*\binto\b/i.test(text);
}
