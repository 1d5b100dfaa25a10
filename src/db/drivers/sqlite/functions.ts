import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { BoundedMap, fromZone, toZone } from '../../../core/index.ts';
import { FOLD_CASE, foldCase, REGEXP } from '../../dialects/sqlite/compiler.ts';
import { FROM_ZONE, TO_ZONE } from '../../dialects/sqlite/dates.ts';
import {
  JSON_CANONICAL,
  JSON_CONTAINS,
  JSON_HAS_KEYS,
} from '../../dialects/sqlite/json-functions.ts';
import { DRIVER_TEXT_FUNCTIONS } from '../../dialects/sqlite/text-functions.ts';
import { SHIFT_TIME, TIME_OF_DAY } from '../../dialects/sqlite/time-functions.ts';
import { registerBits } from './bit-aggregates.ts';
import { shiftTime, timeOfDay } from './clock.ts';
import { canonicalJson, jsonContains, jsonHasKeys } from './json.ts';
import { registerStatistics } from './statistics.ts';
import * as text from './text-functions.ts';

/** Compiled patterns kept for the regex lookups, which run once per row. */
const MAX_PATTERNS = 100;

type Result = string | number | null;

/** What SQLite lacks, as SQL functions in JavaScript; each is called once per row. */
export function registerFunctions(database: DatabaseSync): void {
  registerMatches(database);
  registerTexts(database);
  define(database, TO_ZONE, (value, zone) => toZone(value, String(zone)));
  define(database, FROM_ZONE, (value, zone) => fromZone(value, String(zone)));
  define(database, SHIFT_TIME, (value, microseconds) => shiftTime(value, Number(microseconds)));
  define(database, TIME_OF_DAY, timeOfDay);
  define(database, JSON_CANONICAL, canonicalJson);
  define(database, JSON_CONTAINS, (value, part) => Number(jsonContains(value, String(part))));
  define(database, JSON_HAS_KEYS, (value, names, quantifier) =>
    Number(jsonHasKeys(value, String(names), String(quantifier))),
  );
  registerStatistics(database);
  registerBits(database);
}

function registerMatches(database: DatabaseSync): void {
  const patterns = new BoundedMap<string, RegExp>(MAX_PATTERNS);
  define(database, FOLD_CASE, foldCase);
  define(database, REGEXP, (value, pattern, flags) =>
    Number(regExp(patterns, String(pattern), String(flags)).test(value)),
  );
}

function registerTexts(database: DatabaseSync): void {
  const { lower, upper, reverse, right, repeat, lpad, rpad, ...hashes } = DRIVER_TEXT_FUNCTIONS;
  define(database, lower, text.lower);
  define(database, upper, text.upper);
  define(database, reverse, text.reverse);
  define(database, right, (value, count) => text.right(value, Number(count)));
  define(database, repeat, (value, count) => text.repeat(value, Number(count)));
  define(database, lpad, (value, length, fill) => text.lpad(value, Number(length), String(fill)));
  define(database, rpad, (value, length, fill) => text.rpad(value, Number(length), String(fill)));
  for (const [algorithm, name] of Object.entries(hashes)) {
    define(database, name, (value) => text.hash(algorithm, value));
  }
}

/** A function of a text and what else; NULL where any of them is. */
function define(
  database: DatabaseSync,
  name: string,
  call: (value: string, ...more: SQLOutputValue[]) => Result,
): void {
  database.function(name, { deterministic: true, varargs: true }, (value, ...more) =>
    value === null || more.includes(null) ? null : call(String(value), ...more),
  );
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
