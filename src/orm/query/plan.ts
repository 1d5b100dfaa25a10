import { BoundedMap } from '../../core/index.ts';
import type {
  CompiledStatement,
  Dialect,
  ExpressionNode,
  OrderNode,
  SelectNode,
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
import { isSliced, type QueryState } from './query-state.ts';
import { buildWhere } from './where.ts';

/** A shape of rows, compiled: what to send and how to read what comes back. */
export interface RowsPlan {
  readonly statement: CompiledStatement;
  readonly nodes: readonly HydrationNode[];
  readonly hydrate: Hydrator;
}

/** Shapes come from code, so there are few; the bound guards against filters built from user input. */
const MAX_PLANS = 2_000;

const rowsPlans = new WeakMap<Dialect, BoundedMap<string, RowsPlan>>();
const statements = new WeakMap<Dialect, BoundedMap<string, CompiledStatement>>();

/** The plan for the rows of a QuerySet, from the cache when its shape was seen before. */
export function planRows(state: QueryState, dialect: Dialect): RowsPlan {
  return cached(rowsPlans, dialect, state.key, () => {
    const tree = new JoinTree(state.model);
    const where = buildWhere(state.where, tree);
    const { columns, root } = buildLoading(state, tree);
    const select = buildSelect(state, tree, columns, where);
    return {
      statement: dialect.compile(select),
      nodes: nodesOf(root),
      hydrate: compileHydrator(root, dialect),
    };
  });
}

/** The statement behind `count()`. */
export function planCount(state: QueryState, dialect: Dialect): CompiledStatement {
  return cached(statements, dialect, `count:${state.key}`, () => {
    const isPlain = !isSliced(state) && !state.isDistinct;
    const all: ExpressionNode = { kind: 'countAll' };
    return dialect.compile(
      isPlain
        ? buildKeys(state, [all])
        : {
            ...emptySelect('counted'),
            columns: [all],
            from: state.isDistinct ? buildKeys(state) : buildKeys(state, [ONE]),
          },
    );
  });
}

/** The statement behind `exists()`. */
export function planExists(state: QueryState, dialect: Dialect): CompiledStatement {
  return cached(statements, dialect, `exists:${state.key}`, () =>
    dialect.compile({
      ...buildKeys(state, [ONE]),
      limit: state.high === undefined ? 1 : limitOf(state),
    }),
  );
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

const ONE: ExpressionNode = Object.freeze({ kind: 'number', value: 1 });

function buildSelect(
  state: QueryState,
  tree: JoinTree,
  columns: readonly ExpressionNode[],
  where: ExpressionNode | undefined,
): SelectNode {
  const orderBy = buildOrder(state, tree);
  return {
    kind: 'select',
    columns,
    isDistinct: state.isDistinct,
    from: metaOf(state.model).table,
    alias: tree.rootAlias,
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

function emptySelect(alias: string): Omit<SelectNode, 'columns' | 'from'> {
  return {
    kind: 'select',
    alias,
    isDistinct: false,
    joins: [],
    where: undefined,
    orderBy: [],
    limit: undefined,
    offset: 0,
  };
}

function cached<Plan>(
  caches: WeakMap<Dialect, BoundedMap<string, Plan>>,
  dialect: Dialect,
  key: string,
  make: () => Plan,
): Plan {
  let cache = caches.get(dialect);
  if (cache === undefined) {
    cache = new BoundedMap(MAX_PLANS);
    caches.set(dialect, cache);
  }
  let plan = cache.get(key);
  if (plan === undefined) {
    plan = make();
    cache.set(key, plan);
  }
  return plan;
}
