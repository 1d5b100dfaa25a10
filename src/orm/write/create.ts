import { columnValue, modelOf, type Row, setColumnValue } from '../hydrate/row.ts';
import { writeAlias } from '../query/target.ts';
import { metaOf } from '../schema/meta.ts';
import { isHeard } from '../signals/model-signals.ts';
import { sendPostSave, sendPreSave } from '../signals/senders.ts';
import { leftToDatabase, readValues } from './column-values.ts';
import { insertRows } from './insert.ts';
import { NewRows } from './new-rows.ts';
import type { Writing } from './origin.ts';
import { interpretedMaker } from './row-maker.ts';
import { valuesPlan } from './values-plans.ts';

/** Inserts one row and tells those who listen, before and after. */
export async function createRow(writing: Writing, values: object): Promise<Row> {
  const { model, using } = writing.state;
  const details = { created: true, fields: undefined, using: writeAlias({ model, using }) };
  if (!isHeard(model, 'preSave')) {
    const [row] = await insertRows(writing, [values]);
    await sendPostSave(row!, details);
    return row!;
  }
  const row = unstored(writing, values);
  await sendPreSave(row, details);
  const [stored] = await insertRows(writing, [valuesOf(row)]);
  for (const { attribute } of metaOf(model).columns) {
    setColumnValue(row, attribute, columnValue(stored!, attribute));
  }
  await sendPostSave(row, details);
  return row;
}

/** The row as it is going to be, so that listeners may change it. */
function unstored(writing: Writing, values: object): Row {
  const { model } = writing.state;
  const plan = valuesPlan(model, values);
  const rows = new NewRows(writing);
  const shape = { columns: plan.columns, conflict: 'fail', returning: [] } as const;
  rows.add(interpretedMaker(model, shape), [readValues(plan, values)], []);
  return rows.rows[0]!;
}

/** What the row holds, without the empty columns that the database fills in. */
function valuesOf(row: Row): object {
  const { columns } = metaOf(modelOf(row));
  const values: Record<string, unknown> = {};
  for (const column of columns) {
    const value = columnValue(row, column.attribute);
    if (value !== null || !leftToDatabase(column)) values[column.attribute] = value;
  }
  return values;
}
