import { expect } from 'vitest';
import { atomic, Coalesce, F } from '../../../src/orm/index.ts';
import { naiveDelete } from './naive-delete.ts';
import type { Query } from './query.ts';
import { querySetOf } from './query-set.ts';
import { idsOfQuery, sorted, type World } from './world.ts';

/** Each row is written once, however often it is among the rows; deleted rows take others along. */
export async function compareWrites(world: World, query: Query, asked: string): Promise<void> {
  const { schema, models } = world;
  const ids = idsOfQuery(world, query);
  const rows = querySetOf(models, { ...query, orderBy: [] });
  await undone(async () => {
    expect(await rows.update({ amount: 1 } as never), `update() of ${asked}`).toBe(ids.length);
  });
  await undone(() => compareReckoned(world, query, ids, asked));
  await undone(async () => {
    const { byModel } = await rows.delete();
    const counts = Object.entries(byModel).filter(([name]) => schema.has(name));
    const { gone, emptied } = naiveDelete(world, query.model, ids);
    const expected = [...gone].map(([name, set]) => [name, set.size] as const);
    expect(Object.fromEntries(counts), `delete() of ${asked}`).toEqual(
      Object.fromEntries(expected),
    );
    for (const { model, key, ids: empty } of emptied) {
      const left = models
        .get(model)!
        .objects.filter({ [key]: null } as never)
        .values('pk');
      expect(sorted(await left), `${model}.${key} after delete() of ${asked}`).toEqual(
        sorted(empty.map((pk) => ({ pk }))),
      );
    }
  });
}

/** NULL with anything is NULL. */
async function compareReckoned(
  { data, models }: World,
  query: Query,
  ids: readonly number[],
  asked: string,
): Promise<void> {
  const rows = querySetOf(models, { ...query, orderBy: [] });
  const more = F('amount').mul(2).add(F('id'));
  await rows.update({ amount: Coalesce(more, F('amount')) } as never);
  const found = await models.get(query.model)!.objects.valuesList('pk', 'amount');
  const expected = data.get(query.model)!.map(({ id, amount }) => {
    const isWritten = ids.includes(id) && amount !== null;
    return [id, isWritten ? Number(amount) * 2 + id : amount];
  });
  expect(sorted(found), `update() with F of ${asked}`).toEqual(sorted(expected));
}

async function undone(work: () => Promise<void>): Promise<void> {
  const rollback = new Error('to be undone');
  await atomic(async () => {
    await work();
    throw rollback;
  }).catch((error: unknown) => {
    if (error !== rollback) throw error;
  });
}
