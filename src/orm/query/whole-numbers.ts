import type { ComparisonOperator } from '../../db/index.ts';
import type { Comparable } from '../schema/comparable.ts';
import { ANYTHING, NOTHING, type PreparedLookup } from './lookup.ts';

/*
 * Whole-number columns compared with numbers that they cannot hold: fractions, and numbers beyond
 * 64 bits. Databases would round the one and fail at the other.
 */

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

/** A comparison with a number that is none of the subject's; undefined when it is no such number. */
export function comparedWithForeign(
  subject: Comparable,
  operator: ComparisonOperator,
  value: unknown,
): PreparedLookup | undefined {
  const { kind, conversion } = subject.type;
  if ((kind !== 'integer' && kind !== 'bigint') || conversion !== undefined) return undefined;
  if (!isNumber(value)) return undefined;
  const bounded = bound(operator, value, MIN, MAX);
  return 'value' in bounded ? { variant: '', values: [BigInt(bounded.value)] } : bounded.prepared;
}

export function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && !Number.isNaN(value));
}

type Bounded =
  | { readonly value: number | bigint }
  /** What is known without asking. */
  | { readonly prepared: PreparedLookup };

/** The whole number from `min` to `max` that stands for any number in a comparison. */
export function bound(
  operator: ComparisonOperator,
  value: number | bigint,
  min: number | bigint,
  max: number | bigint,
): Bounded {
  const isFraction = typeof value === 'number' && Number.isFinite(value) && value % 1 !== 0;
  if (operator === '=' && isFraction) return { prepared: NOTHING };
  const whole = isFraction ? ROUNDING[operator](value) : value;
  if (whole >= min && whole <= max) return { value: whole };
  const isAbove = whole > max;
  const holds = operator === '<' || operator === '<=' ? isAbove : !isAbove;
  return { prepared: operator !== '=' && holds ? ANYTHING : NOTHING };
}

/** `>= 7.5` is `>= 8`, and `> 7.5` is `> 7`. */
const ROUNDING: Readonly<Record<ComparisonOperator, (value: number) => number>> = {
  '=': Math.trunc,
  '<>': Math.trunc,
  '>': Math.floor,
  '<=': Math.floor,
  '>=': Math.ceil,
  '<': Math.ceil,
};
