import { checkOptions, option } from '../../core/index.ts';
import { FLOAT, type FrameBound, type FrameNode, INTEGER, typeOf } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { Combinable, Ordering } from './combinable.ts';
import type { Binder, Bound, Expression, OutOf } from './expression.ts';
import { always, databaseFunction, type FunctionExpression, type ResultType } from './function.ts';
import type { ArgumentOut, Made, OptionsOf, TermOut } from './out-types.ts';
import { asExpression } from './references.ts';
import { WholeNumber } from './value.ts';

export interface WindowOptions {
  /** Paths or expressions; rows that agree in all of them make up a partition. Default: one for all. */
  readonly partitionBy?: unknown;
  /** Paths such as `-rating`, expressions or orderings. */
  readonly orderBy?: unknown;
  readonly frame?: Frame;
}

/** Which rows around the current one a window function looks at. */
export class Frame {
  readonly node: FrameNode;

  constructor(node: FrameNode) {
    this.node = node;
  }
}

export interface FrameOptions {
  /** Left out: the current row, its whole group of equals, or the others of that group. */
  readonly exclusion?: 'current row' | 'group' | 'ties';
}

/**
 * Rows from `start` to `end`, counted from the current one: negative before it, 0 itself, null
 * without bound.
 */
export function RowRange(
  start: number | null = null,
  end: number | null = null,
  options: FrameOptions = {},
): Frame {
  return frame('rows', start, end, options);
}

/** Rows whose value of the order lies from `start` to `end` away from the current row's. */
export function ValueRange(
  start: number | null = null,
  end: number | null = null,
  options: FrameOptions = {},
): Frame {
  return frame('range', start, end, options);
}

function frame(
  unit: FrameNode['unit'],
  start: number | null,
  end: number | null,
  options: FrameOptions,
): Frame {
  checkOptions('frame', options, { exclusion: option.oneOf('current row', 'group', 'ties') });
  for (const bound of [start, end]) {
    if (bound === null || Number.isSafeInteger(bound)) continue;
    throw ormError('orm.expression.invalid', `${bound} is no bound of a window's frame.`, {
      hint: 'Bounds are whole numbers, negative before the current row; null is without bound.',
    });
  }
  const bounded = (bound: number | null): FrameBound => bound ?? 'unbounded';
  return new Frame({
    unit,
    start: bounded(start),
    end: bounded(end),
    exclusion: options.exclusion,
  });
}

class WindowExpression<Out> extends Combinable<Out> {
  readonly #operand: Expression;
  readonly #partitionBy: readonly Expression[];
  readonly #orderBy: readonly Ordering[];
  readonly #frame: FrameNode | undefined;

  constructor(operand: Expression, options: WindowOptions) {
    super();
    this.#operand = operand;
    this.#partitionBy = listOf(options.partitionBy).map(asExpression);
    this.#orderBy = listOf(options.orderBy).map(asOrdering);
    this.#frame = options.frame?.node;
  }

  bind(binder: Binder): Bound {
    const operand = this.#operand.bind(binder);
    const partitions = this.#partitionBy.map((each) => each.bind(binder));
    const order = this.#orderBy.map((term) => term.bind(binder));
    const frame = this.#frame;
    const parts = [partitions, order].map((list) => list.map(({ token }) => token).join());
    const beside = [...partitions, ...order.map(({ bound }) => bound)];
    return {
      token: `window(${[operand.token, ...parts, JSON.stringify(frame ?? '')].join('|')})`,
      type: operand.type,
      hasAggregate: beside.some(({ hasAggregate }) => hasAggregate),
      hasWindow: true,
      resolve(scope) {
        const node = operand.resolve(scope);
        return {
          kind: 'window',
          operand: node,
          partitionBy: partitions.map((each) => each.resolve(scope)),
          orderBy: order.map((term) => term.resolve(scope)),
          frame,
          type: operand.type ?? typeOf(node),
        };
      },
    };
  }
}

/**
 * A function over the rows around each row: `Window(RowNumber(), { partitionBy: 'director',
 * orderBy: '-rating' })`. Aggregates are window functions too: `Window(Sum('votes'), …)`.
 */
