import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** What SQLite writes in its own way: https://www.sqlite.org/lang_corefunc.html */
export const sqliteFunctions: ReadonlyMap<string, FunctionWriter> = new Map<string, FunctionWriter>(
  [
    ['^', ([base, exponent]) => `POWER(${base}, ${exponent})`],
    // There is no operator for it: all bits of either but those of both.
    ['#', ([left, right]) => `((${left} | ${right}) - (${left} & ${right}))`],
  ],
);
