import type { Finding, FindingPlace, Rule, RuleScope } from '../finding.ts';
import { findCallChain } from '../source/call-chain.ts';
import { isOnlyCompared, withExists } from '../source/zero-comparison.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { advice, makeFinding, milliseconds, rewrite } from './make-finding.ts';
import { placeOf } from './place.ts';

/** Below it `exists()` saves nothing that could be measured: the table is small, or an index counts. */
const MIN_MS = 0.5;

/**
 * A count of which the source only asks whether it is zero. The database has to look at all rows to
 * count them and at one to know that there is one.
 */
export const countForExistence: Rule = {
  code: 'count-for-existence',
  title: 'Count where exists is enough',
  isTimed: true,
  detect(trace, scope) {
    return trace.queries.flatMap((query, position) => {
      if (scope.explained.has(position) || !isCount(query)) return [];
      const place = placeOf(query.site, scope);
      const comparison = comparisonAt(place, scope);
      return comparison === undefined ? [] : [toFinding(query, position, place, comparison, trace)];
    });
  },
};

function isCount({ kind, sql, durationMs }: TracedQuery): boolean {
  return kind === 'queryset' && durationMs >= MIN_MS && /^\s*SELECT\s+COUNT\s*\(/i.test(sql);
}

interface Comparison {
  /** The line as it would be written; undefined where the count has a name. */
  readonly code: string | undefined;
}

function comparisonAt(place: FindingPlace | undefined, scope: RuleScope): Comparison | undefined {
  if (place?.site.kind !== 'source') return undefined;
  const { path, line, column } = place.site;
  const source = scope.readSource(path);
  if (source === undefined) return undefined;
  const chain = findCallChain(source, line, column);
  if (chain?.calls.at(-1)?.name !== 'count') return undefined;
  const direct = withExists(source, chain);
  if (direct !== undefined) return direct;
  return isOnlyCompared(source, line, column) ? { code: undefined } : undefined;
}

function toFinding(
  query: TracedQuery,
  position: number,
  place: FindingPlace | undefined,
  { code }: Comparison,
  trace: Trace,
): Finding {
  const explanation = 'exists() stops at the first row it finds.';
  const facts = {
    title:
      query.subject === undefined
        ? 'Count to see if any'
        : `Count of ${query.subject} to see if any`,
    summary: `All rows were counted in ${milliseconds(query.durationMs)} to learn whether there is one.`,
    subject: query.subject,
    place,
    queries: [position],
    costMs: query.durationMs,
    savedMs: query.durationMs,
    isUpperBound: true,
    remedies: [
      code === undefined
        ? advice('Ask with exists()', explanation)
        : rewrite('Ask with exists()', explanation, code),
    ],
  };
  return makeFinding(countForExistence, facts, trace);
}
