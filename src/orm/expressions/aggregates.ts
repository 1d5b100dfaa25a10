import { checkOptions, option } from '../../core/index.ts';
import {
  type ColumnType,
  DECIMAL,
  type Dialect,
  type ExpressionNode,
  FLOAT,
  INTEGER,
  typeOf,
} from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { comparableOfType } from '../schema/comparable-types.ts';
import { Combinable, type Ordering } from './combinable.ts';
import { type Binder, type Bound, Expression } from './expression.ts';
import type { ArgumentOut, AskedByFilter, Made, Mean, OptionsOf, Present } from './out-types.ts';
import { asExpression } from './references.ts';
import { ValueExpression } from './value.ts';

export interface AggregateOptions {
  /** Each value once. Default false. */
  readonly distinct?: boolean;
  /** Only the rows for which it holds: an object of conditions, a `Q`, an expression. */
  readonly filter?: unknown;
  /** What it is when there is no row; default NULL, and 0 for `Count`. */
  readonly default?: unknown;
}

export interface AggregateDefinition {
  /** Name of the SQL function. */
  readonly name: string;
  /** How it is called in messages. */
  readonly title: string;
  readonly args: readonly Expression[];
  readonly options: AggregateOptions;
  /** Order of the values where the function depends on it. */
  readonly orderBy?: readonly Ordering[];
  type(argument: ColumnType | undefined): ColumnType | undefined;
  /** Throws where the database has no such aggregate. */
  check?(dialect: Dialect): void;
}

/** A value made of many rows. */
export class Aggregate<Out = unknown> extends Combinable<Out> {
  readonly definition: AggregateDefinition;

  constructor(definition: AggregateDefinition) {
    super();
    this.definition = definition;
  }

  bind(binder: Binder): Bound {
    const { name, title, args, options, orderBy = [], type, check } = this.definition;
    const bound = args.map((arg) => arg.bind(binder));
    const filter = options.filter === undefined ? undefined : binder.condition(options.filter);
    const order = orderBy.map((term) => term.bind(binder));
    const preset =
      options.default === undefined
        ? undefined
        : presetOf(options.default, type(bound[0]?.type)).bind(binder);
    for (const part of [...bound, ...(filter === undefined ? [] : [filter])]) {
      if (part.hasAggregate || part.hasWindow) throw nested(title);
    }
    const known = type(bound[0]?.type);
    const isDistinct = options.distinct === true;
    const tokens = [...bound, ...order].map((part) => part.token);
    return {
      token: `${name}${isDistinct ? '!' : ''}(${tokens.join()}|${filter?.token ?? ''}|${preset?.token ?? ''})`,
      type: known,
      hasAggregate: true,
      hasWindow: false,
      resolve(scope) {
        check?.(scope.dialect);
        const nodes = bound.map((arg) => arg.resolve(scope));
        const made: ExpressionNode = {
          kind: 'aggregate',
          name,
          args: nodes,
          isDistinct,
          filter: filter?.resolve(scope),
          orderBy: order.map((term) => term.resolve(scope)),
          type: known ?? type(nodes[0] && typeOf(nodes[0])) ?? INTEGER,
        };
        if (preset === undefined) return made;
        const args = [made, preset.resolve(scope)];
        return { kind: 'function', name: 'coalesce', args, type: made.type };
      },
    };
  }
}

/** How many: rows, or values that are not empty. `Count('*')` counts rows, `Count('movies')` related ones. */
export function Count<const A, const Options extends CountOptions = object>(
  argument: A,
  options: OptionsOf<CountOptions, Options> = {} as OptionsOf<CountOptions, Options>,
): Aggregate<Counted<A> | AskedByFilter<Options>> {
  checkOptions('Count()', options, COUNT_OPTIONS);
  if (argument === '*' && options.distinct === true) {
    throw ormError('orm.expression.invalid', "Count('*') cannot be distinct.", {
      hint: "Name what is counted: Count('pk', { distinct: true }).",
    });
  }
  return new Aggregate({
    name: 'count',
    title: 'Count()',
    args: argument === '*' ? [] : [asExpression(argument)],
    options,
    type: () => INTEGER,
  });
}

