import { checkOptions, option } from '../../core/index.ts';
import { BOOLEAN, type ColumnType, JSON_TYPE, TEXT } from '../../db/index.ts';
import { unsupported } from '../errors.ts';
import type { Json } from '../schema/fields.ts';
import { Aggregate, type AggregateDefinition, type AggregateOptions } from './aggregates.ts';
import type { ArgumentOut, Listed } from './out-types.ts';
import { asExpression } from './references.ts';
import { Value } from './value.ts';
import { asOrdering } from './window.ts';

/** Options of the aggregates that keep all values. */
export interface OrderedAggregateOptions extends AggregateOptions {
  /** The order of the values: paths such as `-year`, expressions or orderings. */
  readonly orderBy?: unknown;
}

const OPTIONS = { distinct: option.boolean, filter: option.any, default: option.any };
const ORDERED = { ...OPTIONS, orderBy: option.any };

/**
 * The texts of a group joined by a delimiter: `StringAgg('title', ', ', { orderBy: 'title' })`.
 * Values that are no texts are taken as they are written.
 */
export function StringAgg(
  expression: unknown,
  delimiter: unknown,
  options: OrderedAggregateOptions = {},
): Aggregate<string | null> {
  checkOptions('StringAgg()', options, ORDERED);
  return new Aggregate<string | null>({
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
export function ArrayAgg<const A>(
  expression: A,
  options: OrderedAggregateOptions = {},
): Aggregate<Listed<ArgumentOut<A>> | null> {
  checkOptions('ArrayAgg()', options, ORDERED);
  return new Aggregate<Listed<ArgumentOut<A>> | null>({
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
export function JSONBAgg(
  expression: unknown,
  options: OrderedAggregateOptions = {},
): Aggregate<readonly Json[] | null> {
  checkOptions('JSONBAgg()', options, ORDERED);
  return new Aggregate<readonly Json[] | null>({
    name: 'jsonb_agg',
    title: 'JSONBAgg()',
    args: [asExpression(expression)],
    ...ordered(options),
    type: () => JSON_TYPE,
  });
}

/** Whether all values of a group are true. */
export function BoolAnd(
  expression: unknown,
  options: AggregateOptions = {},
): Aggregate<boolean | null> {
  return plain('bool_and', 'BoolAnd()', expression, options, () => BOOLEAN);
}

/** Whether any value of a group is true. */
export function BoolOr(
  expression: unknown,
  options: AggregateOptions = {},
): Aggregate<boolean | null> {
  return plain('bool_or', 'BoolOr()', expression, options, () => BOOLEAN);
}

/** The bits that all values of a group have. */
export function BitAnd<const A>(
  expression: A,
  options: AggregateOptions = {},
): Aggregate<ArgumentOut<A> | null> {
  return plain('bit_and', 'BitAnd()', expression, options, ofArgument);
}

/** The bits that any value of a group has. */
export function BitOr<const A>(
  expression: A,
  options: AggregateOptions = {},
): Aggregate<ArgumentOut<A> | null> {
  return plain('bit_or', 'BitOr()', expression, options, ofArgument);
}

/** The bits that an odd number of values of a group has. */
export function BitXor<const A>(
  expression: A,
  options: AggregateOptions = {},
): Aggregate<ArgumentOut<A> | null> {
  return plain('bit_xor', 'BitXor()', expression, options, ofArgument);
}

/** One value of a group, whichever, but none that is NULL where there is another. */
export function AnyValue<const A>(
  expression: A,
  options: Omit<AggregateOptions, 'distinct'> = {},
): Aggregate<ArgumentOut<A> | null> {
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
