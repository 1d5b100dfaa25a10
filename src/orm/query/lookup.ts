import type { ColumnType, ComparisonOperator, Dialect, ExpressionNode } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { Bound, BoundQuery } from '../expressions/expression.ts';
import { modelOf, Row } from '../hydrate/row.ts';
import type { AnyModel } from '../schema/any-model.ts';
import type { Comparable } from '../schema/comparable.ts';
import type { Normalizer } from '../schema/field.ts';
import { type ColumnMeta, comparableOf } from '../schema/meta.ts';
import { describeValue, hintForValue } from './mistakes.ts';

/**
 * A value made ready for its lookup. `variant` is all that the value may change of the SQL text;
 * the rest of it only fills parameters.
 */
export interface PreparedLookup {
  readonly variant: string;
  readonly values: readonly unknown[];
  /** `none`: the condition can hold for no row, so no query is needed. */
  readonly matches?: 'none';
  /** What is compared with in place of values: expressions, or the rows of a query. */
  readonly right?: readonly Bound[] | BoundQuery;
}

/** The last part of a lookup key: `gte`, `icontains`, … */
export interface Lookup {
  readonly name: string;
  /** Checks and converts the value. @throws orm.value.invalid */
  prepare(subject: Comparable, value: unknown, key: string): PreparedLookup;
  /** What the prepared values are written as; default the type of the operand. */
  rightType?(operand: ColumnType, index: number): ColumnType;
  /** How many expressions may stand in place of the value; default 1, and `many` in a list. */
  readonly takes?: 'value' | 'pair' | 'many' | 'none';
  /** The SQL condition from the operand and what it is compared with. */
  build(
    operand: ExpressionNode,
    variant: string,
    right: readonly ExpressionNode[],
    dialect: Dialect,
  ): ExpressionNode;
}

/** What no column equals. */
export const NOTHING: PreparedLookup = Object.freeze({ variant: '', values: [], matches: 'none' });

/** Holds for all that is not NULL. */
export const ANYTHING: PreparedLookup = Object.freeze({ variant: 'any', values: [] });

/** The canonical value of a column for what the application writes. @throws orm.value.invalid */
export function normalizeValue(column: ColumnMeta, value: unknown, key: string): unknown {
  const comparable = comparableOf(column);
  const normal = canonical(comparable, value, key, column.field.normalize);
  if (normal === undefined) throw invalidValue(key, comparable.expected, value);
  return normal;
}

/** The canonical value to compare something with, which need not fit into it. @throws orm.value.invalid */
export function comparedValue(subject: Comparable, value: unknown, key: string): unknown {
  const normal = comparableValue(subject, value, key);
  if (normal === undefined) throw invalidValue(key, subject.expected, value);
  return normal;
}

/** The same; undefined for a value that is none of the subject's. */
export function comparableValue(subject: Comparable, value: unknown, key: string): unknown {
  return canonical(subject, value, key, subject.normalizeCompared);
}

function canonical(
  subject: Comparable,
  value: unknown,
  key: string,
  normalize: Normalizer,
): unknown {
  const plain = subject.keyOf === undefined ? value : keyOfRow(subject.keyOf, value, key);
  return plain === null || plain === undefined ? undefined : normalize(plain);
}

/** A row stands for its primary key wherever a key of its model is compared or written. */
function keyOfRow(expected: AnyModel, value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !('pk' in value)) return value;
  if (value instanceof Row && modelOf(value) !== expected) {
    throw ormError(
      'orm.value.invalid',
      `"${key}" takes a row of ${expected.name}, not one of ${modelOf(value).name}.`,
      { details: { key, expected: expected.name } },
    );
  }
  return value.pk;
}

export function invalidValue(key: string, expected: string, value: unknown) {
  const hint = hintForValue(key, value);
  return ormError('orm.value.invalid', `"${key}" takes ${expected}, not ${describeValue(value)}.`, {
    ...(hint !== undefined && { hint }),
    details: { key, expected },
  });
}

/** The items of a list that a lookup is given. @throws orm.value.invalid for what is no list */
export function listOf(value: unknown, key: string): readonly unknown[] {
  if (value === null || typeof value !== 'object' || !(Symbol.iterator in value)) {
    throw invalidValue(key, 'a list', value);
  }
  return [...(value as Iterable<unknown>)];
}

export function compare(
  operator: ComparisonOperator,
  left: ExpressionNode,
  right: ExpressionNode,
): ExpressionNode {
  return { kind: 'comparison', operator, left, right };
}

export function isNotNull(operand: ExpressionNode): ExpressionNode {
  return { kind: 'isNull', operand, isNegated: true };
}
