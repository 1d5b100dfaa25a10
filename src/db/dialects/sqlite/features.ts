import type { DialectFeatures } from '../dialect.ts';

export const sqliteFeatures: DialectFeatures = Object.freeze({
  sortsNullsFirst: true,
  // A REAL column keeps 15 significant digits (https://www.sqlite.org/datatype3.html, section 3).
  maxDecimalDigits: 15,
  plansOnSchemaAlone: true,
  measuresPlans: false,
  supportsDistinctOn: false,
  supportsArrays: false,
  supportsDistinctPairs: false,
  supportsRowLocks: false,
  takesColumnLists: false,
  // https://www.sqlite.org/lang_returning.html, section 2.
  returnsInOrder: false,
  // SQLITE_MAX_VARIABLE_NUMBER since 3.32.0.
  maxParameters: 32_766,
});
