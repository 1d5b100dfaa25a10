import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { arrayFunctions } from './array-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { numberFunctions } from './number-functions.ts';
import { textFunctions } from './text-functions.ts';
import { timeFunctions } from './time-functions.ts';

/** What PostgreSQL writes in its own way: https://www.postgresql.org/docs/current/functions.html */
export const postgresqlFunctions: ReadonlyMap<string, FunctionWriter> = new Map([
  ...textFunctions,
  ...numberFunctions,
  ...timeFunctions,
  ...jsonFunctions,
  ...arrayFunctions,
]);
