import type { DialectFeatures } from '../dialect.ts';

export const postgresqlFeatures: DialectFeatures = Object.freeze({
  sortsNullsFirst: false,
  // https://www.postgresql.org/docs/current/datatype-numeric.html: precision of a declared numeric.
  plansOnSchemaAlone: false,
  measuresPlans: true,
  supportsDistinctOn: true,
  supportsArrays: true,
  supportsDistinctPairs: true,
  supportsRowLocks: true,
  maxDecimalDigits: 1_000,
  takesColumnLists: true,
  // Each row is returned as soon as it is written, and UNNEST gives them in the order of the lists
  // (https://www.postgresql.org/docs/current/functions-array.html).
  returnsInOrder: true,
  // The Bind message counts its parameters in 16 bits.
  maxParameters: 65_535,
});
