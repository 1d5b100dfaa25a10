import { dbError } from '../../errors.ts';
import type { PlanStep, StatementPlan } from '../../explain/plan-step.ts';
import type { RawRow } from '../../sql/statement.ts';
import type { ExplainOptions, ReadGuard } from '../dialect.ts';

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
  const roots = rootsOf(rows);
  return format === 'json' ? JSON.stringify(roots) : lines(roots, '').join('\n');
}

export function sqlitePlanTree(rows: readonly RawRow[]): StatementPlan {
  return { steps: rootsOf(rows).map(planStep) };
}

/** `SCAN movie` looks at every row; with an index it does so in the order of the index. */
const SCAN = /^SCAN (?!CONSTANT\b|\d)(?<table>\S+)/;

function planStep({ detail, steps }: Step): PlanStep {
  const table = SCAN.exec(detail)?.groups?.table;
  const isTable = table !== undefined && !/VIRTUAL TABLE/.test(detail);
  return { title: detail, details: [], isScan: isTable, table, steps: steps.map(planStep) };
}

/** The connection refuses to write until it is told otherwise. A step count it has no limit for. */
export function guardSqliteReads(): ReadGuard {
  return { enter: ['PRAGMA query_only = ON'], leave: ['PRAGMA query_only = OFF'] };
}

function rootsOf(rows: readonly RawRow[]): readonly Step[] {
  const steps = new Map<unknown, Step>([[0, { detail: '', steps: [] }]]);
  for (const [id, parent, , detail] of rows) {
    const step: Step = { detail: String(detail), steps: [] };
    steps.set(id, step);
    steps.get(parent)?.steps.push(step);
  }
  return steps.get(0)!.steps;
}

function lines(steps: readonly Step[], indent: string): readonly string[] {
  return steps.flatMap(({ detail, steps: inner }) => [
    `${indent}${detail}`,
    ...lines(inner, `${indent}  `),
  ]);
}
