import { checkOptions, option } from '../../core/index.ts';
import { BOOLEAN, type ColumnType, JSON_TYPE, TEXT } from '../../db/index.ts';
import { unsupported } from '../errors.ts';
import type { Json } from '../schema/fields.ts';
import {
  Aggregate,
  type AggregateDefinition,
  type AggregateOptions,
  type NullUnlessDefault,
} from './aggregates.ts';
import type {
  ArgumentOut,
  AskedByFilter,
  Listed,
  Made,
  OptionsOf,
  Present,
  TermOut,
} from './out-types.ts';
import { asExpression } from './references.ts';
import { Value } from './value.ts';
import { asOrdering } from './window.ts';

/** Options of the aggregates that keep all values. */
export interface OrderedAggregateOptions extends AggregateOptions {
  /** The order of the values: paths such as `-year`, expressions or orderings. */
  readonly orderBy?: unknown;
}

/** One of the values of a group; null where there may be none. */
type OfRows<A, Options> =
  | Present<ArgumentOut<A>>
  | NullUnlessDefault<Options>
  | AskedByOptions<Options>;

/** What is made of the values of a group; null where there may be none. */
type MadeOfRows<Value, A, Options> =
  | Made<Value, ArgumentOut<A>>
  | NullUnlessDefault<Options>
  | AskedByOptions<Options>;

/** The conditions and paths of an aggregate's options, to be checked. */
type AskedByOptions<Options> =
  | AskedByFilter<Options>
  | (Options extends { readonly orderBy: infer Terms } ? Made<never, TermOut<Terms>> : never);

const OPTIONS = { distinct: option.boolean, filter: option.any, default: option.any };
const ORDERED = { ...OPTIONS, orderBy: option.any };

/**
 * The texts of a group joined by a delimiter: `StringAgg('title', ', ', { orderBy: 'title' })`.
 * Values that are no texts are taken as they are written.
 */
export function StringAgg<const A, const Options extends OrderedAggregateOptions = object>(
  expression: A,
  delimiter: unknown,
  options: OptionsOf<OrderedAggregateOptions, Options> = {} as never,
): Aggregate<MadeOfRows<string, A, Options>> {
  checkOptions('StringAgg()', options, ORDERED);
  return new Aggregate({
    name: 'string_agg',
    title: 'StringAgg()',
    // Nobody joins by the name of a field.
    args: [
      asExpression(expression),
      typeof delimiter === 'string' ? Value(delimiter) : asExpression(delimiter),
    ],
    ...ordered(options),
    type: () => TEXT,
    check(dialect) {
      if (options.distinct !== true || dialect.features.supportsDistinctPairs) return;
      throw unsupported(
        'StringAgg() with distinct',
        dialect,
        'Aggregate a QuerySet of distinct values, or join them in the application.',
      );
    },
  });
}

/** The values of a group as a list, NULLs included; on PostgreSQL. */
export function ArrayAgg<const A, const Options extends OrderedAggregateOptions = object>(
  expression: A,
  options: OptionsOf<OrderedAggregateOptions, Options> = {} as never,
): Aggregate<Listed<ArgumentOut<A>> | NullUnlessDefault<Options> | AskedByOptions<Options>> {
  checkOptions('ArrayAgg()', options, ORDERED);
  return new Aggregate({
    name: 'array_agg',
    title: 'ArrayAgg()',
    args: [asExpression(expression)],
    ...ordered(options),
    type: (item) => item && { kind: 'array', item, size: undefined },
    check(dialect) {
      if (dialect.features.supportsArrays) return;
      throw unsupported('ArrayAgg()', dialect, 'JSONBAgg() makes a list on every database.');
    },
  });
}

/** The values of a group as a JSON list, NULLs included. */
export function JSONBAgg<const A, const Options extends OrderedAggregateOptions = object>(
  expression: A,
  options: OptionsOf<OrderedAggregateOptions, Options> = {} as never,
): Aggregate<MadeOfRows<readonly Json[], A, Options>> {
  checkOptions('JSONBAgg()', options, ORDERED);
  return new Aggregate({
    name: 'jsonb_agg',
    title: 'JSONBAgg()',
    args: [asExpression(expression)],
    ...ordered(options),
    type: () => JSON_TYPE,
  });
}

/** Whether all values of a group are true. */
export function BoolAnd<const A, const Options extends AggregateOptions = object>(
  expression: A,
  options: OptionsOf<AggregateOptions, Options> = {} as never,
): Aggregate<MadeOfRows<boolean, A, Options>> {
  return plain('bool_and', 'BoolAnd()', expression, options, () => BOOLEAN);
}

/** Whether any value of a group is true. */
export function BoolOr<const A, const Options extends AggregateOptions = object>(
  expression: A,
  options: OptionsOf<AggregateOptions, Options> = {} as never,
): Aggregate<MadeOfRows<boolean, A, Options>> {
  return plain('bool_or', 'BoolOr()', expression, options, () => BOOLEAN);
}

/** The bits that all values of a group have. */
export function BitAnd<const A, const Options extends AggregateOptions = object>(
  expression: A,
  options: OptionsOf<AggregateOptions, Options> = {} as never,
): Aggregate<OfRows<A, Options>> {
  return plain('bit_and', 'BitAnd()', expression, options, ofArgument);
}

/** The bits that any value of a group has. */
export function BitOr<const A, const Options extends AggregateOptions = object>(
  expression: A,
  options: OptionsOf<AggregateOptions, Options> = {} as never,
): Aggregate<OfRows<A, Options>> {
  return plain('bit_or', 'BitOr()', expression, options, ofArgument);
}

/** The bits that an odd number of values of a group has. */
export function BitXor<const A, const Options extends AggregateOptions = object>(
  expression: A,
  options: OptionsOf<AggregateOptions, Options> = {} as never,
): Aggregate<OfRows<A, Options>> {
  return plain('bit_xor', 'BitXor()', expression, options, ofArgument);
}

/** One value of a group, whichever, but none that is NULL where there is another. */
export function AnyValue<
  const A,
  const Options extends Omit<AggregateOptions, 'distinct'> = object,
>(
  expression: A,
  options: OptionsOf<Omit<AggregateOptions, 'distinct'>, Options> = {} as never,
): Aggregate<OfRows<A, Options>> {
  return plain('any_value', 'AnyValue()', expression, options, ofArgument);
}

const ofArgument = (type: ColumnType | undefined): ColumnType | undefined => type;

function plain<Out>(
  name: string,
  title: string,
  expression: unknown,
  options: AggregateOptions,
  type: AggregateDefinition['type'],
): Aggregate<Out> {
  checkOptions(title, options, OPTIONS);
  return new Aggregate<Out>({ name, title, args: [asExpression(expression)], options, type });
}

function ordered({ orderBy, ...options }: OrderedAggregateOptions) {
  const terms = orderBy === undefined ? [] : Array.isArray(orderBy) ? orderBy : [orderBy];
  return { options, orderBy: terms.map(asOrdering) };
}
