import { suggest } from '../../core/index.ts';
import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import type { Word } from '../words.ts';

interface Cycle {
  readonly values: readonly Expression[];
  readonly name: string | undefined;
  readonly isSilent: boolean;
}

/** The cycles of a template so far, by name, and the last one, named or not. */
interface Cycles {
  readonly named: Map<string, Cycle>;
  last: Cycle | undefined;
}

/** `{% cycle "odd" "even" as parity silent %}`; `{% cycle parity %}` takes its next value. */
export function parseCycle(parser: Parser, tag: Tag): TemplateNode {
  const cycles = cyclesOf(parser);
  const words = tag.words.slice(1);
  if (words.length === 0) throw parser.invalid(tag.at, 'cycle takes at least one value.');
  if (words.length === 1) return cycleNode(tag.at, findCycle(parser, tag, words[0]!));
  const cycle = parseValues(parser, words);
  if (cycle.name !== undefined) cycles.named.set(cycle.name, cycle);
  cycles.last = cycle;
  return cycleNode(tag.at, cycle);
}

/** `{% resetcycle %}` of the last cycle, `{% resetcycle parity %}` of a named one. */
export function parseResetcycle(parser: Parser, tag: Tag): TemplateNode {
  const words = tag.words.slice(1);
  if (words.length > 1) throw parser.invalid(tag.at, 'resetcycle takes at most one name.');
  const cycle = words.length === 1 ? findCycle(parser, tag, words[0]!) : cyclesOf(parser).last;
  if (cycle === undefined) throw parser.invalid(tag.at, 'There is no cycle before resetcycle.');
  return {
    at: tag.at,
    write(code) {
      code.line(`${stateOf(code, cycle)}.next = 0;`);
    },
  };
}

function cyclesOf(parser: Parser): Cycles {
  return parser.note('cycles', () => ({ named: new Map(), last: undefined }));
}

function findCycle(parser: Parser, tag: Tag, word: Word): Cycle {
  const { named } = cyclesOf(parser);
  const cycle = named.get(word.text);
  if (cycle !== undefined) return cycle;
  const hint = suggest(word.text, named.keys());
  throw parser.invalid(
    word.at,
    `${tag.name} names the cycle "${word.text}", which does not exist.`,
    hint,
  );
}

/** A name needs at least two words before `as`; `{% cycle a as b %}` has three values. */
function parseValues(parser: Parser, words: readonly Word[]): Cycle {
  const isNamed = words.length > 3 && words.at(-2)!.text === 'as';
  const isFlagged = words.length > 3 && words.at(-3)!.text === 'as';
  if (isFlagged && words.at(-1)!.text !== 'silent') {
    const { text, at } = words.at(-1)!;
    throw parser.invalid(at, `Only "silent" may follow the name of a cycle, not "${text}".`);
  }
  if (!isNamed && !isFlagged) {
    return { values: parser.expressions(words), name: undefined, isSilent: false };
  }
  const end = isFlagged ? -3 : -2;
  const name = words.at(end + 1)!.text;
  return { values: parser.expressions(words.slice(0, end)), name, isSilent: isFlagged };
}

function cycleNode(at: number, cycle: Cycle): TemplateNode {
  return {
    at,
    ...(cycle.name === undefined ? {} : { assignsUpward: [cycle.name] }),
    write(code) {
      code.braces('', () => {
        code.mark(at);
        writeCycle(code, cycle);
      });
    },
  };
}

function writeCycle(code: FunctionWriter, cycle: Cycle): void {
  const value = code.temporary();
  const state = code.temporary(stateOf(code, cycle));
  code.braces(`switch (${state}.next++ % ${cycle.values.length})`, () => {
    cycle.values.forEach((expression, index) => {
      code.braces(`case ${index}:`, () => {
        code.line(`${value} = ${code.value(expression, 'text')};`);
        code.line('break;');
      });
    });
  });
  if (cycle.name !== undefined) code.assignUpward(cycle.name, value);
  if (!cycle.isSilent) code.printValue(value);
}

function stateOf(code: FunctionWriter, cycle: Cycle): string {
  return `$r.state(${code.constant(cycle)}, () => ({ next: 0 }))`;
}
