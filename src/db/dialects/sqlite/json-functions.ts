import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';

/** Functions that make JSON, and conditions on it. */
export const jsonFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['json_array', (args, node) => `JSON_ARRAY(${jsonValues(args, node.args)})`],
  ['json_object', (args, node) => `JSON_OBJECT(${jsonValues(args, node.args)})`],
  ['json_value', ([value], node) => jsonValue(value!, node.args[0]!)],
];

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
