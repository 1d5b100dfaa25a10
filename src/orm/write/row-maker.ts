import { canGenerateCode } from '../../core/index.ts';
import type { ResultSet } from '../hydrate/result-set.ts';
import type { Row } from '../hydrate/row.ts';
import { rowClass } from '../hydrate/row-class.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import type { InsertShape } from './insert-statement.ts';

/** Where new rows go: to their result set and its keys, a list for each of `lookupsOf(model)`. */
export interface NewRowsTarget {
  readonly set: ResultSet;
  readonly rows: Row[];
  readonly keys: readonly unknown[][];
}

/** Makes rows of what was given and what the database has filled in, list by list. */
export type RowMaker = (
  given: readonly (readonly unknown[])[],
  returned: readonly (readonly unknown[])[],
  target: NewRowsTarget,
) => void;

/** In which list a column's value is, and where; nowhere when nobody knows it. */
interface Source {
  readonly list: 'given' | 'returned';
  readonly position: number;
}

/** Columns that related rows of new rows are looked up by: those of `lookupColumns` for all columns. */
export function lookupsOf(model: AnyModel): readonly ColumnMeta[] {
  const { columns, relations } = metaOf(model);
  const hasMany = [...relations.values()].some(({ kind }) => kind !== 'toOne');
  return columns.filter(
    (column) => column.relation !== undefined || (hasMany && column.isPrimaryKey),
  );
}

/**
 * The maker for inserts of a shape, to be kept. It is generated: its values go to the constructor one
 * by one, without a list for each row.
 */
export function rowMaker(model: AnyModel, shape: InsertShape): RowMaker {
  return canGenerateCode ? generateMaker(model, shape) : interpretedMaker(model, shape);
}

/** The same by a loop over columns: for a single use, and where no code can be generated. */
export function interpretedMaker(model: AnyModel, shape: InsertShape): RowMaker {
  const { columns } = metaOf(model);
  const made = rowClass(model, columns);
  const sources = columns.map((column) => sourceOf(column, shape));
  const lookups = lookupsOf(model).map((column) => columns.indexOf(column));
  return (given, returned, { set, rows, keys }) => {
    for (const [index, values] of given.entries()) {
      const row = sources.map(({ list, position }) => {
        const source = list === 'given' ? values : returned[index];
        return source?.[position] ?? null;
      });
      rows.push(new made(set, ...row));
      for (const [at, lookup] of lookups.entries()) keys[at]!.push(row[lookup]);
    }
  };
}

function generateMaker(model: AnyModel, shape: InsertShape): RowMaker {
  const { columns } = metaOf(model);
  const values = columns.map((column, index) => {
    const { list, position } = sourceOf(column, shape);
    const value = list === 'given' ? `given[i][${position}]` : `filledIn[${position}]`;
    return `const v${index} = ${position === -1 ? 'null' : `${value} ?? null`};`;
  });
  const lookups = lookupsOf(model).map(
    (column, index) => `target.keys[${index}].push(v${columns.indexOf(column)});`,
  );
  const source = `'use strict';
return function make(given, returned, target) {
  for (let i = 0; i < given.length; i++) {
    const filledIn = returned[i] ?? NONE;
    ${values.join(' ')}
    target.rows.push(new Row(target.set, ${columns.map((_, index) => `v${index}`).join(', ')}));
    ${lookups.join(' ')}
  }
}`;
  return new Function('Row', 'NONE', source)(rowClass(model, columns), []) as RowMaker;
}

/** What the database says counts more than what was given. */
function sourceOf(column: ColumnMeta, { columns, returning }: InsertShape): Source {
  const position = returning.indexOf(column);
  return position === -1
    ? { list: 'given', position: columns.indexOf(column) }
    : { list: 'returned', position };
}
