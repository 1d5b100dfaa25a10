import { describeKind } from '../../core/index.ts';
import { type Database, database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { Row } from '../hydrate/row.ts';
import { initialState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { batchSizes, columnLists, maxRows } from './batches.ts';
import { hasExpression, isExpression, readValues, type ValuesPlan } from './column-values.ts';
import { type BulkCreateOptions, type Conflict, checkBulkCreate } from './conflicts.ts';
import {
  type InsertForm,
  type InsertShape,
  insertExpressions,
  insertStatement,
} from './insert-statement.ts';
import { NewRows } from './new-rows.ts';
import type { Writing } from './origin.ts';
import { areSame, valuesPlan } from './values-plans.ts';

/** Rows that are written by one statement. */
interface Batch {
  readonly shape: InsertShape;
  readonly form: InsertForm | 'expressions';
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * Inserts rows and returns them as model rows, in the order of `values`: by one statement where one
 * is enough, else by several in a transaction.
 */
export async function insertRows(
  writing: Writing,
  values: readonly object[],
  options: BulkCreateOptions = {},
): Promise<Row[]> {
  const { model, using, fetchMode } = writing.state;
  if (!Array.isArray(values)) throw noList(model, values);
  const conflict = checkBulkCreate(model, options);
  const groups = groupsOf(model, values);
  const target = database(using);
  const batches = [...batchesOf(model, groups, conflict, options.batchSize, target)];
  // The conditions of the QuerySet do not matter: all creations of a model share their statements.
  const inserting = { ...writing, state: { ...initialState(model, using), fetchMode } };
  const rows = new NewRows(inserting);
  const insert = async () => {
    for (const batch of batches) await insertBatch(inserting, batch, target, rows);
  };
  if (batches.length > 1) await target.atomic(insert);
  else await insert();
  return rows.rows;
}

/** Cuts the rows into statements: rows of one statement have the same columns. */
function* batchesOf(
  model: AnyModel,
  groups: readonly Group[],
  conflict: Conflict,
  batchSize: number | undefined,
  target: Database,
): Generator<Batch, void, undefined> {
  for (const { columns, rows } of groups) {
    if (hasExpression(rows[0]!)) {
      for (const row of rows) yield expressionBatch(model, columns, row, conflict);
      continue;
    }
    const shape = { columns, conflict, returning: returnedColumns(model, columns, conflict) };
    const { form, max } = formOf(shape, model, batchSize, target);
    let start = 0;
    for (const size of batchSizes(rows.length, max, form)) {
      yield { shape, form: size === 1 ? 'rows' : form, rows: rows.slice(start, start + size) };
      start += size;
    }
  }
}

interface Group {
  readonly columns: readonly ColumnMeta[];
  readonly rows: unknown[][];
}

/** Rows that follow each other and are written alike, as their canonical values. */
function groupsOf(model: AnyModel, values: readonly object[]): readonly Group[] {
  const groups: Group[] = [];
  let plan: ValuesPlan | undefined;
  let last: Group | undefined;
  let hadExpression = false;
  for (const given of values) {
    const previous = plan;
    plan = valuesPlan(model, given, previous);
    const row = readValues(plan, given);
    const isWorked = hasExpression(row);
    const fits =
      last !== undefined &&
      hadExpression === isWorked &&
      (plan === previous || areSame(last.columns, plan.columns));
    if (!fits) {
      last = { columns: plan.columns, rows: [] };
      groups.push(last);
    }
    hadExpression = isWorked;
    last!.rows.push(row);
  }
  return groups;
}

/** What the database works out has to be read back. */
function expressionBatch(
  model: AnyModel,
  columns: readonly ColumnMeta[],
  row: readonly unknown[],
  conflict: Conflict,
): Batch {
  const plain = columns.filter((_, index) => !isExpression(row[index]));
  const returning = returnedColumns(model, plain, conflict);
  return { shape: { columns, conflict, returning }, form: 'expressions', rows: [row] };
}

/**
 * The key, and what the database fills in; nothing when all is known. Under `ignore` nothing either:
 * the database does not say which rows it has left out.
 */
function returnedColumns(
  model: AnyModel,
  known: readonly ColumnMeta[],
  conflict: Conflict,
): readonly ColumnMeta[] {
  if (conflict === 'ignore') return [];
  const { primaryKey, columns } = metaOf(model);
  const filledIn = columns.filter((column) => !known.includes(column));
  if (filledIn.length === 0 && conflict === 'fail') return [];
  return [primaryKey, ...filledIn.filter((column) => column !== primaryKey)];
}

/** How the values are handed over, and for how many rows at a time. */
function formOf(
  { columns, conflict, returning }: InsertShape,
  model: AnyModel,
  batchSize: number | undefined,
  { dialect }: Database,
): { readonly form: InsertForm; readonly max: number } {
  const { features } = dialect;
  const { primaryKey } = metaOf(model);
  // UNNEST takes arrays apart down to their items.
  const fitsLists = features.takesColumnLists && columns.every(({ type }) => type.kind !== 'array');
  const form = fitsLists ? 'lists' : 'rows';
  const isTold =
    returning.length === 0 ||
    features.returnsInOrder ||
    (conflict === 'fail' && (primaryKey.isAutomatic || columns.includes(primaryKey)));
  // One row per statement where nothing else tells which row a returned one is.
  const max = isTold && columns.length > 0 ? maxRows(features, form, columns.length, batchSize) : 1;
  return { form, max };
}

/** Writes one batch and makes its rows of it and of what the database has filled in. */
async function insertBatch(
  { state, origin }: Writing,
  { shape, form, rows }: Batch,
  target: Database,
  created: NewRows,
): Promise<void> {
  const { dialect } = target;
  const { statement, read, make, values } =
    form === 'expressions'
      ? insertExpressions(state, shape, rows[0]!, dialect)
      : {
          ...insertStatement(state, shape, form, rows.length, dialect),
          values: form === 'lists' ? columnLists(shape.columns.length, rows) : rows.flat(),
        };
  if (shape.returning.length === 0) {
    await target.execute(statement, values, origin);
    created.add(make, rows, []);
    return;
  }
  const returned = (await target.query(statement, values, origin)).map(read);
  created.add(
    make,
    rows,
    dialect.features.returnsInOrder ? returned : inOrder(returned, shape, rows),
  );
}

/** Keys are numbered in the order of the rows; others were given. */
function inOrder(
  returned: readonly (readonly unknown[])[],
  { columns }: InsertShape,
  rows: readonly (readonly unknown[])[],
): readonly (readonly unknown[])[] {
  if (returned.length <= 1) return returned;
  const position = columns.findIndex(({ isPrimaryKey }) => isPrimaryKey);
  if (position === -1) return returned.toSorted(byNumber);
  const byKey = new Map(returned.map((row) => [row[0], row]));
  return rows.map((row) => byKey.get(row[position])!);
}

function byNumber([one]: readonly unknown[], [other]: readonly unknown[]): number {
  return (one as number | bigint) < (other as number | bigint) ? -1 : 1;
}

function noList({ name: model }: AnyModel, values: unknown) {
  return ormError(
    'orm.value.invalid',
    `bulkCreate() of ${model} takes a list, not ${describeKind(values)}.`,
    {
      hint: "bulkCreate([{ name: 'Drama' }, { name: 'Horror' }])",
    },
  );
}
