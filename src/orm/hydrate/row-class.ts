import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';
import type { ResultSet } from './result-set.ts';
import { loadedRelation, MODEL, originOf, type RelatedValues, Row, setColumnValue } from './row.ts';

/** Makes a row: where it came from, its joined relations, then one value per loaded column. */
export type RowConstructor = new (
  origin: ResultSet,
  related: RelatedValues | undefined,
  ...values: readonly unknown[]
) => Row;

const bases = new WeakMap<AnyModel, RowConstructor>();
const classes = new WeakMap<AnyModel, Map<string, RowConstructor>>();

/**
 * The class of a model's rows with these columns. Its constructor is generated, because one that
 * assigns properties by name gives every row the same hidden class and no loop
 * (bench: `sqlite-read`). Attribute names are identifiers: `resolveMeta` refuses others.
 */
export function rowClass(model: AnyModel, columns: readonly ColumnMeta[]): RowConstructor {
  let ofModel = classes.get(model);
  if (ofModel === undefined) {
    ofModel = new Map();
    classes.set(model, ofModel);
  }
  const key = columns.map((column) => column.attribute).join();
  let made = ofModel.get(key);
  if (made === undefined) {
    made = generateClass(model, columns);
    ofModel.set(key, made);
  }
  return made;
}

function generateClass(model: AnyModel, columns: readonly ColumnMeta[]): RowConstructor {
  const names = columns.map((_, index) => `v${index}`);
  const assignments = columns.map((column, index) => `this.${column.attribute} = v${index};`);
  const source =
    `return class ${model.name} extends Base { constructor(origin, related, ${names.join(', ')}) ` +
    `{ super(origin, related); ${assignments.join(' ')} } }`;
  const deferred = metaOf(model).columns.filter((column) => !columns.includes(column));
  const base = deferred.length === 0 ? baseClass(model) : withoutColumns(model, deferred);
  return new Function('Base', source)(base) as RowConstructor;
}

/** The model's own class: its relations as accessors. */
function baseClass(model: AnyModel): RowConstructor {
  let base = bases.get(model);
  if (base === undefined) {
    base = class extends Row {};
    Object.defineProperty(base.prototype, MODEL, { value: model });
    for (const relation of metaOf(model).relations.values()) {
      Object.defineProperty(base.prototype, relation.name, relationAccessor(relation));
    }
    bases.set(model, base);
  }
  return base;
}

function relationAccessor(relation: RelationMeta): PropertyDescriptor & ThisType<Row> {
  return {
    get() {
      const value = loadedRelation(this, relation);
      return value === undefined
        ? originOf(this).evaluation.operations.unloaded(this, relation)
        : value;
    },
    set() {
      throw ormError(
        'orm.relation.readonly',
        `${relation.model.name}.${relation.name} cannot be assigned.`,
        {
          hint:
            relation.kind === 'toOne'
              ? `Assign the key: row.${relation.name}Id = other.id.`
              : 'Add, remove or set its rows through the relation.',
        },
      );
    },
  };
}

/** The model's class with accessors that refuse the columns a QuerySet left out. */
function withoutColumns(model: AnyModel, deferred: readonly ColumnMeta[]): RowConstructor {
  const partial = class extends baseClass(model) {};
  for (const column of deferred) {
    Object.defineProperty(partial.prototype, column.attribute, deferredAccessor(column));
  }
  return partial;
}

function deferredAccessor(column: ColumnMeta): PropertyDescriptor & ThisType<Row> {
  const { attribute } = column;
  return {
    get() {
      throw ormError(
        'orm.column.not_loaded',
        `${column.model.name}.${attribute} was not loaded by this QuerySet.`,
        { hint: `Add "${attribute}" to only(), take it out of defer(), or call refreshFromDb().` },
      );
    },
    set(value: unknown) {
      setColumnValue(this, attribute, value);
    },
  };
}
