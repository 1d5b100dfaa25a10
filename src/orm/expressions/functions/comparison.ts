import { type ColumnType, TEXT, typeOf } from '../../../db/index.ts';
import { ormError } from '../../errors.ts';
import { Field, type ValueOf } from '../../schema/field.ts';
import { commonType } from '../arithmetic-type.ts';
import { databaseFunction, FunctionExpression, type ResultType } from '../function.ts';
import type { ArgumentOut, Present } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { tokenOf } from '../value.ts';
import { atLeastTwo, type MadeOf, wrongArgument } from './arguments.ts';

/**
 * The first of several values that is not NULL: `Coalesce('nickname', 'name')`. A string names a
 * field; write `Value('…')` for a text.
 */
export function Coalesce<const Args extends readonly [unknown, unknown, ...unknown[]]>(
  ...args: Args
): FunctionExpression<CoalesceOut<Args>> {
  return alike('coalesce', 'Coalesce()', args);
}

/** NULL only where the last one is. */
type CoalesceOut<Args extends readonly unknown[]> = Args extends readonly [
  ...infer Others,
  infer Last,
]
  ? Present<ArgumentOut<Others[number]>> | ArgumentOut<Last>
  : never;

/**
 * The largest of several values. Where one is NULL, PostgreSQL leaves it out, and SQLite gives NULL.
 */
export function Greatest<const Args extends readonly [unknown, unknown, ...unknown[]]>(
  ...args: Args
): FunctionExpression<ArgumentOut<Args[number]> | null> {
  return alike('greatest', 'Greatest()', args);
}

/** The smallest of several values; NULL as with `Greatest`. */
export function Least<const Args extends readonly [unknown, unknown, ...unknown[]]>(
  ...args: Args
): FunctionExpression<ArgumentOut<Args[number]> | null> {
  return alike('least', 'Least()', args);
}

/** NULL where both are equal, else the first. */
export function NullIf<const A, const B>(
  expression: A,
  other: B,
): FunctionExpression<ArgumentOut<A> | null> {
  const args = [asExpression(expression), asExpression(other)];
  return databaseFunction('nullif', args, ([type]) => type, { areAlike: true });
}

function alike<Out>(name: string, where: string, args: readonly unknown[]) {
  const type: ResultType = (types) => {
    const known = types.filter((each): each is ColumnType => each !== undefined);
    return known.length === 0 ? undefined : commonType(where, known);
  };
  return databaseFunction<Out>(name, atLeastTwo(where, args), type, { areAlike: true });
}

/**
 * A value as that of another field: `Cast('year', char({ maxLength: 4 }))`.
 *
 * @throws orm.expression.invalid for what is no field
 */
export function Cast<const A, const F extends Field<unknown, never, unknown>>(
  expression: A,
  field: F,
): FunctionExpression<MadeOf<A, ValueOf<F>>> {
  if (!(field instanceof Field)) throw wrongArgument('Cast()', 'a field such as integer()', field);
  const { type } = field;
  return new FunctionExpression<MadeOf<A, ValueOf<F>>>({
    token: `cast ${tokenOf(type)}`,
    args: [asExpression(expression)],
    type: () => type,
    build: ([operand]) => ({ kind: 'cast', operand: operand!, type }),
  });
}

const COLLATION = /^[\w-]+$/;

/**
 * A text that is compared and ordered by a collation of the database: `Collate('name', 'nocase')`.
 *
 * @throws orm.expression.invalid for what cannot be the name of one
 */
export function Collate<const A>(
  expression: A,
  collation: string,
): FunctionExpression<ArgumentOut<A>> {
  if (typeof collation !== 'string' || !COLLATION.test(collation)) {
    throw ormError('orm.expression.invalid', 'Collate() is given no name of a collation.', {
      hint: 'Names are made of letters, digits, "_" and "-": "nocase", "und-x-icu", "C".',
    });
  }
  return new FunctionExpression<ArgumentOut<A>>({
    token: `collate ${collation}`,
    args: [asExpression(expression)],
    type: ([type]) => type,
    build: ([operand]) => ({
      kind: 'template',
      parts: ['(', ` COLLATE "${collation}")`],
      args: [operand!],
      type: typeOf(operand!) ?? TEXT,
      isAggregate: false,
    }),
  });
}
