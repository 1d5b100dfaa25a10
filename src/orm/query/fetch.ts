import { andThen, type MaybePromise } from '../../core/index.ts';
import { database } from '../../db/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { Row } from '../hydrate/row.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import { planRows } from './plan.ts';
import { type QueryState, valuesOf } from './query-state.ts';

/** The rows of a QuerySet, its joined rows in them; prefetching is the caller's. */
export function fetchRows(
  state: QueryState,
  origin: QueryOrigin,
  operations: RowOperations,
): MaybePromise<Row[]> {
  if (state.isNone) return [];
  const target = database(state.using);
  const plan = planRows(state, target.dialect);
  const { using, fetchMode } = state;
  const evaluation = { using, fetchMode, site: origin.site, operations };
  const rows = target.query(plan.statement, valuesOf(state), origin);
  return andThen(rows, (raw) => plan.hydrate(raw, evaluation));
}
