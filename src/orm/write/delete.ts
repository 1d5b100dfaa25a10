import { type Database, database } from '../../db/index.ts';
import { ormError } from '../errors.ts';
import type { DeleteResult } from '../hydrate/row-operations.ts';
import { withLookups } from '../query/filtering.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { buildKeys } from '../query/plan.ts';
import { initialState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { type ColumnMeta, metaOf, type ToOneMeta } from '../schema/meta.ts';
import { keysReferringTo } from '../schema/references.ts';
import type { Writing } from './origin.ts';
import { targetRows, updateRows } from './update.ts';

/**
 * Deletes the rows of a QuerySet and, as each foreign key's `onDelete` says, the rows that refer
 * to them. One statement when nothing refers to the model; else one transaction that first looks
 * up all that goes, so that the counts are right even where rows refer to each other.
 *
 * @throws orm.delete.restricted before anything has been deleted
 */
export async function deleteRows(writing: Writing): Promise<DeleteResult> {
  const { state } = writing;
  if (state.isNone) return { count: 0, byModel: {} };
  const target = database(state.using);
  if (keysReferringTo(state.model).length === 0) {
    return resultOf([[state.model, await deleteOnly(writing, target)]]);
  }
  return target.atomic(async () => {
    const plan: DeletePlan = { doomed: new Map(), emptied: [], restricting: [] };
    await addDoomed(plan, state.model, await fetchKeys(writing, target), writing, target);
    assertUnrestricted(plan);
    await runPlan(plan, writing, target);
    return resultOf([...plan.doomed].map(([model, keys]) => [model, keys.size]));
  });
}

/** What a delete will do, looked up before it does anything. */
interface DeletePlan {
  readonly doomed: Map<AnyModel, Set<unknown>>;
  /** Foreign keys under `set null` and the others that set them, with the keys of doomed rows. */
  readonly emptied: Reference[];
  /** Foreign keys under `restrict`, with the keys of the rows that hold them. */
  readonly restricting: Reference[];
}

interface Reference {
  readonly relation: ToOneMeta;
  readonly keys: readonly unknown[];
}

const SETTING: ReadonlySet<string> = new Set(['set null', 'set default', 'set']);

/** Adds rows by key and, over the foreign keys that refer to them, what goes with them. */
async function addDoomed(
  plan: DeletePlan,
  model: AnyModel,
  keys: readonly unknown[],
  writing: Writing,
  target: Database,
): Promise<void> {
  const doomed = plan.doomed.get(model) ?? new Set();
  const fresh = keys.filter((key) => !doomed.has(key));
  if (fresh.length === 0) return;
  plan.doomed.set(model, doomed);
  for (const key of fresh) doomed.add(key);
  for (const relation of keysReferringTo(model)) {
    if (relation.onDelete === 'do nothing') continue;
    if (SETTING.has(relation.onDelete)) {
      plan.emptied.push({ relation, keys: fresh });
      continue;
    }
    const referring = await fetchKeys(rowsBy(relation.column, fresh, writing), target);
    if (relation.onDelete === 'restrict' || relation.onDelete === 'protect')
      plan.restricting.push({ relation, keys: referring });
    else await addDoomed(plan, relation.model, referring, writing, target);
  }
}

/** A row may refer to a doomed one under `restrict` if it is doomed itself. */
function assertUnrestricted({ doomed, restricting }: DeletePlan): void {
  for (const { relation, keys } of restricting) {
    const isProtected = relation.onDelete === 'protect';
    const going = isProtected ? undefined : doomed.get(relation.model);
    const staying = keys.filter((key) => !going?.has(key));
    if (staying.length > 0) throw restricted(relation, staying.length);
  }
}

async function runPlan(plan: DeletePlan, writing: Writing, target: Database): Promise<void> {
  for (const { relation, keys } of plan.emptied) {
    const referring = rowsBy(relation.column, keys, writing);
    const value = (await relation.valueOnDelete?.()) ?? null;
    await updateRows(referring, { [relation.column.attribute]: value });
  }
  for (const [model, keys] of plan.doomed) {
    await deleteOnly(rowsBy(metaOf(model).primaryKey, [...keys], writing), target);
  }
}

async function deleteOnly({ state, origin }: Writing, target: Database): Promise<number> {
  const { table, alias, where } = targetRows(state, target.dialect);
  const statement = target.dialect.compile({ kind: 'delete', table, alias, where });
  return (await target.execute(statement, state.values, origin)).changes;
}

async function fetchKeys({ state, origin }: Writing, target: Database): Promise<unknown[]> {
  const { primaryKey } = metaOf(state.model);
  const statement = target.dialect.compile(buildKeys(state, { dialect: target.dialect }));
  const decode = target.dialect.decoder(primaryKey.type) ?? ((raw) => raw);
  const rows = await target.query(statement, state.values, origin);
  return rows.map((row) => decode(row[0]!));
}

/** The rows with one of the keys in a column. */
function rowsBy(
  column: ColumnMeta,
  keys: readonly unknown[],
  { state, ...rest }: Writing,
): Writing {
  const { model, attribute } = column;
  const path = parseLookup(model, `${attribute}__in`);
  const lookup = { path, prepared: { variant: '', values: [keys] }, slot: 0 };
  return {
    ...rest,
    state: withLookups(initialState(model, state.using), [lookup], false),
    origin: { ...rest.origin, subject: model.name },
  };
}

function resultOf(counts: readonly (readonly [AnyModel, number])[]): DeleteResult {
  const gone = counts.filter(([, count]) => count > 0);
  return {
    count: gone.reduce((total, [, count]) => total + count, 0),
    byModel: Object.fromEntries(gone.map(([model, count]) => [model.name, count])),
  };
}

function restricted(relation: ToOneMeta, count: number) {
  const { target, model } = relation;
  const name = `${model.name}.${relation.name}`;
  return ormError(
    'orm.delete.restricted',
    `A ${target.name} cannot be deleted: ${count} ${model.name} rows refer to it by ${name}.`,
    {
      hint: `Delete those rows first, or declare ${name} with onDelete: 'cascade' or 'set null'.`,
      details: { relation: name, count },
    },
  );
}
