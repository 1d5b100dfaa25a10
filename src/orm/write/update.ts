import { allOf, type Dialect, database, type UpdateNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { type Bound, Expression } from '../expressions/expression.ts';
import { ValueExpression } from '../expressions/value.ts';
import { QueryBinder } from '../query/binder.ts';
import { columnNode } from '../query/join-tree.ts';
import { buildKeys, buildSubquery } from '../query/plan.ts';
import { isSliced, type QueryState } from '../query/query-state.ts';
import { QueryScope } from '../query/scope.ts';
import { frameOf, replay } from '../query/select.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { checkedValue, columnFor } from './column-values.ts';
import type { Writing } from './origin.ts';

/** Changes the rows of a QuerySet by one statement; returns how many there were. */
export async function updateRows(writing: Writing, values: object): Promise<number> {
  const { state, origin } = writing;
  const binder = new QueryBinder(state);
  const assignments = bindAssignments(state, values, binder);
  if (assignments.length === 0 || state.isNone) return 0;
  const target = database(state.using);
  const plans = state.shape.plans(target.dialect).others;
  const key = `update ${assignments.map(({ column, bound }) => `${column.column}=${bound.token}`).join()}`;
  let statement = plans.get(key) as ReturnType<Dialect['compile']> | undefined;
  if (statement === undefined) {
    statement = target.dialect.compile(updateNode(state, assignments, target.dialect));
    plans.set(key, statement);
  }
  return (await target.execute(statement, binder.values, origin)).changes;
}

interface Assignment {
  readonly column: ColumnMeta;
  readonly bound: Bound;
}

/** @throws orm.field.unknown, orm.value.invalid */
function bindAssignments(
  state: QueryState,
  values: object,
  binder: QueryBinder,
): readonly Assignment[] {
  const byColumn = new Map<ColumnMeta, Bound>();
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const column = columnFor(state.model, name);
    const bound = assigned(column, value).bind(binder);
    if (bound.hasAggregate || bound.hasWindow) throw aggregated(state, name);
    byColumn.set(column, bound);
  }
  return [...byColumn].map(([column, bound]) => ({ column, bound }));
}

function assigned(column: ColumnMeta, value: unknown): Expression {
  if (!(value instanceof Expression)) {
    return new ValueExpression(checkedValue(column, value), column.type);
  }
  return value instanceof ValueExpression ? value.as(column.type) : value;
}

function updateNode(
  state: QueryState,
  assignments: readonly Assignment[],
  dialect: Dialect,
): UpdateNode {
  const { table, alias, where, scope } = targetRows(state, dialect);
  return {
    kind: 'update',
    table,
    alias,
    where,
    assignments: assignments.map(({ column, bound }) => {
      const value = bound.resolve(scope);
      if (scope.frame.tree.joins.length > 0) throw joined(state, column);
      return { column: column.column, value };
    }),
  };
}

export interface TargetRows extends Pick<UpdateNode, 'table' | 'alias' | 'where'> {
  /** What the values of the statement may refer to. */
  readonly scope: QueryScope;
}

/**
 * The table and the condition of a write. Conditions over relations need joins, and groups and
 * slices a SELECT, which a write has not, so they go into a subquery for the keys.
 */
export function targetRows(state: QueryState, dialect: Dialect): TargetRows {
  const { table, primaryKey } = metaOf(state.model);
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
  if (isDirect) return { table, alias, where: allOf(replayed.conditions), scope: direct };
  const query = buildKeys(state, { dialect, taken: [alias] });
  const scope = new QueryScope(frameOf(state, { dialect, build: buildSubquery }));
  for (const step of state.steps) {
    if (step.kind !== 'annotate' || step.bound.hasAggregate || step.bound.hasWindow) continue;
    scope.frame.annotations.set(step.name, step.bound.resolve(scope));
  }
  return {
    table,
    alias,
    where: { kind: 'inQuery', operand: columnNode(alias, primaryKey), query },
    scope,
  };
}

function joined({ model }: QueryState, column: ColumnMeta) {
  return ormError(
    'orm.update.joined',
    `${model.name}.${column.attribute} cannot be set to a column of another table.`,
    { hint: "Use Subquery(Other.objects.filter({ pk: OuterRef('…') }).values('…'))." },
  );
}

function aggregated({ model }: QueryState, name: string) {
  return ormError(
    'orm.expression.aggregate',
    `${model.name}.${name} cannot be set to an aggregate or window of the rows that are updated.`,
    { hint: 'Put it into a Subquery() of its own.' },
  );
}
