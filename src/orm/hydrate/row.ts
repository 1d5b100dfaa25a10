import { inspect } from 'node:util';
import { altersData } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import type { ResultSet } from './result-set.ts';
import type { DeleteResult, SaveOptions } from './row-operations.ts';

/** Related rows in memory, by name of the relation. */
export type RelatedValues = Record<string, unknown>;

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
  declare [RELATED]: RelatedValues | undefined;

  /** The primary key, whatever its name. */
  get pk(): unknown {
    return columnValue(this, metaOf(modelOf(this)).primaryKey.attribute);
  }

  /** Writes the row's loaded fields, or those named. @throws orm.row.not_stored, db.constraint.* */
  save(options: SaveOptions = {}): Promise<void> {
    return this[ORIGIN].evaluation.operations.save(this, options);
  }

  /** Deletes the row and what goes with it. @throws orm.row.not_stored, orm.delete.restricted */
  delete(): Promise<DeleteResult> {
    return this[ORIGIN].evaluation.operations.delete(this);
  }

  /** Reads the loaded columns again and forgets loaded relations. @throws orm.not_found */
  refreshFromDb(): Promise<void> {
    return this[ORIGIN].evaluation.operations.refresh(this);
  }

  /** The loaded columns, and the relations that are in memory. */
  toJSON(): Record<string, unknown> {
    return { ...this, ...this[RELATED] };
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

/** A relation that is in memory; undefined when it is not. @throws orm.relation.stale */
export function loadedRelation(row: Row, relation: RelationMeta): unknown {
  const value = row[RELATED]?.[relation.name];
  if (value === undefined || relation.kind !== 'toOne') return value;
  const key = columnValue(row, relation.column.attribute);
  if ((value === null ? null : (value as Row).pk) === key) return value;
  const name = `${relation.model.name}.${relation.name}`;
  throw ormError('orm.relation.stale', `${name} was loaded before its key was changed.`, {
    hint: `Save the row and call refreshFromDb(), or read the new row by ${relation.name}Id.`,
  });
}

export function setLoadedRelation(row: Row, relation: RelationMeta, value: unknown): void {
  const related = row[RELATED];
  if (related === undefined) row[RELATED] = { [relation.name]: value };
  else related[relation.name] = value;
}

export function forgetRelations(row: Row): void {
  row[RELATED] = undefined;
}

export function forgetRelation(row: Row, relation: RelationMeta): void {
  const related = row[RELATED];
  if (related !== undefined) delete related[relation.name];
}
