import type { TreeJson } from './document.ts';

/** A function's place in the graph. Left and width are shares of the whole width. */
export interface FlameBox {
  /** Index in the tree. */
  readonly node: number;
  /** 0 is the outermost. */
  readonly depth: number;
  readonly left: number;
  readonly width: number;
}

/** More elements than this make a browser slow; then the narrow ones are left out. */
const MAX_BOXES = 4_000;

/** Narrower boxes can be neither seen nor hit. */
const MIN_WIDTH = 0.001;

/** A tree of calls that can be asked for callers and for what is called. */
export class FlameTree {
  readonly tree: TreeJson;
  /** Whom each node calls, the longest first. */
  readonly #children: readonly (readonly number[])[];

  constructor(tree: TreeJson) {
    this.tree = tree;
    const children: number[][] = tree.parent.map(() => []);
    tree.parent.forEach((parent, node) => {
      children[parent]?.push(node);
    });
    this.#children = children;
  }

  parentOf(node: number): number | undefined {
    const parent = this.tree.parent[node];
    return parent === undefined || parent === -1 ? undefined : parent;
  }

  childrenOf(node: number): readonly number[] {
    return this.#children[node] ?? [];
  }

  /** The callers of a node from the root on, without it. */
  callersOf(node: number): readonly number[] {
    const callers: number[] = [];
    for (let at = this.parentOf(node); at !== undefined; at = this.parentOf(at)) callers.push(at);
    return callers.reverse();
  }
}

/**
 * Where the functions lie when `zoomed` has the whole width: its callers above it, as wide as it,
 * and what it calls below, as wide as its share.
 */
export function layoutFlame(flame: FlameTree, zoomed: number): readonly FlameBox[] {
  const callers = flame.callersOf(zoomed);
  const above = callers.map((node, depth) => ({ node, depth, left: 0, width: 1 }));
  for (let minWidth = MIN_WIDTH; ; minWidth *= 2) {
    const below = layoutBelow(flame, zoomed, callers.length, minWidth);
    if (above.length + below.length <= MAX_BOXES || minWidth > 0.1) return [...above, ...below];
  }
}

function layoutBelow(
  flame: FlameTree,
  zoomed: number,
  depth: number,
  minWidth: number,
): readonly FlameBox[] {
  const { totalMs } = flame.tree;
  const whole = totalMs[zoomed] || 1;
  const boxes: FlameBox[] = [];
  const waiting: FlameBox[] = [{ node: zoomed, depth, left: 0, width: 1 }];
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    boxes.push(box);
    let { left } = box;
    const placed: FlameBox[] = [];
    for (const node of flame.childrenOf(box.node)) {
      const width = totalMs[node]! / whole;
      if (width >= minWidth) placed.push({ node, depth: box.depth + 1, left, width });
      left += width;
    }
    waiting.push(...placed.reverse());
  }
  return boxes;
}

/** How much of the whole the matching nodes took, what is below another one not counted twice. */
export function matchedShare(flame: FlameTree, isMatch: (node: number) => boolean): number {
  const { totalMs, parent } = flame.tree;
  const isInside: boolean[] = [];
  let ms = 0;
  for (let node = 0; node < parent.length; node++) {
    const isCallerInside = isInside[parent[node]!] === true;
    if (!isCallerInside && isMatch(node)) ms += totalMs[node]!;
    isInside[node] = isCallerInside || isMatch(node);
  }
  return ms / (totalMs[0] || 1);
}
