import { ResultSet } from '../hydrate/result-set.ts';
import type { Row } from '../hydrate/row.ts';
import { type RowConstructor, rowClass } from '../hydrate/row-class.ts';
import { evaluationOf } from '../query/fetch-mode.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import type { InsertShape } from './insert-statement.ts';
import type { Writing } from './origin.ts';

/**
 * The model rows of what was inserted. They share a result set, so that a relation is loaded for all
 * of them at once, as if they had been queried.
 */
export class NewRows {
  readonly rows: Row[] = [];
  readonly #columns: readonly ColumnMeta[];
  readonly #made: RowConstructor;
  readonly #set: ResultSet;
  readonly #lookups: readonly ColumnMeta[];
  readonly #keys: unknown[][];

  constructor({ state, operations, origin }: Writing) {
    const { model } = state;
    const { columns, relations } = metaOf(model);
    this.#columns = columns;
    this.#made = rowClass(model, columns);
    const hasMany = [...relations.values()].some(({ kind }) => kind !== 'toOne');
    this.#lookups = columns.filter(
      (column) => column.relation !== undefined || (hasMany && column.isPrimaryKey),
    );
    this.#keys = this.#lookups.map(() => []);
    this.#set = new ResultSet(
      evaluationOf(state, origin, operations),
      model,
      0,
      this.#lookups,
      this.#keys,
    );
  }

  /** Makes rows of what was given and what the database has filled in. */
  add(
    {
      shape,
      rows,
    }: { readonly shape: InsertShape; readonly rows: readonly (readonly unknown[])[] },
    returned: readonly (readonly unknown[])[],
  ): void {
    const sources = this.#columns.map((column) => sourceOf(column, shape));
    for (const [index, given] of rows.entries()) {
      const filledIn = returned[index];
      const values = sources.map(({ list, position }) =>
        position === -1
          ? null
          : ((list === 'given' ? given[position] : filledIn?.[position]) ?? null),
      );
      this.rows.push(new this.#made(this.#set, ...values));
      this.#noteKeys(values);
    }
  }

  #noteKeys(values: readonly unknown[]): void {
    for (const [index, column] of this.#lookups.entries()) {
      this.#keys[index]!.push(values[this.#columns.indexOf(column)]);
    }
    this.#set.rowCount += 1;
  }
}

/** What the database says counts more than what was given. */
function sourceOf(column: ColumnMeta, { columns, returning }: InsertShape) {
  const position = returning.indexOf(column);
  return position === -1
    ? ({ list: 'given', position: columns.indexOf(column) } as const)
    : ({ list: 'returned', position } as const);
}
