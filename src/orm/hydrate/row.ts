import { inspect } from 'node:util';
import { altersData } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import type { ResultSet } from './result-set.ts';
import type { DeleteResult, SaveOptions } from './row-operations.ts';

/** Related rows in memory, by name of the relation. */
export type RelatedValues = Record<string, unknown>;

let readOrigin: (row: Row) => ResultSet;
let readRelated: (row: Row) => RelatedValues | undefined;
let writeRelated: (row: Row, related: RelatedValues | undefined) => void;

/**
 * A row of a model. Its columns are its own properties, so that it spreads, compares and prints
 * like a plain object; relations and methods are on prototypes, what it belongs to is private.
 */
export abstract class Row {
  #origin: ResultSet;
  #related: RelatedValues | undefined;

  constructor(origin: ResultSet, related: RelatedValues | undefined) {
    this.#origin = origin;
    this.#related = related;
  }

  static {
    readOrigin = (row) => row.#origin;
    readRelated = (row) => row.#related;
    writeRelated = (row, related) => {
      row.#related = related;
    };
  }

  /** The primary key, whatever its name. */
  get pk(): unknown {
    return columnValue(this, metaOf(modelOf(this)).primaryKey.attribute);
  }

  /** Writes the row's loaded fields, or those named. @throws orm.row.not_stored, db.constraint.* */
  save(options: SaveOptions = {}): Promise<void> {
    return this.#origin.evaluation.operations.save(this, options);
  }

  /** Deletes the row and what goes with it. @throws orm.row.not_stored, orm.delete.restricted */
  delete(): Promise<DeleteResult> {
    return this.#origin.evaluation.operations.delete(this);
  }

  /** Reads the loaded columns again and forgets loaded relations. @throws orm.not_found */
  refreshFromDb(): Promise<void> {
    return this.#origin.evaluation.operations.refresh(this);
  }

  /** The loaded columns, and the relations that are in memory. */
  toJSON(): Record<string, unknown> {
    return { ...this, ...this.#related };
  }

  [inspect.custom](_depth: number, options: object): string {
    const shown = Object.assign(Object.create(null), this.toJSON());
    const text = inspect(shown, options).replace('[Object: null prototype] ', '');
    return `${modelOf(this).name} ${text}`;
  }
}

for (const name of ['save', 'delete', 'refreshFromDb'] as const) altersData(Row.prototype[name]);

/** The key of the prototype property that holds a row's model. */
export const MODEL: unique symbol = Symbol('model');

export function modelOf(row: Row): AnyModel {
  return (row as Row & { readonly [MODEL]: AnyModel })[MODEL];
}

/** The result set the row came with. */
export function originOf(row: Row): ResultSet {
  return readOrigin(row);
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
  const value = readRelated(row)?.[relation.name];
  if (value === undefined || relation.kind !== 'toOne') return value;
  const key = columnValue(row, relation.column.attribute);
  if ((value === null ? null : (value as Row).pk) === key) return value;
  const name = `${relation.model.name}.${relation.name}`;
  throw ormError('orm.relation.stale', `${name} was loaded before its key was changed.`, {
    hint: `Save the row and call refreshFromDb(), or read the new row by ${relation.name}Id.`,
  });
}

export function setLoadedRelation(row: Row, relation: RelationMeta, value: unknown): void {
  const related = readRelated(row);
  if (related === undefined) writeRelated(row, { [relation.name]: value });
  else related[relation.name] = value;
}

export function forgetRelations(row: Row): void {
  writeRelated(row, undefined);
}

export function forgetRelation(row: Row, relation: RelationMeta): void {
  const related = readRelated(row);
  if (related !== undefined) delete related[relation.name];
}
