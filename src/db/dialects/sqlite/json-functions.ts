import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';

/** Name of the SQL function `(json)`: the same for equal documents; the driver registers it. */
export const JSON_CANONICAL = 'uptempo_json_canonical';

/** Name of the SQL function `(json, part)`: whether the first has the second in it. */
export const JSON_CONTAINS = 'uptempo_json_contains';

/** Name of the SQL function `(json, names, quantifier)`: whether `every` or `some` name is there. */
export const JSON_HAS_KEYS = 'uptempo_json_has_keys';

/** Functions that make JSON, and conditions on it. */
export const jsonFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['json_array', (args, node) => `JSON_ARRAY(${jsonValues(args, node.args)})`],
  ['json_object', (args, node) => `JSON_OBJECT(${jsonValues(args, node.args)})`],
  ['json_value', ([value], node) => jsonValue(value!, node.args[0]!)],
  ['to_json', ([value], node) => `(JSON_ARRAY(${jsonValue(value!, node.args[0]!)}) -> 0)`],
  ['json is null', ([value]) => `(JSON_TYPE(${value}) = 'null')`],
  ['json is true', ([value]) => `(JSON_TYPE(${value}) = 'true')`],
  ['json is false', ([value]) => `(JSON_TYPE(${value}) = 'false')`],
  [
    'json document =',
    ([left, right]) => `(${JSON_CANONICAL}(${left}) = ${JSON_CANONICAL}(${right}))`,
  ],
  ...comparisons('text', "= 'text'"),
  ...comparisons('number', "IN ('integer', 'real')"),
  ['json contains', ([left, right]) => `(${JSON_CONTAINS}(${left}, ${right}) = 1)`],
  ['json contained_by', ([left, right]) => `(${JSON_CONTAINS}(${right}, ${left}) = 1)`],
  ['json has_key', ([value, name]) => hasKeys(value!, `JSON_ARRAY(${name})`, 'every')],
  ['json has_keys', ([value, names]) => hasKeys(value!, names!, 'every')],
  ['json has_any_keys', ([value, names]) => hasKeys(value!, names!, 'some')],
];

/** Values of one kind; the operand stands in a query inside, since it may hold parameters. */
function comparisons(kind: string, isOfKind: string): (readonly [string, FunctionWriter])[] {
  return ['=', '<', '<=', '>', '>='].map((sign) => [
    `json ${kind} ${sign}`,
    ([left, right]) =>
      `(SELECT JSON_TYPE("json") ${isOfKind} AND ("json" ->> '$') ${sign} (${right} ->> '$') ` +
      `FROM (SELECT ${left} AS "json"))`,
  ]);
}

function hasKeys(value: string, names: string, quantifier: 'every' | 'some'): string {
  return `(${JSON_HAS_KEYS}(${value}, ${names}, '${quantifier}') = 1)`;
}

function jsonValues(args: readonly string[], nodes: readonly ExpressionNode[]): string {
  return args.map((arg, index) => jsonValue(arg, nodes[index]!)).join(', ');
}

/** SQLite would take JSON for a text, truth values for numbers and instants for any text. */
function jsonValue(text: string, node: ExpressionNode): string {
  switch (typeOf(node).kind) {
    case 'json':
      return `JSON(${text})`;
    case 'boolean':
      return `JSON(CASE ${text} WHEN TRUE THEN 'true' WHEN FALSE THEN 'false' END)`;
    case 'datetime':
      return `STRFTIME('%Y-%m-%dT%H:%M:%f+00:00', ${text})`;
    default:
      return text;
  }
}
