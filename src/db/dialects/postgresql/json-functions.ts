import type { FunctionWriter } from '../../sql/expression-compiler.ts';

/** Functions that make JSON, and conditions on it. */
export const jsonFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['json_array', (args) => `JSONB_BUILD_ARRAY(${args.join(', ')})`],
  ['json_object', (args) => `JSONB_BUILD_OBJECT(${args.join(', ')})`],
  ['to_json', ([value]) => `TO_JSONB(${value})`],
  ['json is null', ([value]) => `(${value} = 'null'::jsonb)`],
  ['json is true', ([value]) => `(${value} = 'true'::jsonb)`],
  ['json is false', ([value]) => `(${value} = 'false'::jsonb)`],
  ['json document =', operator('=')],
  ...comparisons('text', 'string'),
  ...comparisons('number', 'number'),
  ['json contains', operator('@>')],
  ['json contained_by', operator('<@')],
  ['json has_key', operator('?')],
  ['json has_keys', operator('?&')],
  ['json has_any_keys', operator('?|')],
];

/** Only values of one kind have an order: to PostgreSQL every number is above every text. */
function comparisons(kind: string, typeName: string): (readonly [string, FunctionWriter])[] {
  const ordered = ['<', '<=', '>', '>='].map((sign): [string, FunctionWriter] => [
    `json ${kind} ${sign}`,
    ([left, right]) => `(JSONB_TYPEOF(${left}) = '${typeName}' AND ${left} ${sign} ${right})`,
  ]);
  return [[`json ${kind} =`, operator('=')], ...ordered];
}

function operator(sign: string): FunctionWriter {
  return ([left, right]) => `(${left} ${sign} ${right})`;
}
