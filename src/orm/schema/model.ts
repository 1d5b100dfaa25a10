import { checkOptions, option } from '../../core/index.ts';
import { QuerySet } from '../query/query-set.ts';
import { rowOperations } from '../relations/row-operations.ts';
import { AnyModel, type ModelOptions } from './any-model.ts';
import { registerModel } from './registry.ts';

/** A model: a table, its fields and its relations, as a value. */
export class Model<Name extends string, Shape> extends AnyModel {
  declare readonly name: Name;
  declare readonly shape: Shape & object;

  /** All rows of the model, as a fresh QuerySet. */
  get objects(): QuerySet<Model<Name, Shape>> {
    return QuerySet.of<Model<Name, Shape>>(this, rowOperations);
  }
}

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
 * @throws orm.model.duplicate, orm.model.invalid, core.option.unknown. Mistakes in relations show
 * at the first use, because relations may refer to models that are declared later.
 */
export function model<const Name extends string, Shape extends object>(
  name: Name,
  shape: Shape,
  options: ModelOptions = {},
): Model<Name, Shape> {
  checkOptions(`model('${name}')`, options, {
    table: option.string,
    ordering: option.arrayOf(option.string),
    unique: option.arrayOf(option.arrayOf(option.string)),
  });
  const declared = new Model<Name, Shape>(name, shape, options);
  registerModel(declared);
  return declared;
}
