import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** Name of the SQL function for the bits of either number but not of both; the driver registers it. */
export const BIT_XOR = 'uptempo_bit_xor';

/** What SQLite writes in its own way: https://www.sqlite.org/lang_corefunc.html */
export const sqliteFunctions: ReadonlyMap<string, FunctionWriter> = new Map<string, FunctionWriter>(
  [
    ['^', ([base, exponent]) => `POWER(${base}, ${exponent})`],
    // There is no operator for it, and an operand may hold a parameter, so none stands here twice.
    ['#', ([left, right]) => `${BIT_XOR}(${left}, ${right})`],
  ],
);