/** A number, whatever is counted. */
type Counted<A> = A extends '*' ? number : Made<number, ArgumentOut<A>>;

export type CountOptions = Omit<AggregateOptions, 'default'>;

/** The sum. NULL when there is no row: `{ default: 0 }` makes it 0. */
export function Sum<const A, const Options extends AggregateOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Present<ArgumentOut<A>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return aggregate('sum', 'Sum()', argument, options, sumType);
}

/** The mean: exact for decimals, else a floating-point number. */
export function Avg<const A, const Options extends AggregateOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Mean<Present<ArgumentOut<A>>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return aggregate('avg', 'Avg()', argument, options, meanType);
}

/** null where there may be no row to make a value of. */
export type NullUnlessDefault<Options> = Options extends { readonly default: unknown }
  ? never
  : null;

/** The smallest value. */
export function Min<const A, const Options extends AggregateOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Present<ArgumentOut<A>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return aggregate('min', 'Min()', argument, options, (type) => type);
}

/** The largest value. */
export function Max<const A, const Options extends AggregateOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Present<ArgumentOut<A>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return aggregate('max', 'Max()', argument, options, (type) => type);
}

export interface SpreadOptions extends AggregateOptions {
  /** Of a sample rather than of the whole population. Default false. */
  readonly sample?: boolean;
}

/** The standard deviation. */
export function StdDev<const A, const Options extends SpreadOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Mean<Present<ArgumentOut<A>>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return spread('stddev', 'StdDev()', argument, options);
}

/** The variance. */
export function Variance<const A, const Options extends SpreadOptions = object>(
  argument: A,
  options: Options = {} as Options,
): Aggregate<Mean<Present<ArgumentOut<A>>> | NullUnlessDefault<Options> | AskedByFilter<Options>> {
  return spread('var', 'Variance()', argument, options);
}

function spread<Out>(
  name: string,
  title: string,
  argument: unknown,
  { sample, ...options }: SpreadOptions,
): Aggregate<Out> {
  checkOptions(title, { sample }, { sample: option.boolean });
  return aggregate(
    `${name}_${sample === true ? 'samp' : 'pop'}`,
    title,
    argument,
    options,
    meanType,
  );
}

const COUNT_OPTIONS = { distinct: option.boolean, filter: option.any };
const OPTIONS = { ...COUNT_OPTIONS, default: option.any };

export function aggregate<Out>(
  name: string,
  title: string,
  argument: unknown,
  options: AggregateOptions,
  type: AggregateDefinition['type'],
): Aggregate<Out> {
  checkOptions(title, options, OPTIONS);
  return new Aggregate<Out>({ name, title, args: [asExpression(argument)], options, type });
}

/** A sum of whole numbers needs more room than each of them. */
function sumType(type: ColumnType | undefined): ColumnType | undefined {
  return type?.kind === 'integer' ? INTEGER : type;
}

function meanType(type: ColumnType | undefined): ColumnType | undefined {
  if (type === undefined) return undefined;
  if (type.kind === 'decimal') return DECIMAL;
  return type.kind === 'integer' || type.kind === 'bigint' ? FLOAT : type;
}

/** A default is a value; a text is one too here, as nobody sums to the name of a field. */
function presetOf(preset: unknown, type: ColumnType | undefined): Expression {
  if (preset instanceof Expression) return preset;
  const value = new ValueExpression(preset);
  const isOfType = type !== undefined && TAKEN_FROM_VALUES.has(type.kind);
  if (!isOfType) return value;
  const normal = comparableOfType(type).normalizeCompared(preset);
  return normal === undefined ? value : new ValueExpression(normal, type);
}

/** What a plain value cannot be told to be by itself. */
const TAKEN_FROM_VALUES: ReadonlySet<ColumnType['kind']> = new Set([
  'decimal',
  'float',
  'date',
  'time',
  'datetime',
  'duration',
  'array',
  'json',
]);

function nested(title: string) {
  return ormError(
    'orm.expression.aggregate',
    `${title} cannot be taken of an aggregate or window.`,
    {
      hint: 'Annotate the inner one first and use aggregate(), or a Subquery() with its own grouping.',
    },
  );
}
