import {
  type Finding,
  findingFingerprint,
  type Rule,
  type RuleScope,
  shareOf,
} from '../finding.ts';
import { intervalOf } from '../intervals.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { placeOf } from './place.ts';

/** What debug tools commonly call slow: half a second in the database, waiting excluded. */
const SLOW_MS = 500;

/** One statement that took long by itself. */
export const slowQuery: Rule = {
  code: 'slow-query',
  title: 'Slow query',
  isTimed: true,
  detect(trace, scope) {
    return trace.queries.flatMap((query, position) =>
      query.durationMs >= SLOW_MS && !scope.explained.has(position)
        ? [toFinding(query, position, trace, scope)]
        : [],
    );
  },
};

function toFinding(query: TracedQuery, position: number, trace: Trace, scope: RuleScope): Finding {
  const place = placeOf(query.site, scope);
  const { startMs, endMs } = intervalOf(query);
  return {
    code: slowQuery.code,
    fingerprint: findingFingerprint(slowQuery.code, query.subject, place),
    level: 'warning',
    title: query.subject === undefined ? 'Slow query' : `Slow query on ${query.subject}`,
    summary: `One query took ${Math.round(query.durationMs)} ms in the database.`,
    relation: undefined,
    querySet: place,
    access: undefined,
    queryCount: 1,
    costMs: endMs - startMs,
    savedMs: query.durationMs,
    isUpperBound: true,
    share: shareOf(query.durationMs, trace),
    queries: [position],
    remedies: [
      {
        title: 'Give it an index, or fewer rows',
        explanation:
          'Look at its plan with EXPLAIN: a scan of the whole table asks for an index on the ' +
          'columns it filters or sorts by, many rows for a limit.',
        code: undefined,
        inserted: undefined,
      },
    ],
  };
}
