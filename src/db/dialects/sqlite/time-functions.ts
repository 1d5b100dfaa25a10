import type { FunctionWriter } from '../../sql/expression-compiler.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';

/** Name of the SQL function `(time, microseconds)`: a time of day moved; the driver registers it. */
export const SHIFT_TIME = 'uptempo_shift_time';

/** Name of the SQL function `(time)`: microseconds since midnight; the driver registers it. */
export const TIME_OF_DAY = 'uptempo_time_of_day';

/** Arithmetic of dates, times and spans, and of all else that is written with its operators. */
export const timeFunctions: readonly (readonly [string, FunctionWriter])[] = [
  ['now', () => "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')"],
  ['+', ([left, right], { args }) => sum(left!, right!, args)],
  ['-', ([left, right], { args }) => difference(left!, right!, args)],
  ['*', ([left, right], { type }) => span(`(${left} * ${right})`, type.kind)],
  ['/', ([left, right], { type }) => quotient(left!, right!, type.kind)],
];

function sum(left: string, right: string, args: readonly ExpressionNode[]): string {
  const [first, second] = args.map((arg) => typeOf(arg).kind);
  if (second === 'duration') return moved(left, right, '', first!);
  return first === 'duration' ? moved(right, left, '', second!) : `(${left} + ${right})`;
}

function difference(left: string, right: string, args: readonly ExpressionNode[]): string {
  const [first, second] = args.map((arg) => typeOf(arg).kind);
  if (second === 'duration') return moved(left, right, '-', first!);
  if (first === 'time') return `(${TIME_OF_DAY}(${left}) - ${TIME_OF_DAY}(${right}))`;
  if (first !== 'date' && first !== 'datetime') return `(${left} - ${right})`;
  // A Julian day number is good for 0.1 ms; instants have whole milliseconds.
  return `(CAST(ROUND((JULIANDAY(${left}) - JULIANDAY(${right})) * 86400000.0) AS INTEGER) * 1000)`;
}

/** A span, time, day or instant with a span added. */
function moved(text: string, microseconds: string, sign: '' | '-', kind: string): string {
  switch (kind) {
    case 'time':
      return `${SHIFT_TIME}(${text}, ${sign}(${microseconds}))`;
    case 'date':
    case 'datetime':
      return `STRFTIME('%Y-%m-%d %H:%M:%f', ${text}, (${sign}(${microseconds}) / 1000000.0) || ' seconds')`;
    default:
      return `(${text} ${sign === '' ? '+' : '-'} ${microseconds})`;
  }
}

function quotient(left: string, right: string, kind: string): string {
  return kind === 'duration' ? span(`(${left} * 1.0 / ${right})`, kind) : `(${left} / ${right})`;
}

function span(text: string, kind: string): string {
  return kind === 'duration' ? `CAST(ROUND${text} AS INTEGER)` : text;
}
