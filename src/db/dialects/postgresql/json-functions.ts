import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** Functions that make JSON, and conditions on it. */
export const jsonFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['json_array', (args) => `JSONB_BUILD_ARRAY(${args.join(', ')})`],
  ['json_object', (args) => `JSONB_BUILD_OBJECT(${args.join(', ')})`],
];
