import { i18nError } from './errors.ts';

/** Which of a message's forms a number takes. */
export interface PluralRule {
  /** How many forms there are. */
  readonly count: number;
  /** From 0 to `count - 1`. */
  indexOf(number: number): number;
}

/** English, and every catalogue that does not say: one form for 1, one for the rest. */
export const GERMANIC: PluralRule = { count: 2, indexOf: (number) => (number === 1 ? 0 : 1) };

/** Longer, deeper, or with more forms is no language but an attempt to exhaust something. */
const MAX_LENGTH = 1000;
const MAX_DEPTH = 50;
const MAX_FORMS = 20;

const HEADER = /^\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*$/;

/**
 * Reads `nplurals=2; plural=(n != 1);`. The expression is C's, as gettext takes it; it becomes
 * closures, never code.
 *
 * @param where - the file, for the message.
 * @throws i18n.plural.invalid
 */
export function parsePluralForms(header: string, where: string): PluralRule {
  const [, count, expression] = (header.length <= MAX_LENGTH && HEADER.exec(header)) || [];
  if (expression === undefined) throw invalid(where, 'it is not "nplurals=…; plural=…;"');
  const forms = Number(count);
  if (forms < 1 || forms > MAX_FORMS) throw invalid(where, `${count} forms can't be`);
  const evaluate = new PluralParser(expression, where).parse();
  return { count: forms, indexOf: (number) => boundedIndex(evaluate(number), forms) };
}

/** A form that does not exist counts as the last, whatever the expression says. */
function boundedIndex(index: number, forms: number): number {
  return Number.isInteger(index) && index >= 0 && index < forms ? index : forms - 1;
}

function invalid(where: string, problem: string): Error {
  return i18nError('i18n.plural.invalid', `${where}: Plural-Forms can't be used: ${problem}.`, {
    hint: 'Copy the header from another catalogue of the language.',
  });
}

type Evaluate = (n: number) => number;
type Binary = (a: number, b: number) => number;

const bool = (value: boolean): number => (value ? 1 : 0);

/** C's operators, loosest first. */
const LEVELS: readonly Readonly<Record<string, Binary>>[] = [
  { '||': (a, b) => bool(a !== 0 || b !== 0) },
  { '&&': (a, b) => bool(a !== 0 && b !== 0) },
  { '==': (a, b) => bool(a === b), '!=': (a, b) => bool(a !== b) },
  {
    '<=': (a, b) => bool(a <= b),
    '>=': (a, b) => bool(a >= b),
    '<': (a, b) => bool(a < b),
    '>': (a, b) => bool(a > b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  {
    '*': (a, b) => a * b,
    // Below zero as Python's gettext rounds, since Django's answers come from it.
    '/': (a, b) => Math.floor(a / b),
    '%': (a, b) => ((a % b) + b) % b,
  },
];

const TOKEN = /\s*(\d{1,9}|n|[=!<>]=|&&|\|\||[-+*/%<>!?:()])\s*/y;

class PluralParser {
  readonly #tokens: readonly string[];
  readonly #where: string;
  #next = 0;
  #depth = 0;

  constructor(expression: string, where: string) {
    this.#where = where;
    this.#tokens = this.#tokenize(expression);
  }

  parse(): Evaluate {
    const evaluate = this.#conditional();
    if (this.#next < this.#tokens.length) throw this.#unexpected();
    return evaluate;
  }

  #tokenize(expression: string): readonly string[] {
    const tokens: string[] = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < expression.length) {
      const at = TOKEN.lastIndex;
      const match = TOKEN.exec(expression);
      if (match === null) throw invalid(this.#where, `"${expression.slice(at, at + 10)}"`);
      tokens.push(match[1]!);
    }
    return tokens;
  }

  #conditional(): Evaluate {
    if (++this.#depth > MAX_DEPTH) throw invalid(this.#where, 'it is nested too deeply');
    const test = this.#binary(0);
    const evaluate = this.#take('?') ? this.#branches(test) : test;
    this.#depth--;
    return evaluate;
  }

  #branches(test: Evaluate): Evaluate {
    const yes = this.#conditional();
    this.#expect(':');
    const no = this.#conditional();
    return (n) => (test(n) !== 0 ? yes(n) : no(n));
  }

  #binary(level: number): Evaluate {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const operator = operators[this.#tokens[this.#next] ?? ''];
      if (operator === undefined) return left;
      this.#next++;
      const [a, b] = [left, this.#binary(level + 1)];
      left = (n) => operator(a(n), b(n));
    }
  }

  #unary(): Evaluate {
    if (this.#take('!')) {
      if (++this.#depth > MAX_DEPTH) throw invalid(this.#where, 'it is nested too deeply');
      const operand = this.#unary();
      this.#depth--;
      return (n) => bool(operand(n) === 0);
    }
    if (this.#take('n')) return (n) => n;
    if (this.#take('(')) {
      const inner = this.#conditional();
      this.#expect(')');
      return inner;
    }
    const token = this.#tokens[this.#next] ?? '';
    if (!/^\d+$/.test(token)) throw this.#unexpected();
    this.#next++;
    const number = Number(token);
    return () => number;
  }

  #take(token: string): boolean {
    if (this.#tokens[this.#next] !== token) return false;
    this.#next++;
    return true;
  }

  #expect(token: string): void {
    if (!this.#take(token)) throw this.#unexpected();
  }

  #unexpected(): Error {
    const token = this.#tokens[this.#next];
    return invalid(this.#where, token === undefined ? 'it ends early' : `"${token}" stands wrong`);
  }
}
