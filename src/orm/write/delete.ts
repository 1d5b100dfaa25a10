import { type CompiledStatement, type Database, database } from '../../db/index.ts';
import type { Row } from '../hydrate/row.ts';
import type { DeleteResult } from '../hydrate/row-operations.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf } from '../schema/meta.ts';
import { sendPostDelete, sendPreDelete } from '../signals/senders.ts';
import { canGoAtOnce, DeleteCollector } from './delete-collector.ts';
import { inDeletionOrder } from './delete-order.ts';
import type { Writing } from './origin.ts';
import { rowsBy } from './rows-by.ts';
import { targetRows, updateRows } from './update.ts';

/**
 * Deletes the rows of a QuerySet and, as each foreign key's `onDelete` says, the rows that refer
 * to them. One statement when nothing refers to the model and nobody listens; else one transaction
 * that first looks up all that goes, so that nothing is deleted when something must stay.
 *
 * @param row - the row that the QuerySet names, when there is one in memory: listeners are told of it.
 * @throws orm.delete.protected, orm.delete.restricted
 */
export async function deleteRows(writing: Writing, row?: Row): Promise<DeleteResult> {
  const { state } = writing;
  if (state.isNone) return { count: 0, byModel: {} };
  const target = database(state.using);
  if (canGoAtOnce(state.model)) {
    return resultOf(new Map([[state.model, await deleteOnly(writing, target)]]));
  }
  return target.atomic(async () => {
    const collector = new DeleteCollector(writing, target);
    await collector.collectAll(row);
    return resultOf(await run(collector, writing, target));
  });
}

/** In Django's order: listeners before, what goes at once, keys that are set, the rows, listeners. */
async function run(
  { doomed, atOnce, settings }: DeleteCollector,
  writing: Writing,
  target: Database,
): Promise<ReadonlyMap<AnyModel, number>> {
  const counts = new Map<AnyModel, number>();
  const add = (model: AnyModel, count: number) => {
    counts.set(model, (counts.get(model) ?? 0) + count);
  };
  const models = inDeletionOrder([...doomed.keys()]);
  for (const model of models) {
    for (const row of rowsOf(doomed.get(model)!)) await sendPreDelete(row, target.alias);
  }
  for (const { relation, keys } of atOnce) {
    const going = rowsBy(relation.column, keys, writing);
    add(relation.model, await deleteOnly(going, target));
  }
  for (const { relation, keys } of settings) {
    const referring = rowsBy(relation.column, keys, writing);
    const value = (await relation.valueOnDelete?.()) ?? null;
    await updateRows(referring, { [relation.column.attribute]: value });
  }
  for (const model of models) {
    const going = doomed.get(model)!;
    await deleteOnly(rowsBy(metaOf(model).primaryKey, [...going.keys()], writing), target);
    // What a statement reports leaves out rows that went with others of the same table.
    add(model, going.size);
    for (const row of rowsOf(going)) await sendPostDelete(row, target.alias);
  }
  return counts;
}

/** The rows in memory, which are there where somebody listens. */
function rowsOf(going: ReadonlyMap<unknown, Row | undefined>): readonly Row[] {
  return [...going.values()].filter((row) => row !== undefined);
}

async function deleteOnly({ state, origin }: Writing, target: Database): Promise<number> {
  if (state.isNone) return 0;
  const plans = state.shape.plans(target.dialect).others;
  let statement = plans.get('delete') as CompiledStatement | undefined;
  if (statement === undefined) {
    const { table, alias, key, where } = targetRows(state, target.dialect);
    statement = target.dialect.compile({ kind: 'delete', table, alias, key, where });
    plans.set('delete', statement);
  }
  return (await target.execute(statement, state.values, origin)).changes;
}

function resultOf(counts: ReadonlyMap<AnyModel, number>): DeleteResult {
  const gone = [...counts].filter(([, count]) => count > 0);
  return {
    count: gone.reduce((total, [, count]) => total + count, 0),
    byModel: Object.fromEntries(gone.map(([model, count]) => [model.name, count])),
  };
}
