import { suggest } from '../../core/index.ts';
import { ormError } from '../errors.ts';
import { columnValue, type Row } from '../hydrate/row.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';

/** The column that `inBulk()` finds rows by. @throws orm.field.not_unique, orm.field.unknown */
export function bulkColumn(model: AnyModel, field: string): ColumnMeta {
  const { byAttribute, primaryKey } = metaOf(model);
  const column = field === 'pk' ? primaryKey : byAttribute.get(field);
  if (column?.isUnique) return column;
  const unique = [...byAttribute.values()].filter(({ isUnique }) => isUnique);
  const names = unique.map(({ attribute }) => attribute);
  if (column === undefined) {
    throw ormError('orm.field.unknown', `${model.name} has no field "${field}".`, {
      hint: suggest(field, names),
    });
  }
  throw ormError('orm.field.not_unique', `${model.name}.${field} is not unique.`, {
    hint: suggest(field, names),
  });
}

/** Rows by the value of a column. */
export function byValue<Value, Result>(
  rows: readonly Result[],
  { attribute }: ColumnMeta,
): Map<Value, Result> {
  return new Map(rows.map((row) => [columnValue(row as Row, attribute) as Value, row]));
}
