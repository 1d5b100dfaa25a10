import { type ColumnType, FLOAT } from '../../../db/index.ts';
import { ormError } from '../../errors.ts';
import { isNumeric } from '../arithmetic-type.ts';
import type { Expression } from '../expression.ts';
import { always, databaseFunction, type FunctionExpression, type ResultType } from '../function.ts';
import type { ArgumentOut, Mean } from '../out-types.ts';
import { asExpression } from '../references.ts';
import { WholeNumber } from '../value.ts';
import { wrongType } from './arguments.ts';

/*
 * Functions of numbers, on each database. Decimals stay decimals; of whole numbers those that have
 * fractions make floating-point numbers.
 */

type Same<A> = FunctionExpression<ArgumentOut<A>>;
/** Functions with fractions make of numbers what their mean is. */
type Fraction<A> = FunctionExpression<Mean<ArgumentOut<A>>>;

/** Without its sign. */
export function Abs<const A>(expression: A): Same<A> {
  return sameType('abs', 'Abs()', expression);
}

/** The nearest whole number that is not below. */
export function Ceil<const A>(expression: A): Same<A> {
  return sameType('ceil', 'Ceil()', expression);
}

/** The nearest whole number that is not above. */
export function Floor<const A>(expression: A): Same<A> {
  return sameType('floor', 'Floor()', expression);
}

/** -1, 0 or 1. */
export function Sign<const A>(expression: A): Same<A> {
  return sameType('sign', 'Sign()', expression);
}

const MAX_PLACES = 100;

/**
 * To so many places after the point, halves away from zero; negative places round before it.
 *
 * @throws orm.expression.invalid
 */
export function Round<const A>(expression: A, places: unknown = 0): Same<A> {
  if (typeof places !== 'number') return sameType('round', 'Round()', expression, places);
  if (!Number.isInteger(places) || Math.abs(places) > MAX_PLACES) {
    throw ormError(
      'orm.expression.invalid',
      `Round() takes a whole number of places up to ${MAX_PLACES}, not ${places}.`,
    );
  }
  return sameType('round', 'Round()', expression, new WholeNumber(places));
}

/** The square root. */
export function Sqrt<const A>(expression: A): Fraction<A> {
  return withFraction('sqrt', 'Sqrt()', expression);
}

/** e to the power of it. */
export function Exp<const A>(expression: A): Fraction<A> {
  return withFraction('exp', 'Exp()', expression);
}

/** The natural logarithm. */
export function Ln<const A>(expression: A): Fraction<A> {
  return withFraction('ln', 'Ln()', expression);
}

/** The logarithm of a number to a base. */
export function Log<const A>(base: unknown, expression: A): Fraction<A> {
  return withFraction('log', 'Log()', base, expression);
}

/** A number to the power of another. */
export function Power<const A>(expression: A, exponent: unknown): Fraction<A> {
  return withFraction('power', 'Power()', expression, exponent);
}

/** The remainder of a division; it has the sign of what is divided. */
export function Mod<const A>(expression: A, divisor: unknown): Fraction<A> {
  return withFraction('mod', 'Mod()', expression, divisor);
}

/** The sine of an angle in radians. */
export function Sin<const A>(expression: A): Fraction<A> {
  return withFraction('sin', 'Sin()', expression);
}

/** The cosine of an angle in radians. */
export function Cos<const A>(expression: A): Fraction<A> {
  return withFraction('cos', 'Cos()', expression);
}

/** The tangent of an angle in radians. */
export function Tan<const A>(expression: A): Fraction<A> {
  return withFraction('tan', 'Tan()', expression);
}

/** The cotangent of an angle in radians. */
export function Cot<const A>(expression: A): Fraction<A> {
  return withFraction('cot', 'Cot()', expression);
}

/** The angle of a sine, in radians. */
export function ASin<const A>(expression: A): Fraction<A> {
  return withFraction('asin', 'ASin()', expression);
}

/** The angle of a cosine, in radians. */
export function ACos<const A>(expression: A): Fraction<A> {
  return withFraction('acos', 'ACos()', expression);
}

/** The angle of a tangent, in radians. */
export function ATan<const A>(expression: A): Fraction<A> {
  return withFraction('atan', 'ATan()', expression);
}

/** The angle to the point (x, y), in radians: of all four quadrants. */
export function ATan2<const A>(y: A, x: unknown): Fraction<A> {
  return withFraction('atan2', 'ATan2()', y, x);
}

/** Radians in degrees. */
export function Degrees<const A>(expression: A): Fraction<A> {
  return withFraction('degrees', 'Degrees()', expression);
}

/** Degrees in radians. */
export function Radians<const A>(expression: A): Fraction<A> {
  return withFraction('radians', 'Radians()', expression);
}

/** π */
export function Pi(): FunctionExpression<number> {
  return databaseFunction('pi', [], always(FLOAT));
}

/** A random number from 0 up to 1, another one for each row. */
export function Random(): FunctionExpression<number> {
  return databaseFunction('uniform', [], always(FLOAT));
}

function sameType<Out>(name: string, where: string, ...args: readonly unknown[]) {
  const type: ResultType = ([first]) => first && numberType(where, first);
  return databaseFunction<Out>(name, args.map(asExpression), type);
}

/** Decimals where there is one, as Django has it; else floating-point numbers. */
function withFraction<Out>(name: string, where: string, ...args: readonly unknown[]) {
  const type: ResultType = (types) => {
    const known = types.flatMap((each) => (each === undefined ? [] : [numberType(where, each)]));
    const decimal = known.find(({ kind }) => kind === 'decimal');
    if (decimal !== undefined) return computed(decimal);
    return known.length === types.length ? FLOAT : undefined;
  };
  const operands: readonly Expression[] = args.map(asExpression);
  return databaseFunction<Out>(name, operands, type, { areAlike: true });
}

/** What is worked out has as many places as it has. */
function computed(type: ColumnType): ColumnType {
  return { ...type, digits: undefined, places: undefined } as ColumnType;
}

function numberType(where: string, type: ColumnType): ColumnType {
  if (isNumeric(type)) return type;
  throw wrongType(where, 'a number', type);
}
