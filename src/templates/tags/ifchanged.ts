import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

interface IfChangedNode extends TemplateNode {
  readonly values: readonly Expression[];
  readonly body: NodeList;
  readonly otherwise: NodeList;
}

/**
 * `{% ifchanged movie.year %} … {% else %} … {% endifchanged %}`: rendered when a value, or
 * without values what is inside, differs from the round before.
 */
export function parseIfchanged(parser: Parser, tag: Tag): IfChangedNode {
  const values = parser.expressions(tag.words.slice(1));
  const body = parser.parse('else', 'endifchanged');
  const hasElse = parser.endTag().contents === 'else';
  const otherwise = hasElse ? parser.parse('endifchanged') : [];
  if (hasElse) parser.endTag();
  return {
    at: tag.at,
    values,
    body,
    otherwise,
    children: [body, otherwise],
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        if (values.length > 0) writeByValues(this, code);
        else writeByOutput(this, code);
      });
    },
  };
}

function writeByValues(node: IfChangedNode, code: FunctionWriter): void {
  const values = node.values.map((expression) => code.value(expression, 'null'));
  const current = code.temporary(`[${values.join(', ')}]`);
  const memory = writeMemory(node, code);
  code.braces(`if (!$isEqual(${current}, ${memory}))`, () => {
    code.line(`${memory} = ${current};`);
    code.nodes(node.body);
  });
  writeOtherwise(node, code);
}

function writeByOutput(node: IfChangedNode, code: FunctionWriter): void {
  const output = code.capture(() => code.nodes(node.body));
  const memory = writeMemory(node, code);
  code.braces(`if (${output} !== ${memory})`, () => {
    code.line(`${memory} = ${output};`);
    code.raw(output);
  });
  writeOtherwise(node, code);
}

function writeOtherwise(node: IfChangedNode, code: FunctionWriter): void {
  if (node.otherwise.length > 0) code.braces('else', () => code.nodes(node.otherwise));
}

/**
 * Where the last value is kept: a variable of the loop around; for a loop in an including
 * template, in its `forloop`; without a loop, for the length of the render.
 */
function writeMemory(node: IfChangedNode, code: FunctionWriter): string {
  const { loop } = code;
  if (loop === undefined) {
    const memory = `$changeMemory($r, ${code.constant(node)}, ${code.read('forloop')})`;
    return `${code.temporary(memory)}.last`;
  }
  const memory = code.unit.name('c');
  loop.declarations.push(`let ${memory};`);
  return memory;
}
