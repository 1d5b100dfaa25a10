import type { ColumnType } from '../../sql/column-type.ts';
import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typed } from './casts.ts';

const DOUBLE = '::double precision';

/** Functions of numbers, each in the type that its result is read as. */
export const numberFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['^', ([base, exponent]) => `(${base} ^ ${exponent})`],
  ['#', ([left, right]) => `(${left} # ${right})`],
  // Bits are shifted by an integer, never by a bigint.
  ['<<', ([bits, places]) => `(${bits} << (${places})::integer)`],
  ['>>', ([bits, places]) => `(${bits} >> (${places})::integer)`],
  ['%', ([left, right], { type }) => remainder(left!, right!, type)],
  ['mod', ([left, right], { type }) => remainder(left!, right!, type)],
  ['abs', ([value], { type }) => typed(`ABS(${value})`, type)],
  ['ceil', ([value], { type }) => typed(`CEILING(${value})`, type)],
  ['floor', ([value], { type }) => typed(`FLOOR(${value})`, type)],
  ['sign', ([value], { type }) => typed(`SIGN(${value})`, type)],
  ['round', ([value, places], { type }) => rounded(value!, places!, type)],
  ['sqrt', exact('SQRT')],
  ['exp', exact('EXP')],
  ['ln', exact('LN')],
  ['power', exact('POWER')],
  ['log', ([base, value], { type }) => typed(`LOG((${base})::numeric, (${value})::numeric)`, type)],
  ...['sin', 'cos', 'tan', 'cot', 'asin', 'acos', 'atan', 'atan2', 'degrees', 'radians'].map(
    (name): [string, FunctionWriter] => [name, approximate(name.toUpperCase())],
  ),
  ['uniform', () => 'RANDOM()'],
];

/** There is a remainder of exact numbers only. */
function remainder(left: string, right: string, type: ColumnType): string {
  if (type.kind === 'integer' || type.kind === 'bigint') return `(${left} % ${right})`;
  return typed(`MOD((${left})::numeric, (${right})::numeric)`, type);
}

/** ROUND() of a floating-point number takes no places, and rounds halves to even. */
function rounded(value: string, places: string, type: ColumnType): string {
  return typed(`ROUND((${value})::numeric, (${places})::integer)`, type);
}

/** A function that PostgreSQL works out exactly for numerics. */
function exact(name: string): FunctionWriter {
  return (args, { type }) => {
    const suffix = type.kind === 'decimal' ? '::numeric' : DOUBLE;
    return typed(`${name}(${args.map((arg) => `(${arg})${suffix}`).join(', ')})`, type);
  };
}

function approximate(name: string): FunctionWriter {
  return (args, { type }) =>
    typed(`${name}(${args.map((arg) => `(${arg})${DOUBLE}`).join(', ')})`, type);
}
