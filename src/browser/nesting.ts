import type { Span } from './marks.ts';

/** Clocks are read one after the other, so what ends together does not do so to the digit. */
const TOLERANCE_MS = 0.02;

/** In the order they began, each with how many others it lies in. */
export function nested<Item extends Span>(
  items: readonly Item[],
): (Item & { readonly depth: number })[] {
  const sorted = items.toSorted((a, b) => a.offsetMs - b.offsetMs || b.durationMs - a.durationMs);
  const open: number[] = [];
  return sorted.map((item) => {
    const endMs = item.offsetMs + item.durationMs;
    // Of what is shorter than the tolerance one would lie in the one before.
    const tolerance = Math.min(TOLERANCE_MS, item.durationMs / 2);
    const isOver = (end: number) => end <= item.offsetMs || end + tolerance < endMs;
    while (open.length > 0 && isOver(open.at(-1)!)) open.pop();
    const depth = open.length;
    open.push(endMs);
    return { ...item, depth };
  });
}
