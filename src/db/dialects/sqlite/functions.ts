import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { jsonFunctions } from './json-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** What SQLite writes in its own way: https://www.sqlite.org/lang_corefunc.html */
export const sqliteFunctions: ReadonlyMap<string, FunctionWriter> = new Map([
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...jsonFunctions,
]);
