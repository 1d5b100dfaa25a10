import { andThen, type MaybePromise } from '../../core/index.ts';
import type { CompiledStatement, DatabaseValue, Dialect, ExpressionNode } from '../../db/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { Row } from '../hydrate/row.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';
import { evaluationOf } from './fetch-mode.ts';
import { buildSubquery } from './plan.ts';
import type { QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';
import { buildSelect } from './select.ts';
import { type Reader, type Selected, selectedOf } from './selected.ts';
import { readTarget } from './target.ts';
import { readRows } from './watching.ts';

/** A column whose values say which row of another model a row is related to. */
export interface KeyColumn {
  readonly relations: readonly RelationMeta[];
  readonly column: ColumnMeta;
}

/** Rows, and beside each the key of the row that it is related to. */
export interface KeyedRows {
  readonly rows: readonly Row[];
  readonly keys: readonly unknown[];
}

interface KeyedPlan extends Pick<Selected, 'nodes' | 'values'> {
  readonly statement: CompiledStatement;
  readonly read: Reader;
  readonly keyIndex: number;
  readonly decodeKey: (raw: DatabaseValue) => unknown;
}

/**
 * The rows of a QuerySet with a key each, for relations that are loaded for many rows at once. A
 * slice of the QuerySet counts for each key.
 */
export function fetchKeyedRows(
  state: QueryState,
  key: KeyColumn,
  origin: QueryOrigin,
  operations: RowOperations,
): MaybePromise<KeyedRows> {
  if (state.isNone) return { rows: [], keys: [] };
  const target = readTarget(state);
  const plan = planOf(state, key, target.dialect);
  const evaluation = evaluationOf(state, origin, operations);
  const raw = target.query(plan.statement, state.values, origin, state.reading);
  return andThen(raw, (found) => ({
    rows: readRows(plan, found, evaluation, origin, target.dialect) as Row[],
    keys: found.map((row) => plan.decodeKey(row[plan.keyIndex]!)),
  }));
}

function planOf(state: QueryState, key: KeyColumn, dialect: Dialect): KeyedPlan {
  const plans = state.shape.plans(dialect).others;
  const names = key.relations.map(({ model, name }) => `${model.name}.${name}`);
  const token = `keyed ${[...names, key.column.attribute].join('__')}`;
  let plan = plans.get(token) as KeyedPlan | undefined;
  if (plan === undefined) {
    plan = compile(state, key, dialect);
    plans.set(token, plan);
  }
  return plan;
}

function compile(state: QueryState, { relations, column }: KeyColumn, dialect: Dialect): KeyedPlan {
  let selected: Selected | undefined;
  let keyIndex = 0;
  const keyNode = (scope: QueryScope): ExpressionNode => scope.column(relations, column);
  const { node } = buildSelect(state, {
    dialect,
    build: buildSubquery,
    order: 'kept',
    partition: keyNode,
    columns(scope) {
      selected = selectedOf(state, scope);
      keyIndex = selected.columns.length;
      return [...selected.columns, keyNode(scope)];
    },
  });
  return {
    statement: dialect.compile(node),
    nodes: selected!.nodes,
    values: selected!.values,
    read: selected!.compileReader(dialect),
    keyIndex,
    decodeKey: dialect.decoder(column.type) ?? ((raw) => raw),
  };
}
