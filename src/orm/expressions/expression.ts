import type { ColumnType, Dialect, ExpressionNode, QueryNode } from '../../db/index.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { Comparable } from '../schema/comparable.ts';
import type { ColumnMeta, RelationMeta } from '../schema/meta.ts';

export declare const OUT: unique symbol;

/**
 * Something the database works out: a column, a function of columns, an aggregate. Expressions are
 * immutable values that know no model; a QuerySet binds them when a method takes them, so that a
 * wrong name is an error of that line, and resolves them to SQL once per shape.
 *
 * `Out` is the type of the value that comes back.
 */
export abstract class Expression<Out = unknown> {
  declare readonly [OUT]: Out;

  /** Ties the expression to a query: looks names up and takes slots for values. */
  abstract bind(binder: Binder): Bound;
}

/** The type of an expression's value. */
export type OutOf<E> = E extends { readonly [OUT]: infer Out } ? Out : never;

/** Stands as `Out` for what a path leads to, which the QuerySet knows. */
export interface PathValue<Path extends string> {
  readonly ' path': Path;
}

/** An expression tied to a query, ready to become SQL. */
export interface Bound {
  /** Stands for all that the SQL depends on; the values of parameters are no part of it. */
  readonly token: string;
  /** undefined: known when the SQL is made, as of a query around this one. */
  readonly type: ColumnType | undefined;
  /** How values are made ready to be compared with it, where its type alone does not say. */
  readonly comparable?: Comparable | undefined;
  /** The column it is, nothing added. */
  readonly column?: ColumnMeta | undefined;
  /** Whether its value is made of many rows of the query, or, for a window, looks at many. */
  readonly hasAggregate: boolean;
  readonly hasWindow: boolean;
  resolve(scope: Scope): ExpressionNode;
}

/** A query inside of another one, tied to it. */
export interface BoundQuery {
  readonly token: string;
  /** The type of its first column. */
  readonly type: ColumnType | undefined;
  /** Nothing can match: there is no need to ask. */
  readonly isNone: boolean;
  resolve(scope: Scope, purpose: 'value' | 'exists'): QueryNode;
}

/** A query while an expression is tied to it. */
export interface Binder {
  readonly model: AnyModel;
  /** Takes a slot for a value of the statement. */
  addValue(value: unknown): number;
  /** What a name of the query stands for: an annotation, or a column over relations. */
  path(path: string): Bound;
  /** A `Q`, an object of conditions or an expression that is true or false. */
  condition(condition: unknown): Bound;
  /** Another QuerySet, to be a part of this one. */
  query(querySet: QueryHolder): BoundQuery;
}

/** A query while its SQL is made. */
export interface Scope {
  /** Resolves something in the query around this one, for `OuterRef`; undefined without one. */
  inOuter(resolve: (outer: Scope) => ExpressionNode): ExpressionNode | undefined;
  /** The kind of database that the SQL is for. */
  readonly dialect: Dialect;
  /** Joins what the way to the column needs. */
  column(relations: readonly RelationMeta[], column: ColumnMeta): ExpressionNode;
  annotation(name: string): ExpressionNode;
  /** What a path means here, for references from queries inside. */
  reference(path: string): ExpressionNode;
  parameter(slot: number, type: ColumnType): ExpressionNode;
  /** The SQL of a query inside this one whose values begin at a slot. */
  subquery(holder: QueryHolder, firstSlot: number, purpose: 'value' | 'exists'): QueryNode;
}

/** Key of the property by which a QuerySet hands out what it knows. */
export const QUERY_STATE: unique symbol = Symbol('query state');

/** A QuerySet, where only its question matters. */
export interface QueryHolder {
  readonly [QUERY_STATE]: object;
}

export function isQueryHolder(value: unknown): value is QueryHolder {
  return typeof value === 'object' && value !== null && QUERY_STATE in value;
}
