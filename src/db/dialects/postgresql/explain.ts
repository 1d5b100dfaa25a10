import type { RawRow } from '../../sql/statement.ts';
import type { ExplainOptions } from '../dialect.ts';

export function explainPostgresql(sql: string, { format, analyze }: ExplainOptions): string {
  const options = [
    ...(analyze ? ['ANALYZE', 'BUFFERS'] : []),
    ...(format === 'json' ? ['FORMAT JSON'] : []),
  ];
  return `EXPLAIN ${options.length === 0 ? '' : `(${options.join(', ')}) `}${sql}`;
}

/** One line a row, or one JSON document in one row. */
export function readPostgresqlPlan(rows: readonly RawRow[]): string {
  return rows.map(([line]) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
}
