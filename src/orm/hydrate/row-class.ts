import { canGenerateCode } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';
import type { ResultSet } from './result-set.ts';
import {
  loadedRelation,
  MODEL,
  ORIGIN,
  originOf,
  RELATED,
  type RelatedValues,
  Row,
  setColumnValue,
} from './row.ts';

/** Makes a row: where it came from, the rows joined to it, then one value per loaded column. */
export type RowConstructor = new (origin: ResultSet, ...values: readonly unknown[]) => Row;

/** What a row keeps in the place of its origin when it has related rows that were not joined. */
class Attached {
  readonly origin: ResultSet;
  readonly related: RelatedValues;

  constructor(origin: ResultSet, related: RelatedValues) {
    this.origin = origin;
    this.related = related;
  }
}

const bases = new WeakMap<AnyModel, Row>();
const classes = new WeakMap<AnyModel, Map<string, RowConstructor>>();

/**
 * The class of a model's rows with these columns. It is generated, because a constructor that
 * assigns properties by name gives every row the same hidden class without a loop, and it has its
 * private fields itself, because inherited ones take a `super()` call each: 22 against 48 ns a
 * joined row (bench: `sqlite-read`). Names are identifiers: `resolveMeta` and `annotate()` refuse
 * others.
 *
 * Of what it keeps beside columns most rows need one field, the result set they came with, and one
 * for each joined row; a list of them in an object of its own took a tenth more memory for 10,000
 * joined rows (bench: `orm-sqlite`).
 *
 * @param extras - names of annotations, properties behind the columns.
 * @param joined - names of the relations that come with the row.
 */
export function rowClass(
  model: AnyModel,
  columns: readonly ColumnMeta[],
  extras: readonly string[] = [],
  joined: readonly string[] = [],
): RowConstructor {
  let ofModel = classes.get(model);
  if (ofModel === undefined) {
    ofModel = new Map();
    classes.set(model, ofModel);
  }
  const names = [...columns.map((column) => column.attribute), ...extras];
  const key = `${names.join()} ${joined.join()}`;
  let made = ofModel.get(key);
  if (made === undefined) {
    made = generateClass(model, columns, names, joined);
    ofModel.set(key, made);
  }
  return made;
}

function generateClass(
  model: AnyModel,
  columns: readonly ColumnMeta[],
  attributes: readonly string[],
  joined: readonly string[],
): RowConstructor {
  const made = canGenerateCode
    ? generatedConstructor(model, attributes, joined)
    : plainConstructor(model, attributes, joined);
  Object.setPrototypeOf(made.prototype, rowPrototype(model, columns));
  return made;
}

/** What rows of a model with these columns inherit; by default with all. */
export function rowPrototype(
  model: AnyModel,
  columns: readonly ColumnMeta[] = metaOf(model).columns,
): Row {
  const deferred = metaOf(model).columns.filter((column) => !columns.includes(column));
  return withoutColumns(basePrototype(model), deferred);
}

function generatedConstructor(
  model: AnyModel,
  attributes: readonly string[],
  joined: readonly string[],
): RowConstructor {
  const names = attributes.map((_, index) => `v${index}`);
  const assignments = attributes.map((attribute, index) => `this.${attribute} = v${index};`);
  // As a property it gets any name; as a declaration it could not be called `package`.
  const source = `'use strict'; return { ${model.name}: class {
  #origin; ${joinedSource(joined, (field) => `#${field};`)}
  constructor(${['origin', ...joined.map((_, index) => `j${index}`), ...names].join(', ')}) {
    this.#origin = origin;
    ${joinedSource(joined, (field) => `this.#${field} = ${field};`)}
    ${assignments.join(' ')}
  }
  get [ORIGIN]() {
    return this.#origin instanceof Attached ? this.#origin.origin : this.#origin;
  }
  get [RELATED]() {
    if (this.#origin instanceof Attached) return this.#origin.related;
    ${joined.length === 0 ? '' : `if (this.#j0 !== undefined) return { ${joinedSource(joined, (field, name) => `${name}: this.#${field},`)} };`}
  }
  set [RELATED](related) {
    const origin = this[ORIGIN];
    ${joinedSource(joined, (field) => `this.#${field} = undefined;`)}
    this.#origin = related === undefined ? origin : new Attached(origin, related);
  }
} }.${model.name}`;
  return new Function('ORIGIN', 'RELATED', 'Attached', source)(
    ORIGIN,
    RELATED,
    Attached,
  ) as RowConstructor;
}

/** A class with the same properties where no code can be generated: they are assigned in a loop. */
function plainConstructor(
  model: AnyModel,
  attributes: readonly string[],
  joined: readonly string[],
): RowConstructor {
  const made = class {
    readonly #origin: ResultSet;
    #related: RelatedValues | undefined;

    constructor(origin: ResultSet, ...values: readonly unknown[]) {
      this.#origin = origin;
      if (joined.length > 0) {
        this.#related = Object.fromEntries(joined.map((name, index) => [name, values[index]]));
      }
      for (const [index, attribute] of attributes.entries()) {
        Object.defineProperty(this, attribute, {
          value: values[joined.length + index],
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
    }
    get [ORIGIN]() {
      return this.#origin;
    }
    get [RELATED]() {
      return this.#related;
    }
    set [RELATED](related) {
      this.#related = related;
    }
  };
  Object.defineProperty(made, 'name', { value: model.name });
  return made as unknown as RowConstructor;
}

/** The same for the private field of each joined row. */
function joinedSource(
  joined: readonly string[],
  write: (field: string, name: string) => string,
): string {
  return joined.map((name, index) => write(`j${index}`, name)).join(' ');
}

/** What all rows of a model inherit: its methods, and its relations as accessors. */
function basePrototype(model: AnyModel): Row {
  let base = bases.get(model);
  if (base === undefined) {
    base = Object.create(Row.prototype, { [MODEL]: { value: model } }) as Row;
    const { methods, relations } = metaOf(model);
    Object.defineProperties(base, methods);
    for (const relation of relations.values()) {
      Object.defineProperty(base, relation.name, relationAccessor(relation));
    }
    bases.set(model, base);
  }
  return base;
}

/** A relation's value: the related rows in memory, else what loads them. */
export function readRelation(row: Row, relation: RelationMeta): unknown {
  const value = loadedRelation(row, relation);
  return value === undefined ? originOf(row).evaluation.operations.unloaded(row, relation) : value;
}

function relationAccessor(relation: RelationMeta): PropertyDescriptor & ThisType<Row> {
  return {
    get() {
      return readRelation(this, relation);
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

/** The prototype with accessors that refuse the columns a QuerySet left out. */
function withoutColumns(base: Row, deferred: readonly ColumnMeta[]): Row {
  if (deferred.length === 0) return base;
  const accessors = deferred.map((column) => [column.attribute, deferredAccessor(column)]);
  return Object.create(base, Object.fromEntries(accessors)) as Row;
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
