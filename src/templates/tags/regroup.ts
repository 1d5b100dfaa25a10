import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Binding } from '../compiler/scope.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

interface RegroupNode extends TemplateNode {
  readonly items: Expression;
  /** Reads the attribute from a variable of the same name as the target. */
  readonly key: Expression;
  readonly target: string;
}

/** `{% regroup movies by director.name as groups %}`: runs of items that share a value. */
export function parseRegroup(parser: Parser, tag: Tag): RegroupNode {
  const words = tag.words.slice(1);
  const [items, by, attribute, as, target] = words;
  if (words.length !== 5 || by!.text !== 'by' || as!.text !== 'as') {
    throw parser.invalid(tag.at, 'Write {% regroup items by attribute as groups %}.');
  }
  const prefix = `${target!.text}.`;
  return {
    at: tag.at,
    items: parser.expression(items!),
    key: parser.expression({
      text: prefix + attribute!.text,
      at: attribute!.at - prefix.length,
    }),
    target: target!.text,
    assigns: [target!.text],
    write(code) {
      code.braces('', () => writeRegroup(this, code));
    },
  };
}

function writeRegroup(node: RegroupNode, code: FunctionWriter): void {
  code.mark(node.at);
  const items = code.temporary(code.value(node.items, 'null'));
  code.sequence(items);
  const groups = code.temporary('[]');
  const index = code.unit.name('i');
  code.braces(`for (let ${index} = 0; ${index} < ${items}.length; ${index}++)`, () => {
    const item = code.temporary(`${items}[${index}]`);
    code.settle(item, `$waitOnItem(${items}, ${item})`);
    const binding: Binding = { kind: 'local', code: item, isSettled: false };
    code.scoped([], [[node.target, binding]], () => {
      code.line(`$addToGroup(${groups}, ${code.value(node.key, 'null')}, ${item});`);
    });
  });
  code.assign(node.target, groups);
}
