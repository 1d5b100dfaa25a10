import type { HeapEntry } from '../profile-view/index.ts';
import { type HeapSummary, heapDiff, heapSummary } from '../profiler/index.ts';
import { type Kept, Shelf } from './shelf.ts';

interface KeptSummary extends Kept {
  readonly summary: HeapSummary;
}

const MAX_SUMMARIES = 5;

/** Constructors kept of a summary, the largest; the rest has too little to leak. */
const MAX_GROUPS = 2_000;

/** Constructors shown. */
const MAX_SHOWN = 100;

/** Takes summaries of the heap, one at a time, and compares each with the one before it. */
export class HeapTaker {
  readonly #shelf = new Shelf<KeptSummary>(MAX_SUMMARIES);
  #taking: Promise<void> | undefined;

  /** Who asks while one is taken waits for it and has that one. V8 stops the thread for it. */
  async take(): Promise<readonly HeapEntry[]> {
    this.#taking ??= this.#take().finally(() => {
      this.#taking = undefined;
    });
    await this.#taking;
    return this.entries();
  }

  /** Newest first, each with what has changed since the one before it. */
  entries(): readonly HeapEntry[] {
    const kept = this.#shelf.all();
    return kept.map(({ id, takenAt, summary }, at) => ({
      id,
      takenAt: new Date(takenAt).toISOString(),
      objectCount: summary.objectCount,
      shallowBytes: summary.shallowBytes,
      groups: summary.groups.slice(0, MAX_SHOWN),
      changes: changesBetween(kept[at + 1]?.summary, summary),
    }));
  }

  async #take(): Promise<void> {
    const takenAt = Date.now();
    const { groups, ...totals } = await heapSummary();
    const summary = { ...totals, groups: groups.slice(0, MAX_GROUPS) };
    this.#shelf.add({ id: crypto.randomUUID(), takenAt, summary });
  }
}

/** What grew and what shrank most. */
function changesBetween(before: HeapSummary | undefined, after: HeapSummary): HeapEntry['changes'] {
  if (before === undefined) return null;
  return heapDiff(before, after)
    .toSorted((left, right) => Math.abs(right.bytesDelta) - Math.abs(left.bytesDelta))
    .slice(0, MAX_SHOWN)
    .sort((left, right) => right.bytesDelta - left.bytesDelta)
    .map(({ name, countDelta, bytesDelta, after: { count, shallowBytes } }) => {
      return { name, countDelta, bytesDelta, count, shallowBytes };
    });
}
