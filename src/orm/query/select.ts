import {
  allOf,
  BOOLEAN,
  type ColumnNode,
  type Dialect,
  type ExpressionNode,
  groupingOf,
  hasAggregate,
  hasWindow,
  INTEGER,
  type OrderNode,
  type QueryNode,
  type SelectColumn,
  type SelectNode,
  selectFrom,
  typeOf,
} from '../../db/index.ts';
import { unsupported } from '../errors.ts';
import { metaOf } from '../schema/meta.ts';
import { columnNode, JoinTree } from './join-tree.ts';
import { buildOrder } from './ordering.ts';
import { isSliced, limitOf, type QueryState } from './query-state.ts';
import { type QueryFrame, QueryScope, type SubqueryBuilder } from './scope.ts';
import { whereNode } from './where.ts';

/** How a QuerySet becomes a SELECT. */
export interface SelectRequest {
  readonly dialect: Dialect;
  /** Where the QuerySet's values begin among those of the statement; default 0. */
  readonly firstSlot?: number;
  /** The query it is a part of. */
  readonly outer?: QueryScope | undefined;
  /** Aliases it may not use. */
  readonly taken?: Iterable<string>;
  /** What to select, once the conditions and annotations are known. */
  readonly columns: (scope: QueryScope) => readonly ExpressionNode[];
  /** `sliced`: in no order unless a slice depends on it. */
  readonly order: 'kept' | 'sliced';
  /** At most so many rows, in place of the slice's own bound. */
  readonly limit?: number;
  /** The slice counts for the rows of each value of it, in place of all rows. */
  readonly partition?: (scope: QueryScope) => ExpressionNode;
  readonly build: SubqueryBuilder;
}

export interface BuiltSelect {
  readonly node: SelectNode;
  readonly scope: QueryScope;
}

/** The SELECT of a QuerySet that is no combination of others. */
export function buildSelect(state: QueryState, request: SelectRequest): BuiltSelect {
  const scope = new QueryScope(frameOf(state, request));
  const { tree } = scope.frame;
  const { table, primaryKey } = metaOf(state.model);
  const replayed = replay(state, scope);
  const columns = request.columns(scope);
  const isOrdered = request.order === 'kept' || isSliced(state) || Array.isArray(state.distinct);
  const orderBy = isOrdered && !splitsGroups(state, replayed) ? buildOrder(state, scope) : [];
  // An aggregate that rows are ordered by groups them as one that is annotated does.
  const ownGroups = nodesOf(orderBy).some(hasAggregate) ? 'rows' : undefined;
  const distinct = buildDistinct(state, scope);
  const perPartition =
    request.partition && sliceCondition(state, request.partition(scope), orderBy);
  const split = splitConditions([...replayed.conditions, ...(perPartition ?? [])]);
  const groupBy = buildGroups(
    state,
    replayed.grouping ?? ownGroups,
    [...columns, ...nodesOf(orderBy), ...split.having, ...split.qualify],
    tree,
  );
  const node: SelectNode = {
    ...selectFrom(table, tree.rootAlias),
    key: primaryKey.column,
    columns: [...columns, ...hiddenColumns(distinct, columns, orderBy)],
    distinct,
    joins: tree.joins,
    where: allOf(split.where),
    groupBy,
    having: allOf(split.having),
    orderBy,
    limit: perPartition === undefined ? (request.limit ?? limitOf(state)) : undefined,
    offset: perPartition === undefined ? state.low : 0,
    lock: undefined,
  };
  return {
    node: split.qualify.length === 0 ? node : qualified(node, split.qualify, tree),
    scope,
  };
}

/** What the scopes of a QuerySet's statement share. */
export function frameOf(
  state: QueryState,
  request: Pick<SelectRequest, 'dialect' | 'firstSlot' | 'outer' | 'taken' | 'build'>,
): QueryFrame {
  const { dialect, firstSlot = 0, outer, build } = request;
  const taken = request.taken ?? outer?.frame.tree.aliases;
  const tree = new JoinTree(state.model, taken);
  return { model: state.model, dialect, tree, annotations: new Map(), firstSlot, outer, build };
}

/** What the steps of a QuerySet come to. */
export interface Replayed {
  readonly conditions: readonly ExpressionNode[];
  /** What is grouped by: nothing, the model's rows, or what `values()` had selected. */
  readonly grouping: undefined | 'rows' | readonly ExpressionNode[];
}

/** A default order would be one more thing to group by: it is left out, as Django does. */
function splitsGroups(state: QueryState, { grouping }: Replayed): boolean {
  return state.orderBy === undefined && Array.isArray(grouping);
}

/** Takes the steps in their order, since what a join means depends on the joins before it. */
export function replay(state: QueryState, scope: QueryScope): Replayed {
  const conditions: ExpressionNode[] = [];
  let grouping: Replayed['grouping'];
  for (const step of state.steps) {
    if (step.kind === 'filter') {
      conditions.push(whereNode(step.clause, scope));
      continue;
    }
    const groups = step.groupBy?.map((name) => scope.reference(name));
    scope.frame.annotations.set(step.name, step.bound.resolve(scope));
    if (step.bound.hasAggregate) grouping = groups ?? 'rows';
  }
  return { conditions: conditions.flatMap(conjuncts), grouping };
}

