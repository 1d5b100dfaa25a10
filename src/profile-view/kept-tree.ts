import type { TreeJson } from './document.ts';

/**
 * The tree without the nodes whose frame is not to be kept: what they called hangs on the nearest
 * caller that is, and their own time is its own. Equal functions that meet become one.
 */
export function keptTree(tree: TreeJson, keeps: (frame: number) => boolean): TreeJson {
  const kept = { frame: [] as number[], parent: [] as number[], selfMs: [] as number[] };
  /** For each node of the tree, the one it has become or the one it has gone into. */
  const place: number[] = [];
  const known = new Map<string, number>();
  const own = ownTimes(tree);
  tree.frame.forEach((frame, node) => {
    const parent = node === 0 ? -1 : place[tree.parent[node]!]!;
    const key = `${parent}:${frame}`;
    let at = node === 0 || keeps(frame) ? known.get(key) : parent;
    if (at === undefined) {
      at = kept.frame.push(frame) - 1;
      kept.parent.push(parent);
      kept.selfMs.push(0);
      known.set(key, at);
    }
    place.push(at);
    kept.selfMs[at]! += own[node]!;
  });
  return { ...kept, totalMs: totals(kept.parent, kept.selfMs) };
}

/** What each node took that no child of it shows, small children that were left out among it. */
function ownTimes({ parent, totalMs }: TreeJson): readonly number[] {
  const own = [...totalMs];
  parent.forEach((caller, node) => {
    if (caller !== -1) own[caller]! -= totalMs[node]!;
  });
  return own.map((ms) => Math.max(0, ms));
}

/** A caller stands before whom it calls, so backwards each total is there when it is needed. */
function totals(parents: readonly number[], selfMs: readonly number[]): readonly number[] {
  const sums = [...selfMs];
  for (let node = parents.length - 1; node > 0; node--) sums[parents[node]!]! += sums[node]!;
  return sums;
}
