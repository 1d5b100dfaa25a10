import { checkOptions, option } from '../../core/index.ts';
import {
  allOf,
  type CompiledStatement,
  type Database,
  database,
  givenColumn,
  type ParameterNode,
  type RowSource,
  type UpdateNode,
} from '../../db/index.ts';
import { ormError } from '../errors.ts';
import { setColumnValue } from '../hydrate/row.ts';
import { withConditions } from '../query/filtering.ts';
import { columnNode } from '../query/join-tree.ts';
import type { QueryState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import { batchSizes, columnLists, maxRows } from './batches.ts';
import { type Given, readBulkRows, type WorkedRow } from './bulk-rows.ts';
import { columnFor, isExpression } from './column-values.ts';
import type { InsertForm } from './insert-statement.ts';
import type { Writing } from './origin.ts';
import { targetRows, updateRow } from './update.ts';

export interface BulkUpdateOptions {
  /** Most rows per statement; default as many as make statements fast. */
  readonly batchSize?: number;
}

/**
 * Writes these fields of the rows, each row's own values, by few statements in one transaction:
 * `UPDATE … FROM` a list of the values. Returns how many rows were there.
 */
export async function bulkUpdateRows(
  writing: Writing,
  rows: readonly unknown[],
  fields: readonly string[],
  options: BulkUpdateOptions,
): Promise<number> {
  const { batchSize } = checkOptions('bulkUpdate()', options, {
    batchSize: option.integer({ min: 1 }),
  });
  const { state } = writing;
  const columns = columnsToUpdate(state.model, fields);
  const { plain, worked } = readBulkRows(state.model, rows, columns);
  if (plain.length + worked.length === 0 || state.isNone) return 0;
  const target = database(state.using);
  const batches = batchesOf(columns, plain, batchSize, writing);
  const update = async () => {
    let count = 0;
    for (const batch of batches) count += await updateBatch(writing, batch, target);
    for (const each of worked) count += await updateWorked(writing, each, columns);
    return count;
  };
  return batches.length + worked.length > 1 ? target.atomic(update) : update();
}

/** Rows that are written by one statement. */
interface Batch {
  /** The key, then what is written. */
  readonly given: readonly ColumnMeta[];
  readonly form: InsertForm;
  readonly rows: readonly Given[];
}

function batchesOf(
  columns: readonly ColumnMeta[],
  rows: readonly Given[],
  batchSize: number | undefined,
  { state }: Writing,
): readonly Batch[] {
  const given = [metaOf(state.model).primaryKey, ...columns];
  const { features } = database(state.using).dialect;
  // UNNEST takes arrays apart down to their items.
  const fitsLists = features.takesColumnLists && given.every(({ type }) => type.kind !== 'array');
  const form = fitsLists ? 'lists' : 'rows';
  const batches: Batch[] = [];
  let start = 0;
  const max = maxRows(features, form, given.length, batchSize);
  for (const size of batchSizes(rows.length, max, form)) {
    batches.push({ given, form, rows: rows.slice(start, start + size) });
    start += size;
  }
  return batches;
}

async function updateBatch(
  { state, origin }: Writing,
  { given, form, rows }: Batch,
  target: Database,
): Promise<number> {
  const values = form === 'lists' ? columnLists(given.length, rows) : rows.flat();
  const statement = bulkUpdateStatement(state, given, form, rows.length, target);
  return (await target.execute(statement, [...state.values, ...values], origin)).changes;
}

/** A row with expressions among its values; a model row has what they come to afterwards. */
async function updateWorked(
  writing: Writing,
  { given: [key, ...values], row }: WorkedRow,
  columns: readonly ColumnMeta[],
): Promise<number> {
  const state = withConditions(writing.state, [{ pk: key }], false);
  const worked = row === undefined ? [] : columns.filter((_, index) => isExpression(values[index]));
  const byColumn = new Map(columns.map((column, index) => [column, values[index]]));
  const fresh = await updateRow({ ...writing, state }, byColumn, worked);
  if (fresh === undefined) return 0;
  for (const [index, { attribute }] of worked.entries()) {
    setColumnValue(row!, attribute, fresh[index]);
  }
  return 1;
}

function bulkUpdateStatement(
  state: QueryState,
  given: readonly ColumnMeta[],
  form: InsertForm,
  count: number,
  { dialect }: Database,
): CompiledStatement {
  const plans = state.shape.plans(dialect).others;
  const names = given.map(({ column }) => column).join();
  const key = `bulk update ${names} ${form === 'lists' ? form : count}`;
  const known = plans.get(key) as CompiledStatement | undefined;
  if (known !== undefined) return known;
  const source = sourceOf(given, form, count, state.values.length);
  const made = dialect.compile(bulkUpdateNode(state, given, source, dialect));
  plans.set(key, made);
  return made;
}

function sourceOf(
  given: readonly ColumnMeta[],
  form: InsertForm,
  count: number,
  firstSlot: number,
): RowSource {
  const parameters = (first: number): readonly ParameterNode[] =>
    given.map(({ type }, index) => ({ kind: 'parameter', slot: first + index, type }));
  if (form === 'lists') return { kind: 'lists', lists: parameters(firstSlot) };
  const rows = Array.from({ length: count }, (_, row) =>
    parameters(firstSlot + row * given.length),
  );
  return { kind: 'rows', rows };
}

function bulkUpdateNode(
  state: QueryState,
  given: readonly ColumnMeta[],
  source: RowSource,
  dialect: Database['dialect'],
): UpdateNode {
  const { table, alias, where, scope } = targetRows(state, dialect);
  const from = scope.frame.tree.freeAlias('given');
  const isSame = {
    kind: 'comparison',
    operator: '=',
    left: columnNode(alias, given[0]!),
    right: givenColumn(from, 0, given[0]!.type),
  } as const;
  return {
    kind: 'update',
    table,
    alias,
    key: given[0]!.column,
    assignments: given.slice(1).map(({ column, type }, index) => ({
      column,
      value: givenColumn(from, index + 1, type),
    })),
    from: { alias: from, source },
    where: allOf(where === undefined ? [isSame] : [isSame, where]),
  };
}

/** @throws orm.update.fields, orm.field.unknown */
function columnsToUpdate(model: AnyModel, fields: readonly string[]): readonly ColumnMeta[] {
  const columns = [...new Set(fields.map((name) => columnFor(model, name)))];
  const key = columns.find(({ isPrimaryKey }) => isPrimaryKey);
  if (columns.length > 0 && key === undefined) return columns;
  throw ormError(
    'orm.update.fields',
    key === undefined
      ? `bulkUpdate() of ${model.name} is not told which fields to write.`
      : `bulkUpdate() cannot write ${model.name}.${key.attribute}: it finds the rows by it.`,
    { hint: "Name the fields that may have changed: bulkUpdate(rows, ['votes'])." },
  );
}
