import { ormError } from '../errors.ts';
import { columnValue, modelOf, Row } from '../hydrate/row.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import {
  checkedValue,
  columnFor,
  hasExpression,
  namesGiven,
  type ValueCheck,
  valueCheck,
} from './column-values.ts';
import { areSame } from './values-plans.ts';

/** A row to be written: its key, then the canonical values of the columns, or expressions. */
export type Given = readonly unknown[];

/** One with expressions among its values. */
export interface WorkedRow {
  readonly given: Given;
  /** Gets what the expressions come to; undefined where only the key and values were given. */
  readonly row: Row | undefined;
}

export interface BulkRows {
  readonly plain: readonly Given[];
  readonly worked: readonly WorkedRow[];
}

/**
 * Checks what `bulkUpdate()` is given: model rows, or objects with the key and a value for each of
 * the columns and nothing else. Of two rows with one key the first counts.
 *
 * @throws orm.value.invalid, orm.value.missing, orm.row.not_stored, orm.field.unknown,
 * orm.update.fields
 */
export function readBulkRows(
  model: AnyModel,
  rows: readonly unknown[],
  columns: readonly ColumnMeta[],
): BulkRows {
  const checks = columns.map(valueCheck);
  const objects = new ObjectReader(model, columns, checks);
  const keys = new Set<unknown>();
  const plain: Given[] = [];
  const worked: WorkedRow[] = [];
  for (const row of rows) {
    const given = row instanceof Row ? readRow(model, row, columns, checks) : objects.read(row);
    if (keys.has(given[0])) continue;
    keys.add(given[0]);
    if (!hasExpression(given)) plain.push(given);
    else worked.push({ given, row: row instanceof Row ? row : undefined });
  }
  return { plain, worked };
}

function readRow(
  model: AnyModel,
  row: Row,
  columns: readonly ColumnMeta[],
  checks: readonly ValueCheck[],
): Given {
  if (modelOf(row) !== model) throw notTaken(model);
  if (row.pk === null) {
    throw ormError('orm.row.not_stored', `A ${model.name} without a key cannot be updated.`, {
      hint: "bulkCreate({ onConflict: 'ignore' }) gives no keys; query the rows first.",
    });
  }
  const given = new Array<unknown>(columns.length + 1);
  given[0] = row.pk;
  for (let index = 0; index < columns.length; index++) {
    given[index + 1] = checks[index]!(columnValue(row, columns[index]!.attribute));
  }
  return given;
}

/** Reads plain objects; one with the names of the one before is read without looking them up. */
class ObjectReader {
  readonly #model: AnyModel;
  readonly #key: ColumnMeta;
  readonly #columns: readonly ColumnMeta[];
  readonly #checks: readonly ValueCheck[];
  #names: readonly string[] | undefined;
  /** The names of the key and the columns in the last object. */
  #sources: readonly string[] = [];

  constructor(model: AnyModel, columns: readonly ColumnMeta[], checks: readonly ValueCheck[]) {
    this.#model = model;
    this.#key = metaOf(model).primaryKey;
    this.#columns = columns;
    this.#checks = checks;
  }

  read(row: unknown): Given {
    if (typeof row !== 'object' || row === null) throw notTaken(this.#model);
    const names = namesGiven(row);
    if (this.#names === undefined || !areSame(this.#names, names)) {
      this.#sources = this.#sourcesOf(names);
      this.#names = names;
    }
    const values = row as Readonly<Record<string, unknown>>;
    const given = new Array<unknown>(this.#checks.length + 1);
    given[0] = checkedValue(this.#key, values[this.#sources[0]!]);
    for (let index = 0; index < this.#checks.length; index++) {
      given[index + 1] = this.#checks[index]!(values[this.#sources[index + 1]!]);
    }
    return given;
  }

  #sourcesOf(names: readonly string[]): readonly string[] {
    const byColumn = new Map(names.map((name) => [columnFor(this.#model, name), name]));
    const columns = [this.#key, ...this.#columns];
    for (const [column, name] of byColumn) {
      if (!columns.includes(column)) throw notNamed(this.#model, name);
    }
    return columns.map((column) => {
      const name = byColumn.get(column);
      if (name === undefined) throw withoutValue(this.#model, column);
      return name;
    });
  }
}

function notTaken({ name }: AnyModel) {
  return ormError(
    'orm.value.invalid',
    `bulkUpdate() takes rows of ${name}, or objects with their keys and values.`,
  );
}

function notNamed({ name: model }: AnyModel, name: string) {
  return ormError(
    'orm.update.fields',
    `bulkUpdate() of ${model} got a value for "${name}", which is not among its fields.`,
    {
      hint: 'Name it among the fields to write, or leave it out of the objects.',
      details: { model, field: name },
    },
  );
}

function withoutValue({ name: model }: AnyModel, column: ColumnMeta) {
  const name = column.relation?.name ?? column.attribute;
  return ormError(
    'orm.value.missing',
    `bulkUpdate() of ${model} got an object without "${name}".`,
    {
      hint: 'Each object has the key of its row and a value for each of the fields.',
      details: { model, field: name },
    },
  );
}