export function Window<E extends Expression, const Options extends WindowOptions = object>(
  expression: E,
  options: OptionsOf<WindowOptions, Options> = {} as OptionsOf<WindowOptions, Options>,
): Combinable<OutOf<E> | PathsOfWindow<Options>> {
  checkOptions('Window()', options, {
    partitionBy: option.any,
    orderBy: option.any,
    frame: option.any,
  });
  return new WindowExpression(expression, options);
}

/** The paths that a window's options name, to be checked. */
type PathsOfWindow<Options> =
  | (Options extends { readonly partitionBy: infer Terms } ? Made<never, TermOut<Terms>> : never)
  | (Options extends { readonly orderBy: infer Terms } ? Made<never, TermOut<Terms>> : never);

/** A string such as `-rating`, an expression or an ordering as an ordering. */
export function asOrdering(term: unknown): Ordering {
  if (term instanceof Ordering) return term;
  if (typeof term === 'string' && term.startsWith('-')) {
    return new Ordering(asExpression(term.slice(1)), true, {});
  }
  return new Ordering(asExpression(term), false, {});
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The row's number in its partition, from 1. */
export function RowNumber(): FunctionExpression<number> {
  return databaseFunction('row_number', [], always(INTEGER));
}
/** The row's place; equal rows share one, and the next place counts them. */
export function Rank(): FunctionExpression<number> {
  return databaseFunction('rank', [], always(INTEGER));
}
/** The row's place; equal rows share one, and the next place is the next number. */
export function DenseRank(): FunctionExpression<number> {
  return databaseFunction('dense_rank', [], always(INTEGER));
}
/** The place as a share: (rank − 1) / (rows − 1). */
export function PercentRank(): FunctionExpression<number> {
  return databaseFunction('percent_rank', [], always(FLOAT));
}
/** The share of rows that come before or are equal. */
export function CumeDist(): FunctionExpression<number> {
  return databaseFunction('cume_dist', [], always(FLOAT));
}
/** The number of the row's bucket when the partition is cut into `buckets` of the same size. */
export function NTile(buckets = 1): FunctionExpression<number> {
  return databaseFunction(
    'ntile',
    [new WholeNumber(positive('NTile()', buckets))],
    always(INTEGER),
  );
}
/** The value `offset` rows before. */
export function Lag<const A, const Fallback = null>(argument: A, offset = 1, fallback?: Fallback) {
  return shifted<ArgumentOut<A> | ArgumentOut<Fallback>>('lag', argument, offset, fallback);
}
/** The value `offset` rows after. */
export function Lead<const A, const Fallback = null>(argument: A, offset = 1, fallback?: Fallback) {
  return shifted<ArgumentOut<A> | ArgumentOut<Fallback>>('lead', argument, offset, fallback);
}
/** The value of the frame's first row. */
export function FirstValue<const A>(argument: A): FunctionExpression<ArgumentOut<A>> {
  return databaseFunction('first_value', [asExpression(argument)], first);
}
/** The value of the frame's last row. */
export function LastValue<const A>(argument: A): FunctionExpression<ArgumentOut<A>> {
  return databaseFunction('last_value', [asExpression(argument)], first);
}
/** The value of the frame's `n`-th row, from 1. */
export function NthValue<const A>(argument: A, n = 1): FunctionExpression<ArgumentOut<A> | null> {
  const args = [asExpression(argument), new WholeNumber(positive('NthValue()', n))];
  return databaseFunction('nth_value', args, first);
}

const first: ResultType = ([type]) => type;

function shifted<Out>(name: string, argument: unknown, offset: number, fallback: unknown) {
  const args: Expression[] = [
    asExpression(argument),
    new WholeNumber(positive(`${name}()`, offset)),
  ];
  if (fallback !== undefined) args.push(asExpression(fallback));
  return databaseFunction<Out>(name, args, first);
}

function positive(where: string, count: number): number {
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw ormError(
    'orm.expression.invalid',
    `${where} takes a whole number from 1 up, not ${count}.`,
  );
}
