import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { type Condition, parseCondition, writeCondition } from './condition.ts';

interface Branch {
  readonly at: number;
  /** Undefined for `{% else %}`. */
  readonly condition: Condition | undefined;
  readonly body: NodeList;
}

interface IfNode extends TemplateNode {
  readonly branches: readonly Branch[];
}

/** `{% if … %} … {% elif … %} … {% else %} … {% endif %}` */
export function parseIf(parser: Parser, tag: Tag): IfNode {
  const branches: Branch[] = [parseBranch(parser, tag)];
  let end = parser.endTag();
  while (end.name === 'elif') {
    branches.push(parseBranch(parser, end));
    end = parser.endTag();
  }
  if (end.contents === 'else') {
    branches.push({ at: end.at, condition: undefined, body: parser.parse('endif') });
    end = parser.endTag();
  }
  if (end.contents !== 'endif') {
    throw parser.invalid(end.at, `Malformed tag "${end.contents}" in an if.`);
  }
  return {
    at: tag.at,
    branches,
    isRepeatable: true,
    children: branches.map((branch) => branch.body),
    write(code) {
      writeBranches(code, branches);
    },
  };
}

function parseBranch(parser: Parser, tag: Tag): Branch {
  const condition = parseCondition(parser, tag);
  return { at: tag.at, condition, body: parser.parse('elif', 'else', 'endif') };
}

function writeBranches(code: FunctionWriter, [branch, ...rest]: readonly Branch[]): void {
  if (branch === undefined) return;
  if (branch.condition === undefined) {
    code.nodes(branch.body);
    return;
  }
  const { condition } = branch;
  code.braces('', () => {
    code.mark(branch.at);
    const holds = writeCondition(code, condition);
    code.braces(`if (${holds})`, () => code.nodes(branch.body));
    if (rest.length > 0) code.braces('else', () => writeBranches(code, rest));
  });
}
