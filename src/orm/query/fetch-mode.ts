import { AsyncLocalStorage } from 'node:async_hooks';
import { checkOptions, option } from '../../core/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import type { Evaluation } from '../hydrate/result-set.ts';
import type { RowOperations } from '../hydrate/row-operations.ts';
import type { FetchMode, QueryState } from './query-state.ts';

let ofProject: FetchMode = 'peers';
const ofCaller = new AsyncLocalStorage<FetchMode>();

/**
 * Sets how relations are fetched on access wherever nothing else says so: `setFetchMode('raise')`
 * in tests finds every access that was not asked for.
 *
 * @throws core.option.invalid
 */
export function setFetchMode(mode: FetchMode): void {
  ofProject = checkedFetchMode('setFetchMode()', mode);
}

/**
 * Runs `work` with a fetch mode of its own, for all QuerySets in it that have none; so a request can
 * be held to what it loads: `withFetchMode('raise', () => view(request))`.
 *
 * @throws core.option.invalid, and whatever `work` throws
 */
export function withFetchMode<T>(mode: FetchMode, work: () => T): T {
  return ofCaller.run(checkedFetchMode('withFetchMode()', mode), work);
}

/** @throws core.option.invalid */
export function checkedFetchMode(where: string, mode: FetchMode): FetchMode {
  checkOptions(where, { mode }, { mode: option.oneOf('peers', 'one', 'raise') });
  return mode;
}

/** The fetch mode where a QuerySet has none of its own. */
export function currentFetchMode(): FetchMode {
  return ofCaller.getStore() ?? ofProject;
}

/** What the rows of one evaluation have in common. */
export function evaluationOf(
  { using, fetchMode = currentFetchMode() }: Pick<QueryState, 'using' | 'fetchMode'>,
  { site }: Pick<QueryOrigin, 'site'>,
  operations: RowOperations,
): Evaluation {
  return { using, fetchMode, site, operations };
}
