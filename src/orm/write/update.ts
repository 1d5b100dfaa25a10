import {
  allOf,
  type CompiledStatement,
  type Database,
  type Dialect,
  database,
  type UpdateNode,
} from '../../db/index.ts';
import { QueryBinder } from '../query/binder.ts';
import { columnNode } from '../query/join-tree.ts';
import { buildKeys, buildSubquery } from '../query/plan.ts';
import { isSliced, type QueryState } from '../query/query-state.ts';
import { QueryScope } from '../query/scope.ts';
import { frameOf, replay } from '../query/select.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { type Assignment, assignedNode, assignment, tokenOfAssignments } from './assignments.ts';
import { columnFor } from './column-values.ts';
import type { Writing } from './origin.ts';
import { returningOf } from './returning.ts';

/** Changes the rows of a QuerySet by one statement; returns how many there were. */
export async function updateRows(writing: Writing, values: object): Promise<number> {
  const { state, origin } = writing;
  const binder = new QueryBinder(state);
  const assignments = bindAssignments(state, values, binder);
  if (assignments.length === 0 || state.isNone) return 0;
  const target = database(state.using);
  const statement = updateStatement(state, assignments, target);
  return (await target.execute(statement, binder.values, origin)).changes;
}

/**
 * Changes the one row that the state names and reads columns of it as they are afterwards;
 * undefined when there is no such row.
 *
 * @param values - by column; expressions as they are.
 */
export async function updateRow(
  { state, origin }: Writing,
  values: ReadonlyMap<ColumnMeta, unknown>,
  returning: readonly ColumnMeta[],
): Promise<readonly unknown[] | undefined> {
  const binder = new QueryBinder(state);
  const assignments = [...values].map(([column, value]) => assignment(column, value, binder));
  const target = database(state.using);
  const statement = updateStatement(state, assignments, target, returning);
  if (returning.length === 0) {
    const { changes } = await target.execute(statement, binder.values, origin);
    return changes === 0 ? undefined : [];
  }
  const { read } = returningOf(returning, target.dialect);
  const [row] = await target.query(statement, binder.values, origin);
  return row && read(row);
}

/** @throws orm.field.unknown, orm.value.invalid */
function bindAssignments(
  state: QueryState,
  values: object,
  binder: QueryBinder,
): readonly Assignment[] {
  const byColumn = new Map<ColumnMeta, Assignment>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const column = columnFor(state.model, name);
    byColumn.set(column, assignment(column, value, binder));
  }
  return [...byColumn.values()];
}

function updateStatement(
  state: QueryState,
  assignments: readonly Assignment[],
  { dialect }: Database,
  returning: readonly ColumnMeta[] = [],
): CompiledStatement {
  const plans = state.shape.plans(dialect).others;
  const returned = returning.map(({ column }) => column).join();
  const key = `update ${tokenOfAssignments(assignments)} returning ${returned}`;
  const known = plans.get(key) as CompiledStatement | undefined;
  if (known !== undefined) return known;
  const node = updateNode(state, assignments, dialect);
  const made = dialect.compile({ ...node, returning: returningOf(returning, dialect).nodes });
  plans.set(key, made);
  return made;
}

function updateNode(
  state: QueryState,
  assignments: readonly Assignment[],
  dialect: Dialect,
): UpdateNode {
  const { scope, ...target } = targetRows(state, dialect);
  return {
    kind: 'update',
    ...target,
    assignments: assignments.map((each) => ({
      column: each.column.column,
      value: assignedNode(each, scope),
    })),
  };
}

export interface TargetRows extends Pick<UpdateNode, 'table' | 'alias' | 'where'> {
  readonly key: string;
  /** What the values of the statement may refer to. */
  readonly scope: QueryScope;
}

/**
 * The table and the condition of a write. Conditions over relations need joins, and groups and
 * slices a SELECT, which a write has not, so they go into a subquery for the keys.
 */
export function targetRows(state: QueryState, dialect: Dialect): TargetRows {
  const { table, primaryKey } = metaOf(state.model);
  const key = primaryKey.column;
  const direct = new QueryScope(frameOf(state, { dialect, build: buildSubquery }));
  const replayed = replay(state, direct);
  const alias = direct.frame.tree.rootAlias;
  const isDirect =
    direct.frame.tree.joins.length === 0 &&
    replayed.grouping === undefined &&
    state.distinct === false &&
    state.combination === undefined &&
    !isSliced(state) &&
    !state.steps.some((step) => step.kind === 'annotate' && step.bound.hasWindow);
  if (isDirect) return { table, alias, key, where: allOf(replayed.conditions), scope: direct };
  const query = buildKeys(state, { dialect, taken: [alias] });
  const scope = new QueryScope(frameOf(state, { dialect, build: buildSubquery }));
  for (const step of state.steps) {
    if (step.kind !== 'annotate' || step.bound.hasAggregate || step.bound.hasWindow) continue;
    scope.frame.annotations.set(step.name, step.bound.resolve(scope));
  }
  return {
    table,
    alias,
    key,
    where: { kind: 'inQuery', operand: columnNode(alias, primaryKey), query },
    scope,
  };
}
