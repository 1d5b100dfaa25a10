import { describeKind } from '../../../core/index.ts';
import type { ColumnType } from '../../../db/index.ts';
import { ormError } from '../../errors.ts';
import type { Expression } from '../expression.ts';
import type { ArgumentOut, Strict } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { ValueExpression } from '../value.ts';

/** A `Value` made of an argument, which is NULL where the argument is. */
export type MadeOf<Argument, Value> = Strict<Value, ArgumentOut<Argument>>;

/** PostgreSQL counts characters and places in 32 bits. */
const MAX_COUNT = 2 ** 31 - 1;

/**
 * A count that a function is given: a number, an expression, or the name of a field.
 *
 * @throws orm.expression.invalid for a number that is not whole or below `min`
 */
export function count(where: string, name: string, value: unknown, min: number): Expression {
  if (typeof value !== 'number') return asExpression(value);
  if (Number.isInteger(value) && value >= min && value <= MAX_COUNT) {
    return new ValueExpression(value);
  }
  throw ormError(
    'orm.expression.invalid',
    `${where}: ${name} is a whole number from ${min} up, not ${value}.`,
  );
}

/** @throws orm.expression.invalid when there are fewer than two */
export function atLeastTwo(where: string, args: readonly unknown[]): readonly Expression[] {
  if (args.length >= 2) return args.map(asExpression);
  throw ormError('orm.expression.invalid', `${where} takes two expressions or more.`);
}

/** @throws orm.expression.mixed for the type of an argument that the function has no answer for */
export function wrongType(where: string, expected: string, type: ColumnType) {
  return ormError('orm.expression.mixed', `${where} takes ${expected}, not a ${type.kind}.`, {
    hint: 'Cast() makes one type of another.',
  });
}

/** An error about an argument that is no expression. */
export function wrongArgument(where: string, expected: string, value: unknown) {
  return ormError(
    'orm.expression.invalid',
    `${where} takes ${expected}, not ${describeKind(value)}.`,
  );
}
