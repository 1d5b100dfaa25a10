import { UptempoError } from '../core/index.ts';
import {
  type Database,
  type DatabaseValue,
  database,
  type ExplainRequest,
  type IndexTrial,
  indexesOfTable,
  sampleTable,
  tryIndex,
} from '../db/index.ts';
import {
  type Finding,
  missingIndexFinding,
  type Trace,
  type TracedQuery,
} from '../observe/index.ts';
import { isReadOnlySql } from '../sql-text/index.ts';
import { type Candidate, indexCandidates } from './candidates.ts';
import { indexDeclaration } from './declaration.ts';

export interface AdviceOptions {
  /** Folder that files are named relative to. Default: the working directory. */
  readonly projectRoot?: string;
  /**
   * Milliseconds that a statement must take, all its runs in the request together, to be looked into.
   * Default 10: below that an index saves less than anybody sees.
   */
  readonly minMs?: number;
}

const MIN_MS = 10;

/** Statements of a request that are looked into, the most expensive ones. */
const MAX_STATEMENTS = 5;

/** Indexes that are tried for a statement. */
const MAX_CANDIDATES = 12;

/** Rows below which a table is read faster than an index is. */
const MIN_ROWS = 1_000;

/** Different values that make a column worth an index: one of them finds a twentieth at most. */
const MIN_DISTINCT = 20;

/** Costs that Dexter takes: what is cheaper is not worth an index, and it must save half. */
const MIN_COST = 100;
const MAX_REMAINING = 0.5;

/** Part of the rows that a range may find. */
const MAX_RANGE_SHARE = 0.1;

const TIMEOUT_MS = 3_000;

/**
 * The indexes that a request's expensive SELECTs lack, as findings. The databases are asked for plans,
 * which runs nothing, and for some thousand rows of the tables in question; so call it when somebody
 * looks, not in the request. What a database refuses to explain gives none.
 */
export async function adviseIndexes(
  trace: Trace,
  options: AdviceOptions = {},
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const run of expensive(trace, options.minMs ?? MIN_MS)) {
    const found = await adviceFor(run).catch(refusal);
    if (found === undefined) continue;
    const { candidate, trial } = found;
    const { table, columns } = candidate;
    const declaration = indexDeclaration(table, columns);
    const { positions } = run;
    const advice = { table, columns, positions, ...trial, ...declaration };
    findings.push(missingIndexFinding(trace, advice, options.projectRoot ?? process.cwd()));
  }
  return findings;
}

/**
 * As `adviseIndexes`, of several requests for the same thing: the one whose statements took the median
 * is looked into. For `recurringFindings(traces, { advice })`.
 */
export async function adviseIndexesOf(
  traces: readonly Trace[],
  options: AdviceOptions = {},
): Promise<readonly Finding[]> {
  const byTime = traces.toSorted((a, b) => a.totals.queryMs - b.totals.queryMs);
  const median = byTime[Math.floor(byTime.length / 2)];
  return median === undefined ? [] : adviseIndexes(median, options);
}

/** What a database refuses, a table that is gone or a right that lacks, is no advice and no failure. */
function refusal(error: unknown): undefined {
  if (!(error instanceof UptempoError)) throw error;
}

/** The runs of one statement in a request. */
interface Runs {
  readonly first: TracedQuery;
  readonly positions: readonly number[];
}

function expensive(trace: Trace, minMs: number): readonly Runs[] {
  const reads = trace.queries
    .map((query, position) => ({ query, position }))
    .filter(({ query }) => query.error === undefined && isReadOnlySql(query.sql));
  const groups = Map.groupBy(reads, ({ query }) => `${query.database}\n${query.sql}`);
  return [...groups.values()]
    .map((runs) => ({
      first: runs[0]!.query,
      positions: runs.map(({ position }) => position),
      totalMs: runs.reduce((sum, { query }) => sum + query.durationMs, 0),
    }))
    .filter(({ totalMs }) => totalMs >= minMs)
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, MAX_STATEMENTS);
}

interface Found {
  readonly candidate: Candidate;
  readonly trial: IndexTrial;
}

async function adviceFor({ first }: Runs): Promise<Found | undefined> {
  const target = database(first.database);
  const request: ExplainRequest = {
    sql: first.sql,
    isRaw: first.kind === 'raw',
    values: first.values as readonly DatabaseValue[] | undefined,
    analyze: false,
    timeoutMs: TIMEOUT_MS,
  };
  let best: Found | undefined;
  for (const candidate of indexCandidates(first.sql).slice(0, MAX_CANDIDATES)) {
    if (!(await isWorthTrying(target, candidate, first))) continue;
    const trial = await tryIndex(target, candidate, request);
    // How much of the table a range finds, the rows of an aggregate don't tell; a cost does.
    const isGuess =
      candidate.by === 'range' && isAggregate(first.sql) && trial.costAfter === undefined;
    if (isGood(trial) && !isGuess && isBetter({ candidate, trial }, best))
      best = { candidate, trial };
  }
  return best;
}

async function isWorthTrying(
  target: Database,
  { table, columns, by }: Candidate,
  query: TracedQuery,
): Promise<boolean> {
  const indexes = await indexesOfTable(target, table);
  if (indexes.some((known) => columns.every((column, at) => known[at] === column))) return false;
  const { rows, distinct } = await sampleTable(target, { table, columns });
  if (rows < MIN_ROWS) return false;
  if (by === 'range') {
    const isNarrow = isAggregate(query.sql) || query.rowCount <= rows * MAX_RANGE_SHARE;
    return isNarrow && !/\bLIMIT\b/.test(query.sql);
  }
  if (columns.length === 1) return by === 'order' || distinct[0]! >= MIN_DISTINCT;
  // The second column has to add something to what an index on the first has.
  return distinct[0]! * distinct[1]! >= MIN_DISTINCT && distinct[1]! > 1;
}

function isAggregate(sql: string): boolean {
  return /\b(?:count|sum|avg|min|max)\s*\(|\bGROUP BY\b|\bDISTINCT\b/i.test(sql);
}

function isGood({ isUsed, costBefore, costAfter }: IndexTrial): boolean {
  if (!isUsed) return false;
  if (costBefore === undefined) return true;
  if (costBefore < MIN_COST) return false;
  return costAfter === undefined || costAfter <= costBefore * MAX_REMAINING;
}

/** Two columns have to save half of what one leaves; where no cost is known the first one is taken. */
function isBetter({ trial }: Found, best: Found | undefined): boolean {
  if (best === undefined) return true;
  const { costAfter } = trial;
  const known = best.trial.costAfter;
  if (costAfter === undefined || known === undefined) return false;
  return costAfter < known * MAX_REMAINING;
}
