import type { FunctionWriter } from '../compiler/function-writer.ts';
import type { Expression } from '../expression.ts';
import type { Parser, Tag } from '../parser.ts';
import type { Word } from '../words.ts';

/** What stands behind `if`: a value, or operators over values. */
export type Condition =
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'not'; readonly operand: Condition }
  | {
      readonly kind: 'operator';
      readonly operator: Operator;
      readonly left: Condition;
      readonly right: Condition;
    };

/** How tightly each operator binds; equal ones group from the left. */
const BINDING_POWER = {
  or: 6,
  and: 7,
  in: 9,
  'not in': 9,
  is: 10,
  'is not': 10,
  '==': 10,
  '!=': 10,
  '>': 10,
  '>=': 10,
  '<': 10,
  '<=': 10,
} as const;

const NOT_POWER = 8;

/** Longer conditions are no conditions but an attempt to exhaust the stack. */
const MAX_WORDS = 500;

type Operator = keyof typeof BINDING_POWER;

type ConditionToken =
  | { readonly kind: 'operator'; readonly operator: Operator; readonly word: Word }
  | { readonly kind: 'not'; readonly word: Word }
  | { readonly kind: 'value'; readonly expression: Expression; readonly word: Word };

/** Reads the words of an `if` by operator precedence (Pratt's method). */
export function parseCondition(parser: Parser, tag: Tag): Condition {
  const reader = new ConditionReader(parser, tag);
  return reader.read();
}

class ConditionReader {
  readonly #parser: Parser;
  readonly #tag: Tag;
  readonly #tokens: readonly ConditionToken[];
  #next = 0;

  constructor(parser: Parser, tag: Tag) {
    this.#parser = parser;
    this.#tag = tag;
    if (tag.words.length > MAX_WORDS) {
      throw parser.error(
        tag.at,
        'templates.limit.nesting',
        `A condition has at most ${MAX_WORDS} words.`,
      );
    }
    this.#tokens = conditionTokens(parser, tag.words.slice(1));
  }

  read(): Condition {
    const condition = this.#expression(0);
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) {
      throw this.#parser.invalid(
        rest.word.at,
        `"${rest.word.text}" is left over at the end of the condition.`,
        'Join conditions with and, or; compare with == (one = is no operator).',
      );
    }
    return condition;
  }

  #expression(power: number): Condition {
    let left = this.#operand();
    for (;;) {
      const token = this.#tokens[this.#next];
      if (token === undefined || token.kind === 'value') return left;
      if (token.kind === 'not') return left;
      const binding = BINDING_POWER[token.operator];
      if (binding <= power) return left;
      this.#next++;
      const right = this.#expression(binding);
      left = { kind: 'operator', operator: token.operator, left, right };
    }
  }

  #operand(): Condition {
    const token = this.#tokens[this.#next];
    if (token === undefined) {
      throw this.#parser.invalid(this.#tag.at, 'The condition ends where a value is expected.');
    }
    this.#next++;
    if (token.kind === 'value') return { kind: 'value', expression: token.expression };
    if (token.kind === 'not') return { kind: 'not', operand: this.#expression(NOT_POWER) };
    throw this.#parser.invalid(
      token.word.at,
      `"${token.word.text}" stands where a value is expected.`,
    );
  }
}

function conditionTokens(parser: Parser, words: readonly Word[]): ConditionToken[] {
  const tokens: ConditionToken[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    const pair = `${word.text} ${words[index + 1]?.text}`;
    if (pair === 'is not' || pair === 'not in') {
      tokens.push({ kind: 'operator', operator: pair, word });
      index++;
    } else if (word.text === 'not') tokens.push({ kind: 'not', word });
    else if (Object.hasOwn(BINDING_POWER, word.text)) {
      tokens.push({ kind: 'operator', operator: word.text as Operator, word });
    } else tokens.push({ kind: 'value', expression: parser.expression(word), word });
  }
  return tokens;
}

/** Writes a condition; returns the code of a boolean. */
export function writeCondition(code: FunctionWriter, condition: Condition): string {
  const result = code.temporary('false');
  writeGuarded(code, result, (label) => {
    code.line(`${result} = $isTrue(${writeOperandValue(code, condition, label)});`);
  });
  return result;
}

/**
 * Lets `body` write code that may jump to the end and leave `result` false. Django's operators
 * give false when the argument of a filter in them is missing.
 */
function writeGuarded(code: FunctionWriter, result: string, body: (jump: string) => void): void {
  const label = code.unit.name('L');
  code.braces(`${label}:`, () => body(`{ ${result} = false; break ${label}; }`));
}

/** The code of a condition's value: any value for a variable, a boolean for an operator. */
function writeOperandValue(code: FunctionWriter, condition: Condition, jump: string): string {
  switch (condition.kind) {
    case 'value':
      return code.value(condition.expression, 'null', jump);
    case 'not': {
      const result = code.temporary('false');
      writeGuarded(code, result, (inner) => {
        code.line(`${result} = !$isTrue(${writeOperandValue(code, condition.operand, inner)});`);
      });
      return result;
    }
    case 'operator':
      return writeOperator(code, condition);
  }
}

function writeOperator(
  code: FunctionWriter,
  { operator, left, right }: Condition & { kind: 'operator' },
): string {
  const result = code.temporary('false');
  writeGuarded(code, result, (jump) => {
    const first = writeOperandValue(code, left, jump);
    if (operator === 'and' || operator === 'or') {
      code.line(`${result} = $isTrue(${first});`);
      code.braces(`if (${operator === 'or' ? '!' : ''}${result})`, () => {
        code.line(`${result} = $isTrue(${writeOperandValue(code, right, jump)});`);
      });
      return;
    }
    const second = writeOperandValue(code, right, jump);
    code.line(`${result} = ${COMPARISONS[operator](first, second)};`);
  });
  return result;
}

type Comparison = (left: string, right: string) => string;

const COMPARISONS: Readonly<Record<Exclude<Operator, 'and' | 'or'>, Comparison>> = {
  in: (item, container) => `$contains(${container}, ${item}) === true`,
  'not in': (item, container) => `$contains(${container}, ${item}) === false`,
  is: (left, right) => `$isSame(${left}, ${right})`,
  'is not': (left, right) => `!$isSame(${left}, ${right})`,
  '==': (left, right) => `(${left} === ${right} || $isEqual(${left}, ${right}))`,
  '!=': (left, right) => `!(${left} === ${right} || $isEqual(${left}, ${right}))`,
  '>': ordered('>'),
  '>=': ordered('>='),
  '<': ordered('<'),
  '<=': ordered('<='),
};

/** Numbers are compared in place; what has no order gives undefined, which compares as false. */
function ordered(operator: '>' | '>=' | '<' | '<='): Comparison {
  return (left, right) =>
    `typeof ${left} === 'number' && typeof ${right} === 'number' ? ` +
    `${left} ${operator} ${right} : $order(${left}, ${right}) ${operator} 0`;
}