/** The parts of a condition that all have to hold. */
function conjuncts(node: ExpressionNode): readonly ExpressionNode[] {
  return node.kind === 'and' ? node.operands.flatMap(conjuncts) : [node];
}

/** Conditions on rows, on groups, and on what windows make of the groups. */
function splitConditions(conditions: readonly ExpressionNode[]) {
  const qualify = conditions.filter(hasWindow);
  const having = conditions.filter((node) => !hasWindow(node) && hasAggregate(node));
  const where = conditions.filter((node) => !hasWindow(node) && !hasAggregate(node));
  return { where, having, qualify };
}

/**
 * All that stands beside aggregates has to be grouped by; what hangs on a key that is grouped by
 * has one value in each group and can be left out.
 */
function buildGroups(
  state: QueryState,
  grouping: Replayed['grouping'],
  beside: readonly ExpressionNode[],
  tree: JoinTree,
): readonly ExpressionNode[] {
  if (grouping === undefined) return [];
  const { primaryKey } = metaOf(state.model);
  const own =
    grouping === 'rows' ? [columnNode(tree.rootAlias, primaryKey)] : grouping.flatMap(groupingOf);
  const groups = distinctNodes([...own, ...beside.flatMap(groupingOf)]);
  const isKeyed = groups.some((node) => isColumn(node, tree.rootAlias, primaryKey.column));
  if (!isKeyed) return groups;
  return groups.filter(
    (node) =>
      node.kind !== 'column' ||
      node.table !== tree.rootAlias ||
      isColumn(node, tree.rootAlias, primaryKey.column),
  );
}

function isColumn(node: ExpressionNode, table: string, name: string): boolean {
  return node.kind === 'column' && node.table === table && node.name === name;
}

/** Nodes are values: equal ones look the same. */
function distinctNodes(nodes: readonly ExpressionNode[]): readonly ExpressionNode[] {
  return [...new Map(nodes.map((node) => [JSON.stringify(node), node])).values()];
}

function buildDistinct(state: QueryState, scope: QueryScope): SelectNode['distinct'] {
  const { distinct } = state;
  if (typeof distinct === 'boolean') return distinct;
  const { dialect } = scope.frame;
  if (dialect.features.supportsDistinctOn) return distinct.map((name) => scope.reference(name));
  throw unsupported(
    'distinct() on some columns',
    dialect,
    'Use values(…).distinct(), or a window with RowNumber().',
  );
}

/** The place of a row among those of its partition lies in the slice. */
function sliceCondition(
  state: QueryState,
  partition: ExpressionNode,
  orderBy: readonly OrderNode[],
): readonly ExpressionNode[] | undefined {
  if (!isSliced(state)) return undefined;
  const place: ExpressionNode = {
    kind: 'window',
    operand: { kind: 'function', name: 'row_number', args: [], type: INTEGER },
    partitionBy: [partition],
    orderBy,
    frame: undefined,
    type: INTEGER,
  };
  const compare = (operator: '>' | '<=', value: number): ExpressionNode => ({
    kind: 'comparison',
    operator,
    left: place,
    right: { kind: 'literal', value, type: INTEGER },
  });
  const from = state.low === 0 ? [] : [compare('>', state.low)];
  return state.high === undefined ? from : [...from, compare('<=', state.high)];
}

/** DISTINCT orders by what is selected alone, so what else it is ordered by is selected too. */
function hiddenColumns(
  distinct: SelectNode['distinct'],
  columns: readonly ExpressionNode[],
  orderBy: readonly OrderNode[],
): readonly ExpressionNode[] {
  if (distinct !== true) return [];
  const selected = new Set(columns.map((column) => JSON.stringify(column)));
  return distinctNodes(nodesOf(orderBy)).filter((node) => !selected.has(JSON.stringify(node)));
}

function nodesOf(orderBy: readonly OrderNode[]): readonly ExpressionNode[] {
  return orderBy.map(({ expression }) => expression);
}

/**
 * Windows come after all conditions of a SELECT, so a condition on one needs a SELECT around it,
 * which also takes the order and the slice.
 */
function qualified(
  node: SelectNode,
  conditions: readonly ExpressionNode[],
  tree: JoinTree,
): SelectNode {
  const alias = tree.freeAlias('qualified');
  const names: string[] = [];
  const inside: SelectColumn[] = [];
  const expose = (expression: ExpressionNode): ColumnNode => {
    const name = `c${names.length}`;
    names.push(name);
    inside.push({ kind: 'aliased', expression, name });
    return { kind: 'column', table: alias, name, type: typeOf(expression) };
  };
  const columns = node.columns.map((column) => expose(column as ExpressionNode));
  const where = conditions.map((condition) => ({ ...expose(condition), type: BOOLEAN }));
  const orderBy = node.orderBy.map((term) => ({ ...term, expression: expose(term.expression) }));
  const from: QueryNode = {
    ...node,
    columns: inside,
    distinct: false,
    orderBy: [],
    limit: undefined,
    offset: 0,
  };
  return {
    ...selectFrom(from, alias),
    columns,
    distinct: node.distinct,
    where: allOf(where),
    orderBy,
    limit: node.limit,
    offset: node.offset,
  };
}
