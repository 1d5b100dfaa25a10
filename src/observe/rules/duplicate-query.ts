import { isReadOnlySql } from '../../sql-text/index.ts';
import {
  type Finding,
  findingFingerprint,
  placeName,
  type Rule,
  type RuleScope,
  shareOf,
} from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import { duplicateKey } from '../query-groups.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { placeOf } from './place.ts';

/**
 * The same SELECT with the same values, with nothing written in between that could have changed
 * its answer.
 */
export const duplicateQuery: Rule = {
  code: 'duplicate-query',
  title: 'Duplicate query',
  detect(trace, scope) {
    return [...groupDuplicates(trace, scope).values()]
      .filter((positions) => positions.length >= 2)
      .map((positions) => toFinding(positions, trace, scope));
  },
};

function groupDuplicates(trace: Trace, scope: RuleScope): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  let writes = 0;
  trace.queries.forEach((query, position) => {
    if (isWrite(query)) writes++;
    if (!isRead(query) || scope.explained.has(position)) return;
    const key = `${writes}\n${duplicateKey(query)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [position]);
    else group.push(position);
  });
  return groups;
}

function isRead(query: TracedQuery): boolean {
  switch (query.kind) {
    case 'queryset':
    case 'relation':
    case 'prefetch':
      return true;
    case 'raw':
      return isReadOnlySql(query.sql);
    default:
      return false;
  }
}

function isWrite(query: TracedQuery): boolean {
  return !isRead(query) && query.kind !== 'transaction';
}

function toFinding(positions: readonly number[], trace: Trace, scope: RuleScope): Finding {
  const queries = positions.map((position) => trace.queries[position]!);
  const first = queries[0]!;
  const again = queries.find((query) => query.site?.key !== first.site?.key) ?? queries[1]!;
  const place = placeOf(first.site, scope);
  const repeated = placeOf(again.site, scope);
  const savedMs = coveredMs(queries.slice(1).map(intervalOf));
  return {
    code: duplicateQuery.code,
    fingerprint: findingFingerprint(duplicateQuery.code, first.subject, place),
    level: 'warning',
    title: first.subject === undefined ? 'Duplicate query' : `Duplicate query on ${first.subject}`,
    summary: `The same query with the same values ran ${queries.length} times, and nothing was written in between.`,
    relation: undefined,
    querySet: place,
    access: placeName(repeated) === placeName(place) ? undefined : repeated,
    queryCount: queries.length,
    costMs: coveredMs(queries.map(intervalOf)),
    savedMs,
    isUpperBound: false,
    share: shareOf(savedMs, trace),
    queries: positions,
    remedies: [
      {
        title: 'Keep the first answer',
        explanation:
          'Pass the rows on, or await the same QuerySet object again: it keeps its rows once it ' +
          'has been evaluated.',
        code: undefined,
        inserted: undefined,
      },
    ],
  };
}
