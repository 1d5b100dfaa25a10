import { checkOptions } from '../../core/index.ts';
import type { QuerySetOf } from '../query/query-method-types.ts';
import type { Row } from '../query/row-types.ts';
import { type AnyModel, MODEL_OPTIONS, type ModelOptions } from './any-model.ts';
import { addMethods, addQueryMethods, type MethodOptions } from './methods.ts';
import type { Model } from './model.ts';
import type { METHODS, MethodsOf, QUERY_METHODS, QueryMethodsOf, ShapeOf } from './shape-types.ts';

/** What an abstract model gives to the models that are based on it: no table, `objects` or name. */
export type AbstractOptions = Omit<ModelOptions, 'table'>;

/** Fields, relations, options and methods that several models share. */
export class AbstractModel<Shape, Methods = unknown, QueryMethods = unknown> {
  readonly kind = 'abstract';
  readonly shape: Shape & object;
  declare readonly [METHODS]: Methods;
  declare readonly [QUERY_METHODS]: QueryMethods;
  readonly options: AbstractOptions;
  readonly methods: PropertyDescriptorMap = Object.create(null);
  queryMethods: PropertyDescriptorMap | undefined;

  constructor(shape: Shape & object, options: AbstractOptions) {
    this.shape = shape;
    this.options = options;
  }

  /** Methods and properties for the rows of models based on this one; as of `Model`. */
  withMethods<Given extends object>(
    methods: Given & ThisType<Row<Model<string, Shape, Methods & Given, QueryMethods>>>,
    options: MethodOptions<keyof Given & string> = {},
  ): AbstractModel<Shape, Methods & Given, QueryMethods> {
    addMethods(this, methods, options);
    return this as unknown as AbstractModel<Shape, Methods & Given, QueryMethods>;
  }

  /** Methods for the QuerySets of models based on this one; as of `Model`. */
  withQueryMethods<Given extends object>(
    methods: Given & ThisType<QuerySetOf<Model<string, Shape, Methods, QueryMethods & Given>>>,
    options: MethodOptions<keyof Given & string> = {},
  ): AbstractModel<Shape, Methods, QueryMethods & Given> {
    addQueryMethods(this, methods, options);
    return this as unknown as AbstractModel<Shape, Methods, QueryMethods & Given>;
  }
}

/**
 * Declares what several models share; it has no table of its own. Models take it over by the
 * option `bases`, their own fields go before.
 *
 * ```ts
 * const Timestamped = abstractModel({
 *   created: datetime({ autoNowAdd: true }),
 *   changed: datetime({ autoNow: true }),
 * });
 * const Movie = model('Movie', { title: char({ maxLength: 200 }) }, { bases: [Timestamped] });
 * ```
 *
 * Order and constraints are taken over too: the first `ordering` that there is, and all of
 * `unique`, `constraints` and `indexes`.
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function abstractModel<Shape extends object>(
  shape: Shape,
  options: AbstractOptions = {},
): AbstractModel<Shape> {
  const { table: _, ...kinds } = MODEL_OPTIONS;
  checkOptions('abstractModel()', options, kinds);
  return new AbstractModel(shape, options);
}

/** Any abstract model, where its types do not matter. */
export type AnyAbstractModel = AbstractModel<object, unknown, unknown>;

/** The methods of the QuerySets of all bases. */
export type InheritedQueryMethods<Bases extends readonly unknown[]> = Bases extends readonly [
  infer First,
  ...infer Others,
]
  ? QueryMethodsOf<First> & InheritedQueryMethods<Others>
  : unknown;

/** A model's own shape and, behind it, those of its bases. */
export type InheritedShape<Shape, Bases extends readonly unknown[]> = Bases extends readonly [
  infer First,
  ...infer Others,
]
  ? InheritedShape<Shape & Omit<ShapeOf<First>, keyof Shape>, Others>
  : Shape;

/** The methods of all bases. */
export type InheritedMethods<Bases extends readonly unknown[]> = Bases extends readonly [
  infer First,
  ...infer Others,
]
  ? MethodsOf<First> & InheritedMethods<Others>
  : unknown;

/** A model's members in front of those of its bases, getters as getters. */
export function inheritShape(own: object, bases: readonly AnyAbstractModel[]): object {
  if (bases.length === 0) return own;
  const members: PropertyDescriptorMap = {};
  for (const shape of [own, ...bases.map((base) => base.shape)]) {
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(shape))) {
      if (!Object.hasOwn(members, name)) members[name] = descriptor;
    }
  }
  return Object.defineProperties({}, members);
}

/** A model's options with what its bases say. */
export function inheritOptions(
  own: ModelOptions,
  bases: readonly AnyAbstractModel[],
): ModelOptions {
  if (bases.length === 0) return own;
  const all = [own, ...bases.map((base) => base.options)];
  const ordering = all.find((options) => options.ordering !== undefined)?.ordering;
  return {
    ...own,
    ...(ordering !== undefined && { ordering }),
    unique: all.flatMap((options) => options.unique ?? []),
    constraints: all.flatMap((options) => options.constraints ?? []),
    indexes: all.flatMap((options) => options.indexes ?? []),
  };
}

/** Gives a model the methods of a base, in front of those it has. */
export function inheritMethods(declared: AnyModel, base: AnyAbstractModel): void {
  Object.assign(declared.methods, base.methods);
  if (base.queryMethods === undefined) return;
  declared.queryMethods = { ...declared.queryMethods, ...base.queryMethods };
}
