import { isReadOnlySql, tokenizeSql } from '../../sql-text/index.ts';
import type { Finding, FindingPlace, Rule, RuleScope } from '../finding.ts';
import { findCallChain } from '../source/call-chain.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { placeOf } from './place.ts';

/**
 * Ten pages of a hundred rows. A reader sees no more, and what JavaScript only counts or sums up, the
 * database would have.
 */
const MANY_ROWS = 1_000;

/** What a page of a list shows at most, as a rule. */
const ROWS_OF_A_PAGE = 100;

/**
 * A list that grows with its table: many rows, and no LIMIT. Rows that are read one after another
 * with `iterator()` are wanted one and all.
 */
export const unboundedResult: Rule = {
  code: 'unbounded-result',
  title: 'Result without a limit',
  detect(trace, scope) {
    return trace.queries.flatMap((query, position) => {
      if (scope.explained.has(position) || !isUnbounded(query)) return [];
      const place = placeOf(query.site, scope);
      return isIterated(place, scope) ? [] : [toFinding(query, position, place, trace)];
    });
  },
};

function isUnbounded({ kind, sql, rowCount }: TracedQuery): boolean {
  const isAsked = kind === 'queryset' || (kind === 'raw' && isReadOnlySql(sql));
  return isAsked && rowCount >= MANY_ROWS && !hasLimit(sql);
}

/** Whether the outermost statement ends after some rows; subqueries may have limits of their own. */
function hasLimit(sql: string): boolean {
  let depth = 0;
  return tokenizeSql(sql).some(({ kind, text }) => {
    if (text === '(') depth++;
    if (text === ')') depth--;
    return depth === 0 && kind === 'keyword' && /^(?:LIMIT|FETCH)$/i.test(text);
  });
}

function isIterated(place: FindingPlace | undefined, scope: RuleScope): boolean {
  if (place?.site.kind !== 'source') return false;
  const { path, line, column } = place.site;
  const source = scope.readSource(path);
  const chain = source === undefined ? undefined : findCallChain(source, line, column);
  return chain?.calls.some(({ name }) => name === 'iterator') ?? false;
}

function toFinding(
  query: TracedQuery,
  position: number,
  place: FindingPlace | undefined,
  trace: Trace,
): Finding {
  const rows = query.rowCount.toLocaleString('en');
  const facts = {
    title: query.subject === undefined ? 'Rows without a limit' : `All rows of ${query.subject}`,
    summary: `One query without a limit gave ${rows} rows in ${milliseconds(query.durationMs)}; making and showing them comes on top, and the table grows.`,
    subject: query.subject,
    place,
    queries: [position],
    costMs: query.durationMs,
    savedMs: query.durationMs * (1 - ROWS_OF_A_PAGE / query.rowCount),
    remedies: [
      advice(
        'Show one page of them',
        'Take a slice, .slice(0, 25), and links to the next ones. If the rows are only counted or ' +
          'summed up, ask for that: count(), aggregate(). If all are needed, as for a file to ' +
          'download, read them with iterator(), which keeps few of them in memory.',
      ),
    ],
  };
  return makeFinding(unboundedResult, facts, trace);
}
