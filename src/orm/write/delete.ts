import { type Database, database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { DeleteResult } from '../hydrate/row-operations.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { buildKeys } from '../query/plan.ts';
import { initialState, type QueryState, valuesOf, withClause } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type ToOneMeta } from '../schema/meta.ts';
import { keysReferringTo } from '../schema/references.ts';
import type { Writing } from './origin.ts';
import { targetRows, updateRows } from './update.ts';

/**
 * Deletes the rows of a QuerySet and, as each foreign key's `onDelete` says, the rows that refer
 * to them. One statement when nothing refers to the model; else one transaction that follows the
 * references and counts what goes.
 *
 * @throws orm.delete.restricted before anything has been deleted
 */
export async function deleteRows(writing: Writing): Promise<DeleteResult> {
  const { state } = writing;
  if (state.isNone) return { count: 0, byModel: {} };
  const target = database(state.using);
  const counts = new Map<string, number>();
  if (keysReferringTo(state.model).length === 0) {
    addCount(counts, state.model, await deleteOnly(writing, target));
  } else {
    await target.atomic(async () => {
      const keys = await fetchKeys(writing, target);
      await deleteKeys(writing, state.model, keys, target, counts, new Set());
    });
  }
  const count = [...counts.values()].reduce((total, each) => total + each, 0);
  return { count, byModel: Object.fromEntries(counts) };
}

/** Deletes rows by key, those that refer to them first. `seen` ends cycles of references. */
async function deleteKeys(
  writing: Writing,
  model: AnyModel,
  keys: readonly unknown[],
  target: Database,
  counts: Map<string, number>,
  seen: Set<string>,
): Promise<void> {
  const fresh = keys.filter((key) => !seen.has(`${model.name}:${String(key)}`));
  for (const key of fresh) seen.add(`${model.name}:${String(key)}`);
  if (fresh.length === 0) return;
  for (const reference of keysReferringTo(model)) {
    const referring = within(writing, stateOf(reference.model, reference, fresh, writing));
    if (reference.onDelete === 'set null') {
      await updateRows(referring, { [reference.column.attribute]: null });
      continue;
    }
    const referringKeys = await fetchKeys(referring, target);
    const pending = referringKeys.filter(
      (key) => !seen.has(`${reference.model.name}:${String(key)}`),
    );
    if (pending.length === 0) continue;
    if (reference.onDelete === 'restrict') throw restricted(model, reference, pending.length);
    await deleteKeys(referring, reference.model, pending, target, counts, seen);
  }
  const mine = within(writing, stateOf(model, undefined, fresh, writing));
  addCount(counts, model, await deleteOnly(mine, target));
}

async function deleteOnly({ state, origin }: Writing, target: Database): Promise<number> {
  const statement = target.dialect.compile({ kind: 'delete', ...targetRows(state) });
  return (await target.execute(statement, valuesOf(state), origin)).changes;
}

async function fetchKeys({ state, origin }: Writing, target: Database): Promise<unknown[]> {
  const { primaryKey } = metaOf(state.model);
  const statement = target.dialect.compile(buildKeys(state));
  const decode = target.dialect.decoder(primaryKey.type) ?? ((raw) => raw);
  const rows = await target.query(statement, valuesOf(state), origin);
  return rows.map((row) => decode(row[0]!));
}

/** Rows by their own key, or by a foreign key. */
function stateOf(
  model: AnyModel,
  reference: ToOneMeta | undefined,
  keys: readonly unknown[],
  writing: Writing,
): QueryState {
  const column = reference?.column ?? metaOf(model).primaryKey;
  const path = parseLookup(model, `${column.attribute}__in`);
  const state = initialState(model, writing.state.using);
  const condition = { path, prepared: { variant: '', values: [keys] } };
  return withClause(state, { isExclude: false, conditions: [condition] });
}

function within(writing: Writing, state: QueryState): Writing {
  return { ...writing, state, origin: { ...writing.origin, subject: state.model.name } };
}

function addCount(counts: Map<string, number>, model: AnyModel, count: number): void {
  if (count > 0) counts.set(model.name, (counts.get(model.name) ?? 0) + count);
}

function restricted(model: AnyModel, reference: ToOneMeta, count: number) {
  const name = `${reference.model.name}.${reference.name}`;
  return ormError(
    'orm.delete.restricted',
    `A ${model.name} cannot be deleted: ${count} ${reference.model.name} rows refer to it by ${name}.`,
    {
      hint: `Delete those rows first, or declare ${name} with onDelete: 'cascade' or 'set null'.`,
      details: { relation: name, count },
    },
  );
}
