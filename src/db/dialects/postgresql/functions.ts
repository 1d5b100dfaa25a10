import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** What PostgreSQL writes in its own way: https://www.postgresql.org/docs/current/functions.html */
export const postgresqlFunctions: ReadonlyMap<string, FunctionWriter> = new Map<
  string,
  FunctionWriter
>([
  ['^', ([base, exponent]) => `(${base} ^ ${exponent})`],
  ['#', ([left, right]) => `(${left} # ${right})`],
  // Bits are shifted by an integer, never by a bigint.
  ['<<', ([bits, places]) => `(${bits} << (${places})::integer)`],
  ['>>', ([bits, places]) => `(${bits} >> (${places})::integer)`],
]);
