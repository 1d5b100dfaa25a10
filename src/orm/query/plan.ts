import {
  type CompiledStatement,
  type Dialect,
  type ExpressionNode,
  INTEGER,
  type OrderNode,
  type SelectNode,
  selectFrom,
} from '../../db/index.ts';
import {
  compileHydrator,
  type HydrationNode,
  type Hydrator,
  nodesOf,
} from '../hydrate/hydrator.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import { columnNode, JoinTree } from './join-tree.ts';
import { buildLoading } from './loading.ts';
import { parseColumnPath } from './lookup-path.ts';
import { isSliced, namesOneRow, type QueryState } from './query-state.ts';
import { buildWhere } from './where.ts';

/** A shape of rows, compiled: what to send and how to read what comes back. */
export interface RowsPlan {
  readonly statement: CompiledStatement;
  readonly nodes: readonly HydrationNode[];
  readonly hydrate: Hydrator;
}

/** The plan for the rows of a QuerySet, compiled when its shape is new. */
export function planRows(state: QueryState, dialect: Dialect): RowsPlan {
  const plans = state.shape.plans(dialect);
  plans.rows ??= compileRows(state, dialect);
  return plans.rows;
}

/** The statement behind `count()`. */
export function planCount(state: QueryState, dialect: Dialect): CompiledStatement {
  const plans = state.shape.plans(dialect);
  plans.count ??= dialect.compile(countNode(state));
  return plans.count;
}

/** The statement behind `exists()`. */
export function planExists(state: QueryState, dialect: Dialect): CompiledStatement {
  const plans = state.shape.plans(dialect);
  const limit = limitOf(state) ?? 1;
  // DISTINCT 1 would be one row, which an offset skips.
  const columns = state.isDistinct ? undefined : [ONE];
  plans.exists ??= dialect.compile({ ...buildKeys(state, columns), limit: Math.min(limit, 1) });
  return plans.exists;
}

function compileRows(state: QueryState, dialect: Dialect): RowsPlan {
  const tree = new JoinTree(state.model);
  const where = buildWhere(state.where, tree);
  const { columns, root } = buildLoading(state, tree);
  const statement = dialect.compile(buildSelect(state, tree, columns, where));
  return {
    statement: { ...statement, isSingleRow: namesOneRow(state) },
    nodes: nodesOf(root),
    hydrate: compileHydrator(root, dialect),
  };
}

function countNode(state: QueryState): SelectNode {
  const all = COUNT_ALL;
  if (!isSliced(state) && !state.isDistinct) return buildKeys(state, [all]);
  const counted = state.isDistinct ? buildKeys(state) : buildKeys(state, [ONE]);
  return { ...selectFrom(counted, 'counted'), columns: [all] };
}

/**
 * The SELECT of a QuerySet's primary keys, or of other columns, unordered unless a slice needs
 * the order. Updates and deletes over joins use it as their condition.
 */
export function buildKeys(
  state: QueryState,
  columns?: readonly ExpressionNode[],
  taken: Iterable<string> = [],
): SelectNode {
  const tree = new JoinTree(state.model, taken);
  const where = buildWhere(state.where, tree);
  const key = columnNode(tree.rootAlias, metaOf(state.model).primaryKey);
  const unordered = isSliced(state) ? state : { ...state, orderBy: [] };
  return buildSelect(unordered, tree, columns ?? [key], where);
}

const ONE: ExpressionNode = Object.freeze({ kind: 'literal', value: 1, type: INTEGER });

const COUNT_ALL: ExpressionNode = Object.freeze({
  kind: 'aggregate',
  name: 'count',
  args: [],
  isDistinct: false,
  filter: undefined,
  orderBy: [],
  type: INTEGER,
});

function buildSelect(
  state: QueryState,
  tree: JoinTree,
  columns: readonly ExpressionNode[],
  where: ExpressionNode | undefined,
): SelectNode {
  const orderBy = buildOrder(state, tree);
  return {
    ...selectFrom(metaOf(state.model).table, tree.rootAlias),
    columns,
    distinct: state.isDistinct,
    joins: tree.joins,
    where,
    orderBy,
    limit: limitOf(state),
    offset: state.low,
  };
}

function limitOf(state: QueryState): number | undefined {
  return state.high === undefined ? undefined : state.high - state.low;
}

function buildOrder(state: QueryState, tree: JoinTree): readonly OrderNode[] {
  const names = state.orderBy ?? metaOf(state.model).ordering;
  return names.map((name) => orderNode(state.model, name, state.isReversed, tree));
}

function orderNode(model: AnyModel, name: string, isReversed: boolean, tree: JoinTree): OrderNode {
  const isDescending = name.startsWith('-') !== isReversed;
  const { relations, column } = parseColumnPath(model, name.replace(/^-/, ''));
  const alias = tree.follow(tree.rootAlias, relations, { isRequired: false, scope: 'order' });
  return { expression: columnNode(alias, column), isDescending };
}
