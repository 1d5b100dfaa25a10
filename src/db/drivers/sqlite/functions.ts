import type { DatabaseSync } from 'node:sqlite';
import { BoundedMap } from '../../../core/index.ts';
import { FOLD_CASE, foldCase, REGEXP } from '../../dialects/sqlite/compiler.ts';
import { FROM_ZONE, TO_ZONE } from '../../dialects/sqlite/dates.ts';
import { BIT_XOR } from '../../dialects/sqlite/functions.ts';
import { registerStatistics } from './statistics.ts';
import { fromZone, toZone } from './zones.ts';

/** Compiled patterns kept for the regex lookups, which run once per row. */
const MAX_PATTERNS = 100;

/** What SQLite lacks, as SQL functions in JavaScript; each is called once per row. */
export function registerFunctions(database: DatabaseSync): void {
  const define = (name: string, call: (text: string, ...more: string[]) => string | number) =>
    database.function(name, { deterministic: true, varargs: true }, (value, ...more) =>
      value === null ? null : call(String(value), ...more.map(String)),
    );
  const patterns = new BoundedMap<string, RegExp>(MAX_PATTERNS);
  define(FOLD_CASE, foldCase);
  define(REGEXP, (text, pattern, flags) => Number(regExp(patterns, pattern!, flags!).test(text)));
  define(TO_ZONE, (text, zone) => toZone(text, zone!));
  define(FROM_ZONE, (text, zone) => fromZone(text, zone!));
  const exact = { deterministic: true, useBigIntArguments: true };
  database.function(BIT_XOR, exact, (left, right) =>
    left === null || right === null ? null : BigInt(left as bigint) ^ BigInt(right as bigint),
  );
  registerStatistics(database);
}

function regExp(patterns: BoundedMap<string, RegExp>, pattern: string, flags: string): RegExp {
  const key = `${flags}:${pattern}`;
  let compiled = patterns.get(key);
  if (compiled === undefined) {
    compiled = new RegExp(pattern, `u${flags}`);
    patterns.set(key, compiled);
  }
  return compiled;
}
