import { andThen, type MaybePromise } from '../../core/index.ts';
import {
  type ColumnType,
  type Dialect,
  type JsonMember,
  type JsonPlan,
  jsonText,
} from '../../db/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { HydrationNode } from '../hydrate/hydrator.ts';
import { planRows } from './plan.ts';
import type { QueryState } from './query-state.ts';
import { assertInTransaction } from './row-lock.ts';
import type { NamedValue } from './selected.ts';
import { readTarget } from './target.ts';

/** Token of the plan among the others of a shape. */
const PLAN = 'json';

/**
 * The rows as JSON bytes straight from the database, never as rows; undefined where that can't be
 * done, because relations are to be prefetched.
 */
export function fetchJson(
  state: QueryState,
  origin: QueryOrigin,
): MaybePromise<Uint8Array> | undefined {
  const target = readTarget(state);
  const { dialect } = target;
  if (state.isNone || state.prefetchRelated.length > 0) {
    return undefined;
  }
  assertInTransaction(state, target);
  const { statement } = planRows(state, dialect);
  const plan = planJson(state, dialect);
  const result = target.json(statement, state.values, plan, origin, state.reading);
  return andThen(result, ({ bytes }) => bytes);
}

/** The same bytes from rows that are in memory. */
export function jsonOfRows(rows: readonly unknown[]): Uint8Array {
  return Buffer.from(jsonText(rows));
}

/** The plan of a shape, made once: the driver keeps what it compiles for it. */
function planJson(state: QueryState, dialect: Dialect): JsonPlan {
  const { others } = state.shape.plans(dialect);
  let plan = others.get(PLAN) as JsonPlan | undefined;
  if (plan === undefined) {
    plan = makePlan(state, dialect);
    others.set(PLAN, plan);
  }
  return plan;
}

function makePlan(state: QueryState, dialect: Dialect): JsonPlan {
  const { nodes, values } = planRows(state, dialect);
  const value = ({ type }: { readonly type: ColumnType }, column: number): JsonPlan => ({
    kind: 'column',
    column,
    form: dialect.jsonForm(type),
  });
  switch (state.selection.kind) {
    case 'rows':
      return rowPlan(nodes[0]!, value, namedMembers(values, value, widthOf(nodes)));
    case 'values':
      return { kind: 'object', members: namedMembers(values, value, 0) };
    case 'tuples':
      return { kind: 'tuple', items: values.map(value) };
    case 'flat':
      return value(values[0]!, 0);
  }
}

type ValuePlan = (value: { readonly type: ColumnType }, column: number) => JsonPlan;

/** In the order of `Row.toJSON()`: columns, annotations, relations. */
function rowPlan(
  { columns, offset, children }: HydrationNode,
  value: ValuePlan,
  extras: readonly JsonMember[] = [],
  nullWhen?: number,
): JsonPlan {
  const own = columns.map((column, index) => ({
    name: column.attribute,
    value: value(column, offset + index),
  }));
  const joined = children.map(({ relation, node }) => ({
    name: relation.name,
    value: rowPlan(node, value, [], primaryKeyOf(node)),
  }));
  return { kind: 'object', members: [...own, ...extras, ...joined], nullWhen };
}

function namedMembers(
  values: readonly NamedValue[],
  value: ValuePlan,
  offset: number,
): readonly JsonMember[] {
  return values.map((named, index) => ({ name: named.name, value: value(named, offset + index) }));
}

/** Annotations follow the columns of all nodes. */
function widthOf(nodes: readonly HydrationNode[]): number {
  return nodes.reduce((width, { columns }) => width + columns.length, 0);
}

/** Where the joined row's key is, which is NULL when the join found none. */
function primaryKeyOf({ columns, offset }: HydrationNode): number {
  return offset + columns.findIndex(({ isPrimaryKey }) => isPrimaryKey);
}
