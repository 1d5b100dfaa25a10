import {
  type ColumnType,
  type Dialect,
  type ExpressionNode,
  type RawRow,
  typeOf,
} from '../../db/index.ts';
import { compileHydrator, type HydrationNode, nodesOf } from '../hydrate/hydrator.ts';
import type { Evaluation } from '../hydrate/result-set.ts';
import { compileReader } from '../hydrate/value-reader.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { columnNode } from './join-tree.ts';
import { buildLoading } from './loading.ts';
import type { QueryState } from './query-state.ts';
import type { QueryScope } from './scope.ts';

/** What comes out of a query: rows of a model, objects, tuples or bare values. */
export type Reader = (rows: readonly RawRow[], evaluation: Evaluation) => unknown[];

/** A value beside the columns of a row, or in place of them. */
export interface NamedValue {
  readonly name: string;
  readonly type: ColumnType;
}

/** What a SELECT of a QuerySet reads, and how it is taken apart again. */
export interface Selected {
  readonly columns: readonly ExpressionNode[];
  /** The model rows in a row, itself first; none where no model rows come out. */
  readonly nodes: readonly HydrationNode[];
  /** The values by name, in their order: of objects, or beside a model row's columns. */
  readonly values: readonly NamedValue[];
  compileReader(dialect: Dialect): Reader;
}

/** Works out what a QuerySet selects; adds the joins it needs. */
export function selectedOf(state: QueryState, scope: QueryScope): Selected {
  return state.selection.kind === 'rows' ? modelRows(state, scope) : values(state, scope);
}

function modelRows(state: QueryState, scope: QueryScope): Selected {
  const { columns, root } = buildLoading(state, scope.frame.tree);
  const names = selectedAnnotations(state);
  const extras = names.map((name) => scope.annotation(name));
  const named = names.map((name, index) => ({ name, type: typeOf(extras[index]!) }));
  return {
    columns: [...columns, ...extras],
    nodes: nodesOf(root),
    values: named,
    compileReader: (dialect) =>
      compileHydrator(root, { dialect, extras: named, extrasOffset: columns.length }),
  };
}

function values(state: QueryState, scope: QueryScope): Selected {
  const { kind } = state.selection;
  const names = selectedNames(state);
  const columns = names.map((name) => valueNode(name, state, scope));
  const named = names.map((name, index) => ({ name, type: typeOf(columns[index]!) }));
  return {
    columns,
    nodes: [],
    values: named,
    compileReader: (dialect) => compileReader(kind as 'values' | 'tuples' | 'flat', named, dialect),
  };
}

function valueNode(name: string, { model }: QueryState, scope: QueryScope): ExpressionNode {
  const { byAttribute } = metaOf(model);
  const column = byAttribute.get(name);
  const isAnnotation = scope.frame.annotations.has(name);
  return column !== undefined && !isAnnotation
    ? columnNode(scope.frame.tree.rootAlias, column)
    : scope.reference(name);
}

/** The names that `values()` or `valuesList()` selects. */
export function selectedNames(state: QueryState): readonly string[] {
  const { selection, model } = state;
  const named = selection.kind === 'rows' ? undefined : selection.names;
  return named ?? [...metaOf(model).columns.map(attributeOf), ...selectedAnnotations(state)];
}

export function selectedAnnotations({ annotations }: QueryState): readonly string[] {
  return [...annotations].filter(([, { isSelected }]) => isSelected).map(([name]) => name);
}

function attributeOf({ attribute }: ColumnMeta): string {
  return attribute;
}
