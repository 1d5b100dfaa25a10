import { checkOptions, option } from '../../core/index.ts';
import { Expression } from '../expressions/expression.ts';
import { columnValue, isColumnLoaded, modelOf, type Row, setColumnValue } from '../hydrate/row.ts';
import type { RowOperations, SaveOptions } from '../hydrate/row-operations.ts';
import { forWrite, writeAlias } from '../query/target.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { sendPostSave, sendPreSave } from '../signals/senders.ts';
import { columnFor } from './column-values.ts';
import { siteOf } from './origin.ts';
import { notStored, stateOfRow } from './row-state.ts';
import { updateRow } from './update.ts';

/**
 * Writes the loaded fields of a row, or those named, by its key. A row that holds an expression holds
 * afterwards what the database made of it.
 *
 * @throws orm.row.not_stored: rows come out of the database, so there is nothing to insert.
 */
export async function saveRow(
  row: Row,
  options: SaveOptions,
  operations: RowOperations,
): Promise<void> {
  const { fields } = checkOptions('save()', options, { fields: option.arrayOf(option.string) });
  const model = modelOf(row);
  const origin = siteOf('write', model);
  const named = fields?.map((name) => columnFor(model, name));
  if (named?.length === 0) return;
  const state = forWrite(stateOfRow(row));
  const details = { created: false, fields, using: writeAlias(state) };
  await sendPreSave(row, details);
  const values = valuesToSave(row, named);
  if (values.size > 0) {
    const worked = metaOf(model).columns.filter((column) => isWorkedOut(row, column, values));
    const writing = { state, operations, origin };
    const fresh = await updateRow(writing, values, worked);
    if (fresh === undefined) throw notStored(row, 'saved');
    for (const [index, { attribute }] of worked.entries()) {
      setColumnValue(row, attribute, fresh[index]);
    }
  }
  await sendPostSave(row, details);
}

/** What `onSave` of a field gives is written in place of what the row holds, and the row gets it. */
function valuesToSave(
  row: Row,
  named: readonly ColumnMeta[] | undefined,
): ReadonlyMap<ColumnMeta, unknown> {
  const values = new Map<ColumnMeta, unknown>();
  for (const column of metaOf(modelOf(row)).columns) {
    const { attribute, field, isPrimaryKey, isGenerated } = column;
    const isWritten = named === undefined ? isColumnLoaded(row, attribute) : named.includes(column);
    if (isPrimaryKey || isGenerated || !isWritten) continue;
    if (field.onSave !== undefined) setColumnValue(row, attribute, field.onSave());
    values.set(column, columnValue(row, attribute));
  }
  return values;
}

/** What only the database knows after the write: of expressions, and of generated columns in memory. */
function isWorkedOut(
  row: Row,
  column: ColumnMeta,
  values: ReadonlyMap<ColumnMeta, unknown>,
): boolean {
  if (column.isGenerated) return isColumnLoaded(row, column.attribute);
  return values.get(column) instanceof Expression;
}
