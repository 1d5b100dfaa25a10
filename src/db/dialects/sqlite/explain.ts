import { dbError } from '../../errors.ts';
import type { RawRow } from '../../sql/statement.ts';
import type { ExplainOptions } from '../dialect.ts';

/** @throws db.explain.unsupported for `analyze`: SQLite measures no plan. */
export function explainSqlite(sql: string, { analyze = false }: ExplainOptions): string {
  if (!analyze) return `EXPLAIN QUERY PLAN ${sql}`;
  throw dbError(
    'db.explain.unsupported',
    'SQLite explains what it will do, not how long it took.',
    {
      hint: 'Leave analyze out.',
    },
  );
}

interface Step {
  readonly detail: string;
  readonly steps: Step[];
}

/** Rows `(id, parent, unused, detail)` as an indented text, or as JSON. */
export function readSqlitePlan(rows: readonly RawRow[], { format }: ExplainOptions): string {
  const steps = new Map<unknown, Step>([[0, { detail: '', steps: [] }]]);
  for (const [id, parent, , detail] of rows) {
    const step: Step = { detail: String(detail), steps: [] };
    steps.set(id, step);
    steps.get(parent)?.steps.push(step);
  }
  const roots = steps.get(0)!.steps;
  return format === 'json' ? JSON.stringify(roots) : lines(roots, '').join('\n');
}

function lines(steps: readonly Step[], indent: string): readonly string[] {
  return steps.flatMap(({ detail, steps: inner }) => [
    `${indent}${detail}`,
    ...lines(inner, `${indent}  `),
  ]);
}
