import { checkOptions, option } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { QuerySet } from '../query/query-set.ts';
import type { Row } from '../query/row-types.ts';
import { rowOperations } from '../relations/row-operations.ts';
import { type ModelSignals, signalsOf } from '../signals/model-signals.ts';
import { type CleanOptions, fullCleanValues } from '../validation/full-clean.ts';
import {
  AbstractModel,
  type AnyAbstractModel,
  type InheritedMethods,
  type InheritedShape,
  inheritOptions,
  inheritShape,
} from './abstract-model.ts';
import { AnyModel, addMethods, MODEL_OPTIONS, type ModelOptions } from './any-model.ts';
import { registerModel } from './registry.ts';
import type { METHODS } from './shape-types.ts';

/** A model: a table, its fields and its relations, as a value. */
export class Model<Name extends string, Shape, Methods = unknown> extends AnyModel {
  declare readonly name: Name;
  declare readonly shape: Shape & object;
  declare readonly [METHODS]: Methods;

  /** All rows of the model, as a fresh QuerySet. */
  get objects(): QuerySet<Model<Name, Shape, Methods>> {
    return QuerySet.of<Model<Name, Shape, Methods>>(this, rowOperations);
  }

  /** What happens to the model's rows; see `signals` for those of all models. */
  get signals(): ModelSignals<Row<Model<Name, Shape, Methods>>> {
    return signalsOf(this) as ModelSignals<Row<Model<Name, Shape, Methods>>>;
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
   */
  withMethods<Given extends object>(
    methods: Given & ThisType<Row<Model<Name, Shape, Methods & Given>>>,
  ): Model<Name, Shape, Methods & Given> {
    addMethods(this.methods, methods);
    return this as unknown as Model<Name, Shape, Methods & Given>;
  }

  /**
   * Gives the model managers: QuerySets to begin with other than `objects`, each anew at every use.
   * One that is called `objects` takes its place. Relations and `save()` see all rows nevertheless.
   *
   * ```ts
   * export const Movie = model('Movie', { … }).withManagers({
   *   released() { return this.filter({ year__isnull: false }); },
   * });
   * Movie.released.filter({ title: 'Jaws' });
   * ```
   *
   * @throws orm.model.invalid for a name that models need themselves
   */
  withManagers<Given extends object>(
    managers: Given & ThisType<QuerySet<Model<Name, Shape, Methods>>>,
  ): this & ManagersOf<Given> {
    for (const [name, begin] of Object.entries(managers)) {
      if (name !== 'objects' && name in this) {
        throw ormError('orm.model.invalid', `${this.name}.${name} cannot be a manager.`, {
          hint: 'Models have a property of that name; only "objects" can be replaced.',
        });
      }
      Object.defineProperty(this, name, {
        get: () => (begin as () => unknown).call(QuerySet.of(this, rowOperations)),
      });
    }
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
): Model<Name, InheritedShape<Shape, Bases>, InheritedMethods<Bases>> {
  checkOptions(`model('${name}')`, options, { ...MODEL_OPTIONS, bases: BASES });
  const { bases = [], ...own } = options;
  const declared = new Model<Name, InheritedShape<Shape, Bases>, InheritedMethods<Bases>>(
    name,
    inheritShape(shape, bases),
    inheritOptions(own, bases),
  );
  for (const base of bases.toReversed()) Object.assign(declared.methods, base.methods);
  registerModel(declared);
  return declared;
}

const BASES = option.arrayOf({
  expected: 'an abstractModel()',
  accepts: (value): value is AnyAbstractModel => value instanceof AbstractModel,
});
