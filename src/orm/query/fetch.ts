import { andThen, type MaybePromise } from '../../core/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import { evaluationOf } from './fetch-mode.ts';
import { planRows } from './plan.ts';
import type { QueryState } from './query-state.ts';
import { assertInTransaction } from './row-lock.ts';
import { readTarget } from './target.ts';
import { readRows } from './watching.ts';

/** What comes out of a QuerySet, joined rows included; prefetching is the caller's. */
export function fetchRows<Result>(
  state: QueryState,
  origin: QueryOrigin,
  operations: RowOperations,
): MaybePromise<Result[]> {
  if (state.isNone) return [];
  const target = readTarget(state);
  assertInTransaction(state, target);
  const plan = planRows(state, target.dialect);
  const evaluation = evaluationOf(state, origin, operations);
  const rows = target.query(plan.statement, state.values, origin, state.reading);
  return andThen(
    rows,
    (raw) => readRows(plan, raw, evaluation, origin, target.dialect) as Result[],
  );
}
