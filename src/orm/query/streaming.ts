import { checkOptions, option } from '../../core/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { Row } from '../hydrate/row.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import { prefetch } from '../relations/prefetch.ts';
import { evaluationOf } from './fetch-mode.ts';
import { planRows } from './plan.ts';
import type { QueryState } from './query-state.ts';
import { readTarget } from './target.ts';
import { readRows } from './watching.ts';

export interface IteratorOptions {
  /** Rows that are in memory at a time, and that relations are prefetched for. Default 2,000. */
  readonly chunkSize?: number;
  /** Ends the query, and the loop with `db.query.cancelled`. */
  readonly signal?: AbortSignal;
}

const DEFAULT_CHUNK_SIZE = 2_000;

/** The rows of a QuerySet, a chunk at a time; none is kept. */
export async function* streamRows<Result>(
  state: QueryState,
  options: IteratorOptions,
  origin: QueryOrigin,
  operations: RowOperations,
): AsyncGenerator<Result, void, undefined> {
  const { chunkSize = DEFAULT_CHUNK_SIZE, signal } = checkOptions('iterator()', options, {
    chunkSize: option.integer({ min: 1 }),
    signal: option.any,
  });
  if (state.isNone) return;
  const target = readTarget(state);
  const plan = planRows(state, target.dialect);
  const evaluation = evaluationOf(state, origin, operations);
  const chunks = target.stream(plan.statement, state.values, origin, {
    chunkRows: chunkSize,
    signal,
  });
  for await (const chunk of chunks) {
    const rows = readRows(plan, chunk, evaluation, origin, target.dialect);
    if (state.prefetchRelated.length > 0) {
      await prefetch(state.model, rows as Row[], state.prefetchRelated, origin.site);
    }
    yield* rows as Result[];
  }
}
