import { type CpuProfile, selfTimes } from '../cpu/cpu-profile.ts';
import type { Frame } from '../cpu/frame.ts';

/** A function as it was called from one place in the tree, with all it called. */
export interface CallNode {
  readonly frame: Frame;
  /** Milliseconds in the function itself. */
  readonly selfMs: number;
  /** Milliseconds in it and in what it called. */
  readonly totalMs: number;
  /** What it called, the longest first. */
  readonly children: readonly CallNode[];
}

export interface CallTreeOptions {
  /**
   * What took less than this share of the whole is left out; its time stays in its caller's
   * total. Default 0: whatever took any time is there.
   */
  readonly minShare?: number;
}

interface Draft {
  readonly frame: Frame;
  selfMs: number;
  totalMs: number;
  readonly children: Map<Frame, Draft>;
}

/**
 * Who called whom for how long. V8 writes a function several times where it was compiled anew;
 * here it stands once for each caller. Waiting is left out: the root's total is the time that
 * the thread worked.
 */
export function callTree(profile: CpuProfile, { minShare = 0 }: CallTreeOptions = {}): CallNode {
  const times = selfTimes(profile);
  const drafts: Draft[] = [];
  profile.nodes.forEach(({ frame, parent }, index) => {
    const siblings = drafts[parent]?.children;
    const draft = siblings?.get(frame) ?? { frame, selfMs: 0, totalMs: 0, children: new Map() };
    siblings?.set(frame, draft);
    drafts.push(draft);
    if (frame.kind !== 'idle') draft.selfMs += times[index]!;
  });
  const inOrder = [...new Set(drafts)];
  // Callers stand before whom they call, so backwards each total is there when it is needed.
  for (const draft of inOrder.toReversed()) {
    draft.totalMs = draft.selfMs;
    for (const child of draft.children.values()) draft.totalMs += child.totalMs;
  }
  return finish(inOrder, drafts[0]!.totalMs * minShare);
}

/** Built from the leaves up rather than by recursion: a recursive function can be deep. */
function finish(inOrder: readonly Draft[], minMs: number): CallNode {
  const nodes = new Map<Draft, CallNode>();
  for (const draft of inOrder.toReversed()) {
    const children = Array.from(draft.children.values(), (child) => nodes.get(child)!)
      .filter(({ totalMs }) => totalMs > 0 && totalMs >= minMs)
      .sort((left, right) => right.totalMs - left.totalMs);
    const { frame, selfMs, totalMs } = draft;
    nodes.set(draft, { frame, selfMs, totalMs, children });
  }
  return nodes.get(inOrder[0]!)!;
}
