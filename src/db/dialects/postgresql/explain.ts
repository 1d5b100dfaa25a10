import type { PlanStep, StatementPlan } from '../../explain/plan-step.ts';
import type { RawRow } from '../../sql/statement.ts';
import type { ExplainOptions, GenericExplain, ReadGuard } from '../dialect.ts';

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

/** A node of the plan in the format JSON: https://www.postgresql.org/docs/current/sql-explain.html. */
interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Alias?: string;
  readonly 'Index Name'?: string;
  readonly 'Join Type'?: string;
  readonly 'Total Cost'?: number;
  readonly 'Plan Rows'?: number;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Total Time'?: number;
  readonly 'Actual Loops'?: number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

interface PlanDocument {
  readonly Plan: PlanNode;
  readonly 'Planning Time'?: number;
  readonly 'Execution Time'?: number;
}

export function postgresqlPlanTree(rows: readonly RawRow[]): StatementPlan {
  const [raw] = rows[0] ?? [];
  const documents = typeof raw === 'string' ? JSON.parse(raw) : raw;
  const [document] = documents as unknown as readonly PlanDocument[];
  return {
    steps: document === undefined ? [] : [planStep(document.Plan)],
    planningMs: document?.['Planning Time'],
    executionMs: document?.['Execution Time'],
  };
}

/** Properties of a node that say under which condition it works. */
const DETAILS = [
  'Index Cond',
  'Recheck Cond',
  'Hash Cond',
  'Merge Cond',
  'Join Filter',
  'Filter',
  'Rows Removed by Filter',
  'Sort Key',
  'Sort Method',
  'Group Key',
  'Heap Fetches',
  'Shared Hit Blocks',
  'Shared Read Blocks',
] as const;

function planStep(node: PlanNode): PlanStep {
  const loops = node['Actual Loops'];
  const total = (each: number | undefined) =>
    each === undefined || loops === undefined ? undefined : each * loops;
  return {
    title: titleOf(node),
    details: DETAILS.flatMap((name) => detailOf(name, Reflect.get(node, name))),
    isScan: /^(?:Parallel )?Seq Scan$/.test(node['Node Type']),
    table: node['Relation Name'],
    cost: node['Total Cost'],
    rows: node['Plan Rows'],
    actualRows: total(node['Actual Rows']),
    actualMs: total(node['Actual Total Time']),
    loops,
    removedRows: total(node['Rows Removed by Filter']),
    steps: (node.Plans ?? []).map(planStep),
  };
}

function titleOf(node: PlanNode): string {
  const index = node['Index Name'];
  const relation = node['Relation Name'];
  const alias = node.Alias === relation ? undefined : node.Alias;
  return [
    node['Node Type'],
    index !== undefined && `using ${index}`,
    relation !== undefined && `on ${relation}`,
    relation !== undefined && alias,
  ]
    .filter((part) => typeof part === 'string')
    .join(' ');
}

function detailOf(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === 0) return [];
  return [`${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`];
}

let explained = 0;

/**
 * The plan for any values, which PostgreSQL 16 has an option for; a prepared statement that is held to
 * its generic plan gives it everywhere, whatever it is executed with.
 */
export function explainGenericPostgresql(sql: string, parameters: number): GenericExplain {
  const name = `uptempo_explained_${++explained}`;
  const nulls = parameters === 0 ? '' : `(${new Array(parameters).fill('NULL').join(', ')})`;
  return {
    prepare: ['SET LOCAL plan_cache_mode = force_generic_plan', `PREPARE ${name} AS ${sql}`],
    explain: `EXPLAIN (FORMAT JSON) EXECUTE ${name}${nulls}`,
    forget: [`DEALLOCATE ${name}`],
  };
}

/** The transaction is READ ONLY already; what is set is forgotten with it. */
export function guardPostgresqlReads(timeoutMs: number): ReadGuard {
  const limit = Math.trunc(timeoutMs);
  return {
    enter: [`SET LOCAL statement_timeout = ${limit}`, `SET LOCAL lock_timeout = ${limit}`],
    leave: [],
  };
}
