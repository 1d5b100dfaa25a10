import { checkOptions, option } from '../../core/index.ts';
import type { QuerySetOf } from '../query/query-method-types.ts';
import { QuerySet } from '../query/query-set.ts';
import type { Row } from '../query/row-types.ts';
import { rowOperations } from '../relations/row-operations.ts';
import { type ModelSignals, signalsOf } from '../signals/model-signals.ts';
import { type CleanOptions, fullCleanValues } from '../validation/full-clean.ts';
import {
  AbstractModel,
  type AnyAbstractModel,
  type InheritedMethods,
  type InheritedQueryMethods,
  type InheritedShape,
  inheritMethods,
  inheritOptions,
  inheritShape,
} from './abstract-model.ts';
import { AnyModel, MODEL_OPTIONS, type ModelOptions } from './any-model.ts';
import { addManagers } from './managers.ts';
import { addMethods, addQueryMethods, type MethodOptions } from './methods.ts';
import { registerModel } from './registry.ts';
import type { METHODS, QUERY_METHODS } from './shape-types.ts';

/** A model: a table, its fields and its relations, as a value. */
export class Model<
  Name extends string,
  Shape,
  Methods = unknown,
  QueryMethods = unknown,
> extends AnyModel {
  declare readonly name: Name;
  declare readonly shape: Shape & object;
  declare readonly [METHODS]: Methods;
  declare readonly [QUERY_METHODS]: QueryMethods;

  /** All rows of the model, as a fresh QuerySet. */
  get objects(): QuerySetOf<Model<Name, Shape, Methods, QueryMethods>> {
    return QuerySet.of<Model<Name, Shape, Methods, QueryMethods>>(this, rowOperations);
  }

  /** What happens to the model's rows; see `signals` for those of all models. */
  get signals(): ModelSignals<Row<Model<Name, Shape, Methods, QueryMethods>>> {
    return signalsOf(this) as ModelSignals<Row<Model<Name, Shape, Methods, QueryMethods>>>;
  }

  /**
   * Checks values for a row that is not stored yet, defaults included, as `row.fullClean()` does.
   * They may be anything, such as what a form sent.
   *
   * @throws orm.validation, orm.field.unknown
   */
  fullClean(values: object, options: CleanOptions = {}): Promise<void> {
    return fullCleanValues(this, values, options, rowOperations);
  }

  /**
   * Gives the model's rows methods and computed properties, with `this` as the row. Returns the
   * model itself, now of rows that have them.
   *
   * ```ts
   * export const Movie = model('Movie', { … }).withMethods({
   *   get label(): string { return `${this.title} (${this.year})`; },
   *   isOlderThan(year: number) { return this.year !== null && this.year < year; },
   * });
   * ```
   *
   * The type of a getter has to be written down; the compiler cannot infer it.
   *
   * @throws orm.model.invalid, core.option.unknown
   */
  withMethods<Given extends object>(
    methods: Given & ThisType<Row<Model<Name, Shape, Methods & Given, QueryMethods>>>,
    options: MethodOptions<keyof Given & string> = {},
  ): Model<Name, Shape, Methods & Given, QueryMethods> {
    addMethods(this, methods, options);
    return this as unknown as Model<Name, Shape, Methods & Given, QueryMethods>;
  }

  /**
   * Gives the model's QuerySets methods, with `this` as the QuerySet they are called on: anywhere in
   * a chain, on managers and on relations to many rows. Returns the model itself, now with them.
   *
   * ```ts
   * export const Movie = model('Movie', { … }).withQueryMethods({
   *   released() { return this.filter({ year__isnull: false }); },
   *   top(count: number) { return this.orderBy('-rating').slice(0, count); },
   * });
   * Movie.objects.filter({ title__startswith: 'J' }).released().top(5);
   * ```
   *
   * @throws orm.model.invalid for what is no method, and for names that QuerySets have themselves
   */
  withQueryMethods<Given extends object>(
    methods: Given & ThisType<QuerySetOf<Model<Name, Shape, Methods, QueryMethods & Given>>>,
    options: MethodOptions<keyof Given & string> = {},
  ): Model<Name, Shape, Methods, QueryMethods & Given> {
    addQueryMethods(this, methods, options);
    return this as unknown as Model<Name, Shape, Methods, QueryMethods & Given>;
  }

  /**
   * Gives the model managers: QuerySets to begin with other than `objects`, each anew at every use.
   * One that is called `objects` takes its place, and relations to many rows begin with it too.
   * Relations to one row, and what a row does with itself, see all rows nevertheless.
   *
   * ```ts
   * export const Movie = model('Movie', { … }).withManagers({
   *   released() { return this.filter({ year__isnull: false }); },
   * });
   * Movie.released.filter({ title: 'Jaws' });
   * ```
   *
   * Write it after `withMethods()` and `withQueryMethods()`, which a manager may use.
   *
   * @throws orm.model.invalid for a name that models need themselves
   */
  withManagers<Given extends object>(
    managers: Given & ThisType<QuerySetOf<Model<Name, Shape, Methods, QueryMethods>>>,
  ): this & ManagersOf<Given> {
    addManagers(this, managers);
    return this as this & ManagersOf<Given>;
  }
}

/** Managers as properties: the QuerySet that each begins with. */
export type ManagersOf<Given> = {
  readonly [Name in keyof Given]: Given[Name] extends () => infer Begun ? Begun : never;
};

/**
 * Declares a model. Fields are values, relations are getters.
 *
 * ```ts
 * export const Director = model('Director', {
 *   name: char({ maxLength: 120, index: true }),
 *   get movies() { return hasMany(() => Movie, 'director'); },
 * });
 * ```
 *
 * A model without a `primaryKey` field gets an automatic whole number `id`.
 *
 * @param options.bases - abstract models whose members and options the model takes over.
 * @throws orm.model.duplicate, orm.model.invalid, core.option.unknown. Mistakes in relations show
 * at the first use, because relations may refer to models that are declared later.
 */
export function model<
  const Name extends string,
  Shape extends object,
  const Bases extends readonly AnyAbstractModel[] = readonly [],
>(
  name: Name,
  shape: Shape,
  options: ModelOptions & { readonly bases?: Bases } = {},
): Model<
  Name,
  InheritedShape<Shape, Bases>,
  InheritedMethods<Bases>,
  InheritedQueryMethods<Bases>
> {
  checkOptions(`model('${name}')`, options, { ...MODEL_OPTIONS, bases: BASES });
  const { bases = [], ...own } = options;
  const declared = new Model<
    Name,
    InheritedShape<Shape, Bases>,
    InheritedMethods<Bases>,
    InheritedQueryMethods<Bases>
  >(name, inheritShape(shape, bases), inheritOptions(own, bases));
  for (const base of bases.toReversed()) inheritMethods(declared, base);
  registerModel(declared);
  return declared;
}

const BASES = option.arrayOf({
  expected: 'an abstractModel()',
  accepts: (value): value is AnyAbstractModel => value instanceof AbstractModel,
});
