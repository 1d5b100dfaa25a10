import type { HeapGroup, HeapSummary } from './heap-summary.ts';

/** What has become of the objects of one constructor. */
export interface HeapChange {
  readonly name: string;
  readonly before: HeapAmount;
  readonly after: HeapAmount;
  /** After minus before. */
  readonly countDelta: number;
  readonly bytesDelta: number;
}

export type HeapAmount = Pick<HeapGroup, 'count' | 'shallowBytes'>;

const NONE: HeapAmount = Object.freeze({ count: 0, shallowBytes: 0 });

/** What differs between two summaries, by constructor: what grew most bytes first, what shrank last. */
export function heapDiff(before: HeapSummary, after: HeapSummary): readonly HeapChange[] {
  const old = new Map(before.groups.map((group) => [group.name, group]));
  const current = new Map(after.groups.map((group) => [group.name, group]));
  const names = new Set([...old.keys(), ...current.keys()]);
  return Array.from(names, (name) => change(name, old.get(name), current.get(name)))
    .filter(({ countDelta, bytesDelta }) => countDelta !== 0 || bytesDelta !== 0)
    .sort((left, right) => right.bytesDelta - left.bytesDelta);
}

function change(name: string, old: HeapAmount = NONE, current: HeapAmount = NONE): HeapChange {
  return {
    name,
    before: { count: old.count, shallowBytes: old.shallowBytes },
    after: { count: current.count, shallowBytes: current.shallowBytes },
    countDelta: current.count - old.count,
    bytesDelta: current.shallowBytes - old.shallowBytes,
  };
}
