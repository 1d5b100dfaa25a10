import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';

/** Arithmetic of dates, times and spans, and of all else that is written with its operators. */
export const timeFunctions: readonly (readonly [string, FunctionWriter])[] = [
  // CURRENT_TIMESTAMP is when the transaction began.
  ['now', () => 'STATEMENT_TIMESTAMP()'],
  [
    '+',
    ([left, right], { args }) => {
      const sum = `(${left} + ${right})`;
      return args.some(isDay) ? `(${sum} AT TIME ZONE 'UTC')` : sum;
    },
  ],
  ['-', ([left, right], { args }) => difference(left!, right!, args)],
  ['*', ([left, right], { args }) => `(${factor(left!, args, 0)} * ${factor(right!, args, 1)})`],
  ['/', ([left, right], { args }) => `(${left} / ${factor(right!, args, 1)})`],
];

function difference(left: string, right: string, args: readonly ExpressionNode[]): string {
  const days = args.filter(isDay).length;
  // The difference of two days is a number.
  if (days === 2) return `((${left} - ${right}) * INTERVAL '1 day')`;
  if (days === 0) return `(${left} - ${right})`;
  if (args.some((arg) => typeOf(arg).kind === 'duration')) {
    return `((${left} - ${right}) AT TIME ZONE 'UTC')`;
  }
  const [start, end] = [left, right].map((text, index) =>
    isDay(args[index]!) ? `(${text})::timestamp AT TIME ZONE 'UTC'` : text,
  );
  return `((${start}) - (${end}))`;
}

/** Spans are multiplied and divided by floating-point numbers alone. */
function factor(text: string, args: readonly ExpressionNode[], index: number): string {
  const isOfSpan = args.some((arg) => typeOf(arg).kind === 'duration');
  const isSpan = typeOf(args[index]!).kind === 'duration';
  return isOfSpan && !isSpan ? `(${text})::double precision` : text;
}

function isDay(node: ExpressionNode): boolean {
  return typeOf(node).kind === 'date';
}
