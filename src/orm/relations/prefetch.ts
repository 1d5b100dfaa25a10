import type { CallSite } from '../../events/index.ts';
import {
  columnValue,
  loadedRelation,
  originOf,
  type Row,
  setLoadedRelation,
} from '../hydrate/row.ts';
import type { PrefetchRequest } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import { fetchRelated } from './related-rows.ts';
import { lookupColumn, noneOf } from './relation-loader.ts';

/**
 * Loads the relations named by `requests` for all rows, one query per relation and level; what a
 * path shares with another or what is joined already is not loaded again.
 */
export async function prefetch(
  model: AnyModel,
  rows: readonly Row[],
  requests: readonly PrefetchRequest[],
  site: CallSite | undefined,
): Promise<void> {
  for (const { path } of requests) {
    let level = rows;
    let at = model;
    for (const name of path.split('__')) {
      const relation = metaOf(at).relations.get(name)!;
      level = await prefetchLevel(level, relation, site);
      at = relation.target;
    }
  }
}

/** Loads one relation where it is not in memory and returns all related rows. */
async function prefetchLevel(
  rows: readonly Row[],
  relation: RelationMeta,
  site: CallSite | undefined,
): Promise<readonly Row[]> {
  const missing = rows.filter((row) => loadedRelation(row, relation) === undefined);
  const first = missing[0];
  if (first !== undefined) {
    const { attribute } = lookupColumn(relation);
    const keys = missing.map((row) => columnValue(row, attribute));
    const related = await fetchRelated(relation, keys, originOf(first), {
      kind: 'prefetch',
      subject: `${relation.model.name}.${relation.name}`,
      site,
    });
    for (const [index, row] of missing.entries()) {
      setLoadedRelation(row, relation, related.get(keys[index]) ?? noneOf(relation));
    }
  }
  return distinctRows(rows, relation);
}

/** The related rows, each once though several rows may share it. */
function distinctRows(rows: readonly Row[], relation: RelationMeta): readonly Row[] {
  const found = new Set<Row>();
  for (const row of rows) {
    const value = loadedRelation(row, relation) as Row | null | readonly Row[];
    if (Array.isArray(value)) for (const item of value) found.add(item);
    else if (value !== null) found.add(value as Row);
  }
  return [...found];
}
