import type { Row } from '../hydrate/row.ts';
import { type ColumnMeta, leadsToOne, metaOf, type RelationMeta } from '../schema/meta.ts';

/** The column of a row that its related rows are looked up with. */
export function lookupColumn(relation: RelationMeta): ColumnMeta {
  return relation.kind === 'toOne' ? relation.column : metaOf(relation.model).primaryKey;
}

/** What a relation is when no row is related: null, or no rows. */
export function noneOf(relation: RelationMeta): null | readonly Row[] {
  return leadsToOne(relation) ? null : [];
}
