import type { Finding, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { sourceReader } from '../source/source-reader.ts';
import type { Trace } from '../trace.ts';
import { makeFinding } from './make-finding.ts';
import { placeOf } from './place.ts';

/** An index that would serve a statement of a trace, as whoever asked the database found. */
export interface IndexAdvice {
  readonly table: string;
  readonly columns: readonly string[];
  /** Name of the table's model, if it has one. */
  readonly model: string | undefined;
  /** What declares the index. */
  readonly code: string;
  /** The runs of the statement. */
  readonly positions: readonly number[];
  /** Whether the database has planned with the index; else it is judged from the plan without. */
  readonly isProven: boolean;
  /** Costs of its plan without and with the index, where it estimates one. */
  readonly costBefore: number | undefined;
  readonly costAfter: number | undefined;
}

/** No rule that a trace alone can be put to; in everything else a finding as others. */
export const missingIndex = { code: 'missing-index', title: 'Missing index' } as const;

/** The finding of an index that is missing. */
export function missingIndexFinding(
  trace: Trace,
  advice: IndexAdvice,
  projectRoot: string,
): Finding {
  const { table, columns, positions, model, code } = advice;
  const queries = positions.map((position) => trace.queries[position]!);
  const scope: RuleScope = {
    projectRoot,
    readSource: sourceReader(),
    recent: [trace],
    explained: new Set(),
  };
  const costMs = coveredMs(queries.map(intervalOf));
  const { isProven, costBefore, costAfter } = advice;
  const left = costBefore && costAfter !== undefined ? costAfter / costBefore : 0;
  const subject = `${table}.${columns.join('+')}`;
  const facts = {
    title: `No index on ${model ?? table} for ${columns.join(', ')}`,
    summary: summaryOf(advice),
    subject,
    place: placeOf(queries[0]!.site, scope),
    queries: positions,
    costMs,
    savedMs: costMs * (1 - left),
    isUpperBound: true,
    level: isProven ? ('warning' as const) : ('info' as const),
    remedies: [
      {
        title: 'Declare the index',
        explanation:
          'Then make a migration. Every insert, and every update of these columns, writes the index ' +
          'as well: a few percent of a write.',
        code,
        inserted: { start: 0, end: code.length },
      },
    ],
  };
  return makeFinding(missingIndex, facts, trace);
}

function summaryOf({ positions, isProven, costBefore, costAfter }: IndexAdvice): string {
  const runs = positions.length === 1 ? 'One query' : `${positions.length} queries`;
  if (!isProven) {
    return `${runs} looked at every row of the table. Not proven: the extension hypopg would tell.`;
  }
  const cost =
    costBefore === undefined || costAfter === undefined
      ? 'the database would use it'
      : `its plan would cost ${costAfter.toFixed(0)} instead of ${costBefore.toFixed(0)}`;
  return `${runs} looked for rows without an index; with one ${cost}.`;
}
