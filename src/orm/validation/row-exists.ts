import { database } from '../../db/index.ts';
import { withConditions } from '../query/filtering.ts';
import { planExists } from '../query/plan.ts';
import { initialState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { siteOf } from '../write/origin.ts';

/** Whether the database has a row that meets all conditions but is not the one with a key. */
export async function rowExists(
  model: AnyModel,
  using: string | undefined,
  conditions: readonly unknown[],
  exceptKey?: unknown,
): Promise<boolean> {
  const origin = siteOf('queryset', model);
  let state = withConditions(initialState(model, using), conditions, false);
  if (exceptKey !== undefined) state = withConditions(state, [{ pk: exceptKey }], true);
  if (state.isNone) return false;
  const target = database(using);
  const rows = await target.query(planExists(state, target.dialect), state.values, origin);
  return rows.length > 0;
}
