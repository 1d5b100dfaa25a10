import { inspect } from 'node:util';
import { altersData, suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import type { CleanOptions } from '../validation/full-clean.ts';
import type { ResultSet } from './result-set.ts';
import type { DeleteResult, RefreshOptions, SaveOptions } from './row-operations.ts';

/** Related rows in memory, by name of the relation: as they are, or `Fetched`. */
export type RelatedValues = Record<string, unknown>;

/**
 * A relation that was loaded on access. It is read through its handle still, as its type says:
 * what has a `load()` or an `add()` at first has it ever after.
 */
class Fetched {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** Stands for a relation that came with the row and was changed since. */
class Changed {}

/** Keys of the prototype properties that reach what a row keeps in private fields. */
export const ORIGIN: unique symbol = Symbol('origin');
export const RELATED: unique symbol = Symbol('related');
/** Key of the prototype property that holds a row's model. */
export const MODEL: unique symbol = Symbol('model');

/**
 * A row of a model. Its columns are its own properties, so that it spreads, compares and prints
 * like a plain object; relations and methods are on prototypes, what it belongs to is private.
 *
 * Nobody calls a constructor of this class: the generated classes put it into their prototype
 * chain (`row-class.ts`), because a chain of `super()` calls doubles the cost of making a row.
 */
export abstract class Row {
  declare readonly [MODEL]: AnyModel;
  declare readonly [ORIGIN]: ResultSet;
  /** Where the related rows were joined it is a copy: what is changed has to be assigned. */
  declare [RELATED]: RelatedValues | undefined;

  /** The primary key, whatever its name. */
  get pk(): unknown {
    return columnValue(this, metaOf(modelOf(this)).primaryKey.attribute);
  }

  /** Writes the row's loaded fields, or those named. @throws orm.row.not_stored, db.constraint.* */
  save(options: SaveOptions = {}): Promise<void> {
    return this[ORIGIN].evaluation.operations.save(this, options);
  }

  /**
   * Checks the row's loaded values: fields with their validators, the model's own `clean()`, what is
   * to be unique, and constraints. Writes do none of this by themselves.
   *
   * @throws orm.validation; its `details.errors` says what is wrong, by field
   */
  fullClean(options: CleanOptions = {}): Promise<void> {
    return this[ORIGIN].evaluation.operations.fullClean(this, options);
  }

  /** Deletes the row and what goes with it. @throws orm.row.not_stored, orm.delete.restricted */
  delete(): Promise<DeleteResult> {
    return this[ORIGIN].evaluation.operations.delete(this);
  }

  /**
   * Reads the loaded columns again and forgets loaded relations; or reads the fields named, also such
   * as were left out, and forgets the relations named. @throws orm.not_found
   */
  refreshFromDb(options: RefreshOptions = {}): Promise<void> {
    return this[ORIGIN].evaluation.operations.refresh(this, options);
  }

  /**
   * The QuerySet of a relation's rows, with the ways to change them, also where the rows themselves
   * came with the row: `movie.relatedSet('genres').add(drama)`.
   *
   * @throws orm.relation.unknown
   */
  relatedSet(name: string): unknown {
    return this[ORIGIN].evaluation.operations.unloaded(this, relationNamed(this, name));
  }

  /**
   * The row or rows of a relation, whether they came with the row or not; those that did not are
   * loaded as `load()` does. What methods of models read relations with.
   *
   * @throws orm.relation.unknown, orm.relation.not_loaded under fetch mode `raise`
   */
  async related(name: string): Promise<unknown> {
    const relation = relationNamed(this, name);
    const value = loadedRelation(this, relation);
    if (value !== undefined) return value;
    const unloaded = this[ORIGIN].evaluation.operations.unloaded(this, relation);
    return (unloaded as { load(): Promise<unknown> }).load();
  }

  /** The label of the choice that a field holds. @throws orm.field.unknown without choices */
  display(name: string): string | null {
    const choices = metaOf(modelOf(this)).byAttribute.get(name)?.field.choices;
    if (choices === undefined) throw withoutChoices(modelOf(this), name);
    const value = columnValue(this, name);
    return choices.get(value) ?? (value === null ? null : String(value));
  }

  /** The loaded columns, and the relations that are in memory. */
  toJSON(): Record<string, unknown> {
    const json: Record<string, unknown> = { ...this, ...this[RELATED] };
    for (const name in this[RELATED]) {
      const value = json[name];
      if (value instanceof Fetched) json[name] = value.value;
      else if (value instanceof Changed) delete json[name];
    }
    return json;
  }

  [inspect.custom](_depth: number, options: object): string {
    const shown = Object.assign(Object.create(null), this.toJSON());
    const text = inspect(shown, options).replace('[Object: null prototype] ', '');
    return `${modelOf(this).name} ${text}`;
  }
}

for (const name of ['save', 'delete', 'refreshFromDb'] as const) altersData(Row.prototype[name]);

export function modelOf(row: Row): AnyModel {
  return row[MODEL];
}

/** The result set the row came with. */
export function originOf(row: Row): ResultSet {
  return row[ORIGIN];
}

/** A column's value by attribute, which must be one of the row's own model. */
export function columnValue(row: Row, attribute: string): unknown {
  return (row as unknown as Readonly<Record<string, unknown>>)[attribute];
}

/** Whether the column is in memory. */
export function isColumnLoaded(row: Row, attribute: string): boolean {
  return Object.hasOwn(row, attribute);
}

export function setColumnValue(row: Row, attribute: string, value: unknown): void {
  Object.defineProperty(row, attribute, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}

/** A relation that came with its QuerySet; undefined when it did not. @throws orm.relation.stale */
export function loadedRelation(row: Row, relation: RelationMeta): unknown {
  const value = row[RELATED]?.[relation.name];
  if (value === undefined || value instanceof Fetched) return undefined;
  const name = `${relation.model.name}.${relation.name}`;
  if (value instanceof Changed) {
    throw ormError('orm.relation.stale', `${name} was changed after its rows had been loaded.`, {
      hint: `Read them anew: await row.relatedSet('${relation.name}'), or query the row again.`,
    });
  }
  if (isOfKey(row, relation, value)) return value;
  throw ormError('orm.relation.stale', `${name} was loaded before its key was changed.`, {
    hint: `Save the row and call refreshFromDb(), or read the new row by ${relation.name}Id.`,
  });
}

export function setLoadedRelation(row: Row, relation: RelationMeta, value: unknown): void {
  const related = row[RELATED] ?? {};
  related[relation.name] = value;
  row[RELATED] = related;
}

/** What `load()` gave the last time, or undefined when there is none or the key has changed. */
export function fetchedRelation(row: Row, relation: RelationMeta): unknown {
  const fetched = row[RELATED]?.[relation.name];
  if (!(fetched instanceof Fetched)) return undefined;
  return isOfKey(row, relation, fetched.value) ? fetched.value : undefined;
}

export function setFetchedRelation(row: Row, relation: RelationMeta, value: unknown): void {
  setLoadedRelation(row, relation, new Fetched(value));
}

/** Forgets all related rows, and what peers have loaded for the row. */
export function forgetRelations(row: Row): void {
  row[RELATED] = undefined;
  row[ORIGIN].forgetRelated();
}

/** Forgets one relation, and what peers have loaded of it for the row. */
export function forgetRelation(row: Row, relation: RelationMeta): void {
  const related = row[RELATED];
  if (related !== undefined) {
    delete related[relation.name];
    row[RELATED] = related;
  }
  row[ORIGIN].forgetRelated(relation);
}

/** Makes what is known of a relation to many rows unusable, after these have been changed. */
export function markChanged(row: Row, relation: RelationMeta): void {
  const value = row[RELATED]?.[relation.name];
  forgetRelation(row, relation);
  if (value !== undefined && !(value instanceof Fetched)) {
    setLoadedRelation(row, relation, new Changed());
  }
}

/** Related rows that are in memory, with their relation's name and whether `load()` fetched them. */
export function relationsInMemory(
  row: Row,
): readonly { readonly name: string; readonly value: unknown; readonly isFetched: boolean }[] {
  return Object.entries(row[RELATED] ?? {})
    .filter(([, value]) => value !== undefined && !(value instanceof Changed))
    .map(([name, value]) =>
      value instanceof Fetched
        ? { name, value: value.value, isFetched: true }
        : { name, value, isFetched: false },
    );
}

function relationNamed(row: Row, name: string): RelationMeta {
  const model = modelOf(row);
  const { relations } = metaOf(model);
  const relation = relations.get(name);
  if (relation !== undefined) return relation;
  throw ormError('orm.relation.unknown', `${model.name} has no relation "${name}".`, {
    hint: suggest(name, relations.keys()),
  });
}

function withoutChoices(model: AnyModel, name: string) {
  const fields = metaOf(model).columns.filter(({ field }) => field.choices !== undefined);
  return ormError('orm.field.unknown', `${model.name} has no field "${name}" with choices.`, {
    hint: suggest(
      name,
      fields.map(({ attribute }) => attribute),
    ),
  });
}

/** Whether a row in memory is the one that the foreign key refers to. */
function isOfKey(row: Row, relation: RelationMeta, value: unknown): boolean {
  if (relation.kind !== 'toOne') return true;
  const key = columnValue(row, relation.column.attribute);
  return (value === null ? null : (value as Row).pk) === key;
}
