import type { Extra, HydrationNode } from './hydrator.ts';
import { type RowConstructor, rowClass } from './row-class.ts';
import { watchedRowClass } from './watched-row-class.ts';
import type { WatchLevel } from './watched-rows.ts';

/** The class of a node's rows. */
export function nodeClass(
  node: HydrationNode,
  extras: readonly Extra[],
  watch: WatchLevel | undefined,
): RowConstructor {
  const names = extras.map(({ name }) => name);
  if (watch !== undefined) return watchedRowClass(node, names, watch);
  const joined = node.children.map(({ relation }) => relation.name);
  return rowClass(node.model, node.columns, names, joined);
}
