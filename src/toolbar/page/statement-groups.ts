import type { Span } from '../../browser/index.ts';
import type { QueryJson } from '../../observe/index.ts';
import type { TraceDocument } from '../trace-document.ts';

/** A query with its position in the trace, from 0. */
export interface NumberedQuery extends QueryJson {
  readonly position: number;
  /** Milliseconds that making its rows took; undefined where none were made. */
  readonly rowsMs: number | undefined;
}

/** All runs of one statement, whatever their values. */
export interface StatementGroup {
  readonly sql: string;
  /** In the order they ran; at least one. */
  readonly queries: readonly NumberedQuery[];
  /** Database and waiting, summed. */
  readonly totalMs: number;
  readonly rowCount: number;
}

export function numberQueries({ queries, resultSets }: TraceDocument): readonly NumberedQuery[] {
  const rowsMs = new Map(resultSets.map(({ query, durationMs }) => [query, durationMs]));
  return queries.map((query, position) => ({ ...query, position, rowsMs: rowsMs.get(position) }));
}

/** Groups by statement, in the order of their first runs. */
export function groupByStatement(queries: readonly NumberedQuery[]): readonly StatementGroup[] {
  const groups = Map.groupBy(queries, (query) => `${query.database}\n${query.fingerprint}`);
  return [...groups.values()].map(toGroup);
}

/** Every query as a group of its own. */
export function eachQuery(queries: readonly NumberedQuery[]): readonly StatementGroup[] {
  return queries.map((query) => toGroup([query]));
}

/** Milliseconds from asking to rows. */
export function elapsedMs(query: QueryJson): number {
  return query.waitMs + query.durationMs;
}

/** Where the query lies in the time of its request. */
export function spanOf(query: QueryJson): Span {
  return { offsetMs: query.offsetMs, durationMs: elapsedMs(query) };
}

function toGroup(queries: readonly NumberedQuery[]): StatementGroup {
  return {
    sql: queries[0]!.sql,
    queries,
    totalMs: queries.reduce((sum, query) => sum + elapsedMs(query), 0),
    rowCount: queries.reduce((sum, query) => sum + query.rowCount, 0),
  };
}
