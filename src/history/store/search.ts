import type { DatabaseSync } from 'node:sqlite';
import type { StoredEntry } from '../document.ts';
import {
  type Cursor,
  DEFAULT_LIMIT,
  type HistoryQuery,
  readCursor,
  type SortOrder,
  writeCursor,
} from '../search-query.ts';
import { reasonsOf, SAMPLE_BIT } from './reasons.ts';

export interface HistoryPage {
  readonly entries: readonly StoredEntry[];
  /** Undefined on the last page. */
  readonly nextCursor: string | undefined;
  /** How many are kept that match, counted on the first page only. */
  readonly kept: number | undefined;
  /** How many requests matched, those that were not kept included, estimated from the samples. */
  readonly estimated: number | undefined;
}

/** The columns by which it is sorted; each has an index that ends in `number`. */
const SORTED_BY: Readonly<Record<SortOrder, string>> = {
  time: 'started_at',
  ms: 'total_ms',
  queries: 'query_count',
};

const WEIGHT = `CASE WHEN stratum IS NULL THEN 1.0
  WHEN reasons & ${SAMPLE_BIT} = 0 THEN 0.0
  ELSE coalesce((SELECT CAST(seen AS REAL) / max(sampled, 1) FROM strata WHERE key = stratum), 1.0)
  END`;

const COLUMNS = `number, id, started_at, method, url, route, status, content_type, total_ms,
  query_count, query_ms, finding_count, reasons, pid, ${WEIGHT} AS weight`;

/**
 * Finds requests. Texts and numbers from outside are bound as parameters, never written into SQL.
 *
 * @throws history.query.invalid for a cursor that was made up
 */
export function searchRequests(database: DatabaseSync, query: HistoryQuery): HistoryPage {
  const sort = query.sort ?? 'time';
  const limit = query.limit ?? DEFAULT_LIMIT;
  const filter = conditionsOf(query);
  const after =
    query.cursor === undefined ? undefined : afterCursor(sort, readCursor(query.cursor));
  const { sql, values } = after === undefined ? filter : joined([filter, after]);
  const column = SORTED_BY[sort];
  const rows = database
    .prepare(
      `SELECT ${COLUMNS} FROM requests WHERE ${sql}
       ORDER BY ${column} DESC, number DESC LIMIT ?`,
    )
    .all(...values, limit + 1) as unknown as RequestRow[];
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    entries: shown.map(toEntry),
    nextCursor: last && writeCursor({ value: last[column] as number, row: last.number }),
    ...(after === undefined ? countMatching(database, filter) : NOT_COUNTED),
  };
}

const NOT_COUNTED = { kept: undefined, estimated: undefined } as const;

interface Condition {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

function conditionsOf(query: HistoryQuery): Condition {
  const { path, route, method, status, minMs, minQueries, finding, sql, since, until } = query;
  return joined([
    when(path, (text) => ({ sql: "url LIKE ? ESCAPE '\\'", values: [containing(text)] })),
    when(route, (text) => ({ sql: 'route = ?', values: [text] })),
    when(method, (text) => ({ sql: 'method = ?', values: [text] })),
    when(status, statusCondition),
    when(minMs, (ms) => ({ sql: 'total_ms >= ?', values: [ms] })),
    when(minQueries, (count) => ({ sql: 'query_count >= ?', values: [count] })),
    when(finding, findingCondition),
    when(sql, statementCondition),
    when(since, (ms) => ({ sql: 'started_at >= ?', values: [ms] })),
    when(until, (ms) => ({ sql: 'started_at <= ?', values: [ms] })),
  ]);
}

function when<Value>(
  value: Value | undefined,
  make: (value: Value) => Condition,
): Condition | undefined {
  return value === undefined ? undefined : make(value);
}

function joined(conditions: readonly (Condition | undefined)[]): Condition {
  const given = conditions.filter((condition) => condition !== undefined);
  return {
    sql: given.length === 0 ? 'true' : given.map(({ sql }) => sql).join(' AND '),
    values: given.flatMap(({ values }) => values),
  };
}

function statusCondition(status: string): Condition {
  if (!status.endsWith('xx')) return { sql: 'status = ?', values: [Number(status)] };
  const first = Number(status[0]) * 100;
  return { sql: 'status BETWEEN ? AND ?', values: [first, first + 99] };
}

function findingCondition(finding: string): Condition {
  if (finding === 'any') return { sql: 'finding_count > 0', values: [] };
  return {
    sql: `number IN (SELECT number FROM request_findings WHERE code = ?
      UNION ALL SELECT number FROM request_findings WHERE fingerprint = ?)`,
    values: [finding, finding],
  };
}

/** An application has hundreds of different statements, so reading all of them is quick. */
function statementCondition(text: string): Condition {
  return {
    sql: `number IN (SELECT number FROM request_statements WHERE statement IN
      (SELECT id FROM statements WHERE sql LIKE ? ESCAPE '\\'))`,
    values: [containing(text)],
  };
}

/** A pattern of LIKE whose wildcards stand for themselves. */
function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`;
}

function afterCursor(sort: SortOrder, { value, row }: Cursor): Condition {
  return { sql: `(${SORTED_BY[sort]}, number) < (?, ?)`, values: [value, row] };
}

function countMatching(database: DatabaseSync, { sql, values }: Condition) {
  const counts = database
    .prepare(`SELECT count(*) AS kept, coalesce(sum(${WEIGHT}), 0) AS estimated
      FROM requests WHERE ${sql}`)
    .get(...values) as { readonly kept: number; readonly estimated: number };
  return { kept: counts.kept, estimated: Math.round(counts.estimated) };
}

interface RequestRow {
  readonly number: number;
  readonly id: string;
  readonly started_at: number;
  readonly method: string;
  readonly url: string;
  readonly route: string | null;
  readonly status: number | null;
  readonly content_type: string | null;
  readonly total_ms: number;
  readonly query_count: number;
  readonly query_ms: number;
  readonly finding_count: number;
  readonly reasons: number;
  readonly pid: number;
  readonly weight: number;
  readonly [column: string]: unknown;
}

function toEntry(row: RequestRow): StoredEntry {
  return {
    id: row.id,
    method: row.method,
    url: row.url,
    route: row.route,
    status: row.status,
    contentType: row.content_type,
    startedAt: new Date(row.started_at).toISOString(),
    totalMs: row.total_ms,
    queryCount: row.query_count,
    queryMs: row.query_ms,
    findingCount: row.finding_count,
    keptFor: reasonsOf(row.reasons),
    weight: row.weight,
    pid: row.pid,
  };
}
