import type { Expression } from './expression.ts';
import type { TemplateNode } from './node.ts';

/** `{{ expression }}` */
export interface PrintNode extends TemplateNode {
  readonly expression: Expression;
}

export function printNode(expression: Expression): PrintNode {
  return {
    at: expression.at,
    expression,
    isRepeatable: true,
    write(code) {
      code.print(expression);
    },
  };
}
