import { isReadOnlySql } from '../../sql-text/index.ts';
import {
  type Finding,
  findingFingerprint,
  type Rule,
  type RuleScope,
  shareOf,
} from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { similarKey } from '../query-groups.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { placeOf } from './place.ts';

/** Two similar queries are often two different questions; three from one line are a loop. */
const MIN_QUERIES = 3;

/**
 * N+1 by hand: one line ran the same statement several times with different values. Equal values
 * are left to the rule for duplicates, and relations that load themselves to the rule before.
 */
export const queryLoop: Rule = {
  code: 'n-plus-one',
  title: 'Query in a loop',
  detect(trace, scope) {
    return [...groupBySite(trace, scope).values()]
      .filter((positions) => hasDifferentValues(positions, trace))
      .map((positions) => toFinding(positions, trace, scope));
  },
};

function groupBySite(trace: Trace, scope: RuleScope): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  trace.queries.forEach((query, position) => {
    if (scope.explained.has(position) || !isAsked(query)) return;
    const site = query.site?.key ?? '';
    if (site === '') return;
    const key = `${site}\n${similarKey(query)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  });
  return groups;
}

/** Reads that the application asked for itself. */
function isAsked(query: TracedQuery): boolean {
  return query.kind === 'queryset' || (query.kind === 'raw' && isReadOnlySql(query.sql));
}

function hasDifferentValues(positions: readonly number[], trace: Trace): boolean {
  const values = positions.map((position) => {
    const { sql, parametersHash } = trace.queries[position]!;
    return `${parametersHash} ${sql}`;
  });
  return new Set(values).size >= MIN_QUERIES;
}

function toFinding(positions: readonly number[], trace: Trace, scope: RuleScope): Finding {
  const queries = positions.map((position) => trace.queries[position]!);
  const subject = queries[0]!.subject;
  const place = placeOf(queries[0]!.site, scope);
  const costMs = coveredMs(queries.map(intervalOf));
  const savedMs = costMs * (1 - 1 / queries.length);
  return {
    code: queryLoop.code,
    fingerprint: findingFingerprint(queryLoop.code, subject, place),
    level: 'warning',
    title: subject === undefined ? 'N+1 by a query in a loop' : `N+1 on ${subject}`,
    summary: `One line ran the same query ${queries.length} times, each time with other values.`,
    relation: undefined,
    querySet: place,
    access: undefined,
    queryCount: queries.length,
    costMs,
    savedMs,
    isUpperBound: false,
    share: shareOf(savedMs, trace),
    queries: positions,
    remedies: [
      {
        title: 'Ask once, before the loop',
        explanation:
          'Collect the values and fetch all rows in one query with an __in lookup, or load the ' +
          'relation with the QuerySet that the loop runs over.',
        code: undefined,
        inserted: undefined,
      },
    ],
  };
}
