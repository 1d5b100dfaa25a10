import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Binding, LoopBinding } from '../compiler/scope.ts';
import type { Expression } from '../expression.ts';
import type { NodeList, TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

interface ForNode extends TemplateNode {
  readonly names: readonly string[];
  readonly sequence: Expression;
  readonly isReversed: boolean;
  readonly body: NodeList;
  readonly empty: NodeList;
}

/** `{% for movie in movies reversed %} … {% empty %} … {% endfor %}` */
export function parseFor(parser: Parser, tag: Tag): ForNode {
  const head = parseHead(parser, tag);
  const body = parser.parse('empty', 'endfor');
  const hasEmpty = parser.endTag().contents === 'empty';
  const empty = hasEmpty ? parser.parse('endfor') : [];
  if (hasEmpty) parser.endTag();
  return {
    at: tag.at,
    ...head,
    body,
    empty,
    children: [body, empty],
    hasOwnScope: true,
    isRepeatable: true,
    write(code) {
      writeFor(this, code);
    },
  };
}

function parseHead(parser: Parser, tag: Tag): Pick<ForNode, 'names' | 'sequence' | 'isReversed'> {
  const words = tag.words.map((word) => word.text);
  const usage = 'Write {% for item in items %} or {% for key, value in map.items %}.';
  if (words.length < 4) {
    throw parser.invalid(tag.at, `"${tag.contents}" is too short for a loop.`, usage);
  }
  const isReversed = words.at(-1) === 'reversed';
  const inAt = words.length - (isReversed ? 3 : 2);
  if (words[inAt] !== 'in') {
    throw parser.invalid(tag.at, `"${tag.contents}" has no "in" where a loop needs it.`, usage);
  }
  const names = words.slice(1, inAt).join(' ').split(/ *, */);
  for (const name of names) {
    if (name === '' || /[ "'|]/.test(name)) {
      throw parser.invalid(tag.words[1]!.at, `"${name}" is no name for a loop's item.`, usage);
    }
  }
  return { names, sequence: parser.expression(tag.words[inAt + 1]!), isReversed };
}

function writeFor(node: ForNode, code: FunctionWriter): void {
  code.braces('', () => {
    code.handOn();
    code.mark(node.sequence.at);
    const items = code.temporary(code.value(node.sequence, 'null'));
    code.sequence(items);
    const length = code.temporary(`${items}.length`);
    code.braces(`if (${length} > 0)`, () => writeRounds(node, code, items, length));
    if (node.empty.length > 0) code.braces('else', () => code.scoped(node.empty, []));
  });
}

/** The loop is written after its body, when it is known what the body needs of `forloop`. */
function writeRounds(node: ForNode, code: FunctionWriter, items: string, length: string): void {
  const loop = newLoop(code, length);
  const parent = code.loop === undefined ? code.read('forloop') : undefined;
  const write = node.names.length === 1 ? writeSingle : writeUnpacked;
  const rounds = code.buffered(() => write(node, code, loop, items));
  for (const declaration of loop.declarations) code.line(declaration);
  if (loop.isObjectUsed) {
    const parentObject = loop.parent === undefined ? parent : code.loopObject(loop.parent);
    code.line(`const ${loop.object} = new $ForLoop(${length}, ${parentObject});`);
  }
  code.insert(rounds);
}

function newLoop(code: FunctionWriter, length: string): LoopBinding {
  const index = code.unit.name('i');
  return {
    kind: 'loop',
    index,
    length,
    parent: code.loop,
    object: `loop_${index}`,
    isObjectUsed: false,
    declarations: [],
  };
}

/** One name: the scope lasts for the whole loop, so what a round sets the next one sees. */
function writeSingle(node: ForNode, code: FunctionWriter, loop: LoopBinding, items: string): void {
  const item = code.unit.name('v');
  const bindings: [string, Binding][] = [
    ['forloop', loop],
    [node.names[0]!, { kind: 'local', code: item, isSettled: true }],
  ];
  code.line(`let ${item};`);
  code.scoped(node.body, bindings, () => {
    writeLoop(node, code, loop, (index) => {
      code.line(`${item} = ${items}[${index}];`);
      code.call(item);
      code.settle(item, `$waitOnItem(${items}, ${item})`);
      code.nodes(node.body);
    });
  });
}

/** Several names: each round has a scope of its own. */
function writeUnpacked(
  node: ForNode,
  code: FunctionWriter,
  loop: LoopBinding,
  items: string,
): void {
  code.scoped([], [['forloop', loop]], () => {
    writeLoop(node, code, loop, (index) => {
      code.mark(node.at);
      const parts = code.temporary(`${items}[${index}]`);
      code.settle(parts);
      code.line(`${parts} = $unpack(${parts}, ${node.names.length});`);
      const bindings = node.names.map((name, position): [string, Binding] => {
        const part = code.temporary(`${parts}[${position}]`);
        return [name, { kind: 'local', code: part, isSettled: false }];
      });
      code.scoped(node.body, bindings);
    });
  });
}

function writeLoop(
  node: ForNode,
  code: FunctionWriter,
  loop: LoopBinding,
  round: (index: string) => void,
): void {
  const { index, length } = loop;
  const position = node.isReversed ? `${length} - 1 - ${index}` : index;
  const body = code.buffered(() => round(position));
  code.braces(`for (let ${index} = 0; ${index} < ${length}; ${index}++)`, () => {
    if (loop.isObjectUsed) code.line(`${loop.object}.at(${index});`);
    code.handOn(true);
    if (code.unit.settings.limits !== undefined) code.line('$r.run.guard.round();');
    code.insert(body);
  });
}
