import { type ColumnMeta, metaOf } from '../schema/meta.ts';
import type { HydrationNode } from './hydrator.ts';

/** The columns of a node that peers may look related rows up by. */
export function lookupColumns(node: HydrationNode): readonly ColumnMeta[] {
  return node.columns.filter((column) => isLookedUpBy(node, column));
}

function isLookedUpBy({ model, children }: HydrationNode, column: ColumnMeta): boolean {
  if (column.relation !== undefined) {
    return !children.some(({ relation }) => relation === column.relation);
  }
  if (!column.isPrimaryKey) return false;
  return [...metaOf(model).relations.values()].some((relation) => relation.kind !== 'toOne');
}
