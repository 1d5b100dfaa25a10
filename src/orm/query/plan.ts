import {
  type AggregateNode,
  type CompiledStatement,
  type Dialect,
  type ExpressionNode,
  INTEGER,
  type QueryNode,
  selectFrom,
} from '../../db/index.ts';
import type { HydrationNode } from '../hydrate/hydrator.ts';
import { metaOf } from '../schema/meta.ts';
import { buildCompound } from './compound.ts';
import { columnNode } from './join-tree.ts';
import { isSliced, limitOf, namesOneRow, type QueryState } from './query-state.ts';
import { rowLock } from './row-lock.ts';
import type { QueryScope } from './scope.ts';
import { buildSelect, type SelectRequest } from './select.ts';
import { type NamedValue, type Reader, type Selected, selectedOf } from './selected.ts';
import { countPlan } from './shape.ts';

/** A shape of rows, compiled: what to send and how to read what comes back. */
export interface RowsPlan {
  readonly statement: CompiledStatement;
  readonly nodes: readonly HydrationNode[];
  readonly values: readonly NamedValue[];
  readonly read: Reader;
}

/** The plan for the rows of a QuerySet, compiled when its shape is new. */
export function planRows(state: QueryState, dialect: Dialect): RowsPlan {
  const plans = state.shape.plans(dialect);
  countPlan(plans.rows !== undefined);
  plans.rows ??= compileRows(state, dialect);
  return plans.rows;
}

/** The statement behind `count()`. */
export function planCount(state: QueryState, dialect: Dialect): CompiledStatement {
  const plans = state.shape.plans(dialect);
  plans.count ??= dialect.compile(countNode(state, dialect));
  return plans.count;
}

/** The statement behind `exists()`. */
export function planExists(state: QueryState, dialect: Dialect): CompiledStatement {
  const plans = state.shape.plans(dialect);
  plans.exists ??= dialect.compile(buildExists(state, { dialect }));
  return plans.exists;
}

function compileRows(state: QueryState, dialect: Dialect): RowsPlan {
  const { node, selected } = buildRows(state, { dialect, order: 'kept' });
  const statement = dialect.compile(node);
  return {
    statement: { ...statement, isSingleRow: namesOneRow(state) },
    nodes: selected.nodes,
    values: selected.values,
    read: selected.compileReader(dialect),
  };
}

/** What differs from place to place where a QuerySet becomes SQL. */
export type BuildContext = Omit<SelectRequest, 'columns' | 'build' | 'order'>;

/** The query of a QuerySet's rows as they come out, with how to read them. */
export function buildRows(
  state: QueryState,
  context: BuildContext & Pick<SelectRequest, 'order'>,
): { readonly node: QueryNode; readonly selected: Selected; readonly scope: QueryScope } {
  if (state.combination !== undefined)
    return buildCompound(state, state.combination, context, buildRows);
  let selected: Selected | undefined;
  const { node, scope } = buildSelect(state, {
    ...context,
    build: buildSubquery,
    columns(inner) {
      selected = selectedOf(state, inner);
      return selected.columns;
    },
  });
  const lock = state.lock && rowLock(state, state.lock, selected!, scope);
  return { node: lock === undefined ? node : { ...node, lock }, selected: selected!, scope };
}

/**
 * The SELECT of a QuerySet's primary keys, or of other columns, unordered unless a slice needs
 * the order. Updates and deletes over joins use it as their condition.
 */
export function buildKeys(
  state: QueryState,
  context: BuildContext,
  columns?: (scope: QueryScope) => readonly ExpressionNode[],
): QueryNode {
  if (state.combination !== undefined) {
    return buildRows(keysOnly(state), { ...context, order: 'sliced' }).node;
  }
  return buildSelect(state, {
    ...context,
    order: 'sliced',
    build: buildSubquery,
    columns: columns ?? ((scope) => [keyNode(state, scope)]),
  }).node;
}

/** The query of a QuerySet that is a part of another one. */
export function buildSubquery(
  state: QueryState,
  { purpose, ...context }: BuildContext & { readonly purpose: 'value' | 'exists' },
): QueryNode {
  if (purpose === 'exists') return buildExists(state, context);
  if (state.selection.kind !== 'rows') return buildRows(state, { ...context, order: 'kept' }).node;
  return buildRows(keysOnly(state), { ...context, order: 'kept' }).node;
}

/** The same rows, of which only the primary key is asked. */
function keysOnly(state: QueryState): QueryState {
  const { attribute } = metaOf(state.model).primaryKey;
  const names = state.selection.kind === 'rows' ? [attribute] : state.selection.names;
  return {
    ...state,
    selection: { kind: 'values', names },
    selectRelated: [],
    lock: undefined,
    ...(state.combination !== undefined && {
      combination: {
        ...state.combination,
        parts: state.combination.parts.map((part) => ({ ...part, state: keysOnly(part.state) })),
      },
    }),
  };
}

function buildExists(state: QueryState, context: BuildContext): QueryNode {
  const limit = Math.min(limitOf(state) ?? 1, 1);
  if (state.combination !== undefined) {
    const { node } = buildRows(state, { ...context, order: 'sliced' });
    return { ...selectFrom(node, 'combined'), columns: [ONE], limit };
  }
  // DISTINCT 1 would be one row, which an offset skips.
  const columns = state.distinct === false ? () => [ONE] : undefined;
  const query = buildKeys({ ...state, lock: undefined }, context, columns);
  return { ...query, limit };
}

function countNode(state: QueryState, dialect: Dialect): QueryNode {
  const isPlain =
    state.combination === undefined &&
    !isSliced(state) &&
    state.distinct === false &&
    !state.steps.some(isGroupingOrWindow);
  if (isPlain) return buildKeys(state, { dialect }, () => [COUNT_ALL]);
  return { ...selectFrom(countedRows(state, dialect), 'counted'), columns: [COUNT_ALL] };
}

/** The rows of a QuerySet as far as their number depends on them. */
function countedRows(state: QueryState, dialect: Dialect): QueryNode {
  if (state.combination !== undefined || state.distinct !== false) {
    return buildRows({ ...state, lock: undefined, selectRelated: [] }, { dialect, order: 'sliced' })
      .node;
  }
  return buildKeys({ ...state, lock: undefined }, { dialect }, () => [ONE]);
}

function isGroupingOrWindow(step: QueryState['steps'][number]): boolean {
  if (step.kind === 'annotate') return step.bound.hasAggregate || step.bound.hasWindow;
  return false;
}

export function keyNode(state: QueryState, scope: QueryScope): ExpressionNode {
  return columnNode(scope.frame.tree.rootAlias, metaOf(state.model).primaryKey);
}

const ONE: ExpressionNode = Object.freeze({ kind: 'literal', value: 1, type: INTEGER });

const COUNT_ALL: AggregateNode = Object.freeze({
  kind: 'aggregate',
  name: 'count',
  args: [],
  isDistinct: false,
  filter: undefined,
  orderBy: [],
  type: INTEGER,
});
