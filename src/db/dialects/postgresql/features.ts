import type { DialectFeatures } from '../dialect.ts';

export const postgresqlFeatures: DialectFeatures = Object.freeze({
  sortsNullsFirst: false,
  // https://www.postgresql.org/docs/current/datatype-numeric.html: precision of a declared numeric.
  supportsDistinctOn: true,
  supportsRowLocks: true,
  maxDecimalDigits: 1_000,
  // The Bind message counts its parameters in 16 bits.
  maxParameters: 65_535,
});
