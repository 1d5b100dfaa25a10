import { checkOptions, option } from '../../core/index.ts';
import { type Database, database, type InsertNode } from '../../db/index.ts';
import { ResultSet } from '../hydrate/result-set.ts';
import { type Row, setColumnValue } from '../hydrate/row.ts';
import { rowClass } from '../hydrate/row-class.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { completeValues, givenValues } from './column-values.ts';
import type { Writing } from './origin.ts';

export interface BulkCreateOptions {
  /** Most rows per statement; default 500, fewer where the database takes fewer parameters. */
  readonly batchSize?: number;
  /** `fail` (default): a row that breaks a constraint undoes all. `ignore`: it is left out. */
  readonly onConflict?: 'fail' | 'ignore';
}

const DEFAULT_BATCH_SIZE = 500;

/** Inserts rows and returns them as model rows, in the order of `values`. */
export async function insertRows(
  writing: Writing,
  values: readonly object[],
  options: BulkCreateOptions,
): Promise<Row[]> {
  checkOptions('bulkCreate()', options, {
    batchSize: option.integer({ min: 1 }),
    onConflict: option.oneOf('fail', 'ignore'),
  });
  const { model, using } = writing.state;
  const complete = values.map((given) => completeValues(model, givenValues(model, given)));
  const rows = makeRows(writing, complete);
  const target = database(using);
  const insert = async () => {
    for (const batch of batches(complete, rows, target, options)) {
      await insertBatch(writing, batch, target, options.onConflict ?? 'fail');
    }
  };
  if (values.length > 1) await target.atomic(insert);
  else await insert();
  return rows;
}

interface Batch {
  readonly columns: readonly ColumnMeta[];
  readonly values: ReadonlyMap<ColumnMeta, unknown>[];
  readonly rows: Row[];
}

/** Cuts the rows into statements: rows of one statement have the same columns. */
function batches(
  values: readonly ReadonlyMap<ColumnMeta, unknown>[],
  rows: readonly Row[],
  target: Database,
  options: BulkCreateOptions,
): readonly Batch[] {
  const cut: Batch[] = [];
  let last: Batch | undefined;
  for (const [index, given] of values.entries()) {
    const columns = [...given.keys()];
    const maxRows = Math.max(
      1,
      Math.min(
        options.batchSize ?? DEFAULT_BATCH_SIZE,
        Math.floor(target.dialect.features.maxParameters / Math.max(1, columns.length)),
      ),
    );
    const fits =
      last !== undefined &&
      last.rows.length < maxRows &&
      columns.length > 0 &&
      sameColumns(last.columns, columns);
    if (!fits) {
      last = { columns, values: [], rows: [] };
      cut.push(last);
    }
    last!.values.push(given);
    last!.rows.push(rows[index]!);
  }
  return cut;
}

function sameColumns(one: readonly ColumnMeta[], other: readonly ColumnMeta[]): boolean {
  return one.length === other.length && one.every((column, index) => column === other[index]);
}

async function insertBatch(
  writing: Writing,
  batch: Batch,
  target: Database,
  onConflict: 'fail' | 'ignore',
): Promise<void> {
  const returned = onConflict === 'fail' ? columnsToRead(writing, batch) : [];
  const statement = target.dialect.compile(insertNode(writing, batch, onConflict, returned));
  const values = batch.values.flatMap((row) => batch.columns.map((column) => row.get(column)));
  if (returned.length === 0) {
    await target.execute(statement, values, writing.origin);
    return;
  }
  const decoders = returned.map(({ type }) => target.dialect.decoder(type));
  const raw = await target.query(statement, values, writing.origin);
  const read = raw.map((row) =>
    decoders.map((decode, at) => (decode ? decode(row[at]!) : row[at])),
  );
  for (const [index, row] of inOrder(read, batch, returned[0]!).entries()) {
    for (const [at, { attribute }] of returned.entries()) {
      setColumnValue(batch.rows[index]!, attribute, row[at]);
    }
  }
}

/** The key, and what the database has filled in; nothing when all was given. */
function columnsToRead(writing: Writing, { columns }: Batch): readonly ColumnMeta[] {
  const { primaryKey, columns: all } = metaOf(writing.state.model);
  const filledIn = all.filter((column) => !columns.includes(column));
  if (filledIn.length === 0) return [];
  return [primaryKey, ...filledIn.filter((column) => column !== primaryKey)];
}

/** RETURNING promises no order; keys are numbered in the order of the rows, others were given. */
function inOrder(
  read: readonly (readonly unknown[])[],
  batch: Batch,
  primaryKey: ColumnMeta,
): readonly (readonly unknown[])[] {
  if (read.length === 1) return read;
  if (!batch.columns.includes(primaryKey)) {
    return read.toSorted(([one], [other]) => Number(one) - Number(other));
  }
  const byKey = new Map(read.map((row) => [row[0], row]));
  return batch.values.map((given) => byKey.get(given.get(primaryKey))!);
}

function insertNode(
  writing: Writing,
  batch: Batch,
  onConflict: 'fail' | 'ignore',
  returned: readonly ColumnMeta[],
): InsertNode {
  const { table } = metaOf(writing.state.model);
  const { columns } = batch;
  return {
    kind: 'insert',
    table,
    columns: columns.map((column) => column.column),
    rows: batch.values.map((_, row) =>
      columns.map((column, index) => ({
        kind: 'parameter',
        slot: row * columns.length + index,
        type: column.type,
      })),
    ),
    onConflict,
    returning: returned.map(({ column, type }) => ({
      kind: 'column',
      table: undefined,
      name: column,
      type,
    })),
  };
}

/** Model rows for the new values; each is a result set of its own, since nobody queried them. */
function makeRows(writing: Writing, values: readonly ReadonlyMap<ColumnMeta, unknown>[]): Row[] {
  const { state, operations, origin } = writing;
  const { columns } = metaOf(state.model);
  const made = rowClass(state.model, columns);
  const { using, fetchMode } = state;
  const evaluation = { using, fetchMode, site: origin.site, operations };
  return values.map((given) => {
    const set = new ResultSet(evaluation, state.model, 1);
    return new made(set, undefined, ...columns.map((column) => given.get(column) ?? null));
  });
}
