import type { Dialect, RawRow } from '../../db/index.ts';
import { currentContext, type QueryOrigin, rowsLoadedChannel } from '../../events/index.ts';
import { compileHydrator, type HydrationNode } from '../hydrate/hydrator.ts';
import type { Evaluation } from '../hydrate/result-set.ts';
import type { WatchedRows, WatchLevel } from '../hydrate/watched-rows.ts';
import type { NamedValue, Reader } from './selected.ts';

/** What a plan knows of the rows it gives. */
interface ReadingPlan {
  readonly nodes: readonly HydrationNode[];
  readonly values: readonly NamedValue[];
  readonly read: Reader;
}

/** Rows from which on narrow columns are watched too: what is unread of fewer costs nothing. */
const MANY_ROWS = 500;

/** Made only while somebody listens, so plans have no place for them. */
const watchingReaders = new WeakMap<ReadingPlan, Map<WatchLevel, Reader>>();

/** Makes rows of what came; they note what is read of them while somebody wants to know. */
export function readRows(
  plan: ReadingPlan,
  raw: readonly RawRow[],
  evaluation: Evaluation,
  origin: QueryOrigin,
  dialect: Dialect,
): unknown[] {
  return rowsLoadedChannel.hasSubscribers
    ? readWatched(plan, raw, evaluation, origin, dialect)
    : plan.read(raw, evaluation);
}

function readWatched(
  plan: ReadingPlan,
  raw: readonly RawRow[],
  evaluation: Evaluation,
  origin: QueryOrigin,
  dialect: Dialect,
): unknown[] {
  const isWatched = plan.nodes.length > 0 && raw.length > 0 && isOfApplication(origin);
  if (!isWatched) return plan.read(raw, evaluation);
  const watched: WatchedRows[] = [];
  const read = watchingReader(plan, raw.length >= MANY_ROWS ? 'all' : 'wide', dialect);
  const startedMs = performance.now();
  const rows = read(raw, { ...evaluation, watched });
  const durationMs = performance.now() - startedMs;
  watched.sort((a, b) => a.path.length - b.path.length);
  rowsLoadedChannel.publish({
    context: currentContext(),
    origin,
    startedMs,
    durationMs,
    rows: watched,
  });
  return rows;
}

/** Rows that a write reads for itself are nobody's. */
function isOfApplication({ kind }: QueryOrigin): boolean {
  return kind === 'queryset' || kind === 'relation' || kind === 'prefetch';
}

function watchingReader(plan: ReadingPlan, watch: WatchLevel, dialect: Dialect): Reader {
  const readers = watchingReaders.get(plan) ?? new Map<WatchLevel, Reader>();
  watchingReaders.set(plan, readers);
  let reader = readers.get(watch);
  if (reader === undefined) {
    const extrasOffset = plan.nodes.reduce((width, { columns }) => width + columns.length, 0);
    const options = { dialect, extras: plan.values, extrasOffset, watch };
    reader = compileHydrator(plan.nodes[0]!, options);
    readers.set(watch, reader);
  }
  return reader;
}
