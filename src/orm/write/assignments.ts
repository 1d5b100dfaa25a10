import type { ExpressionNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { type Bound, Expression } from '../expressions/expression.ts';
import { ValueExpression } from '../expressions/value.ts';
import type { QueryBinder } from '../query/binder.ts';
import type { QueryScope } from '../query/scope.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { ColumnMeta } from '../schema/meta.ts';
import { assertWritable, checkedValue } from './column-values.ts';

/** A column and what it is to hold, tied to a query. */
export interface Assignment {
  readonly column: ColumnMeta;
  readonly bound: Bound;
  readonly isExpression: boolean;
}

/**
 * Ties a value or an expression for a column to a query.
 *
 * @throws orm.value.invalid, orm.value.missing, orm.expression.aggregate
 */
export function assignment(column: ColumnMeta, value: unknown, binder: QueryBinder): Assignment {
  assertWritable(column);
  const isExpression = value instanceof Expression;
  const bound = expressionOf(column, value).bind(binder);
  if (bound.hasAggregate || bound.hasWindow) throw aggregated(binder.model, column);
  return { column, bound, isExpression };
}

/** Stands for the SQL of assignments, whatever their values. */
export function tokenOfAssignments(assignments: readonly Assignment[]): string {
  return assignments.map(({ column, bound }) => `${column.column}=${bound.token}`).join();
}

/** @throws orm.update.joined when the value is one of another table. */
export function assignedNode({ column, bound }: Assignment, scope: QueryScope): ExpressionNode {
  const value = bound.resolve(scope);
  if (scope.frame.tree.joins.length === 0) return value;
  throw ormError(
    'orm.update.joined',
    `${column.model.name}.${column.attribute} cannot be set to a column of another table.`,
    { hint: "Use Subquery(Other.objects.filter({ pk: OuterRef('…') }).values('…'))." },
  );
}

function expressionOf(column: ColumnMeta, value: unknown): Expression {
  if (!(value instanceof Expression)) {
    return new ValueExpression(checkedValue(column, value), column.type);
  }
  return value instanceof ValueExpression ? value.as(column.type) : value;
}

function aggregated(model: AnyModel, column: ColumnMeta) {
  return ormError(
    'orm.expression.aggregate',
    `${model.name}.${column.attribute} cannot be set to an aggregate or window of the rows themselves.`,
    { hint: 'Put it into a Subquery() of its own.' },
  );
}
