import type { CallSite } from '../../events/index.ts';
import type { RelatedRows } from '../hydrate/result-set.ts';
import {
  columnValue,
  loadedRelation,
  originOf,
  type Row,
  setColumnValue,
  setLoadedRelation,
} from '../hydrate/row.ts';
import { setWatchedProperty } from '../hydrate/watched-row-class.ts';
import type { PrefetchRequest, QueryState } from '../query/query-state.ts';
import type { AnyModel } from '../schema/any-model.ts';
import { metaOf, type RelationMeta } from '../schema/meta.ts';
import { lookupColumn, noneOf } from './lookup-column.ts';
import { fetchRelated, targetState } from './related-rows.ts';

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
  for (const { path, state, toAttr } of requests) {
    let level = rows;
    let at = model;
    const names = path.split('__');
    for (const [index, name] of names.entries()) {
      const relation = metaOf(at).relations.get(name)!;
      const isLast = index === names.length - 1;
      level = await prefetchLevel(level, {
        relation,
        site,
        state: isLast ? state : undefined,
        toAttr: isLast ? toAttr : undefined,
      });
      at = relation.target;
    }
  }
}

/** One relation of one level. */
interface LevelLoad {
  readonly relation: RelationMeta;
  readonly site: CallSite | undefined;
  readonly state: QueryState | undefined;
  readonly toAttr: string | undefined;
}

/** Loads one relation where it is not in memory; returns all related rows to go on from. */
async function prefetchLevel(rows: readonly Row[], load: LevelLoad): Promise<readonly Row[]> {
  const { relation, state, toAttr, site } = load;
  const missing = rows.filter(
    (row) => state !== undefined || loadedRelation(row, relation) === undefined,
  );
  const first = missing[0];
  if (first === undefined) return distinctRows(rows, load);
  const { attribute } = lookupColumn(relation);
  const keys = missing.map((row) => columnValue(row, attribute));
  const subject = `${relation.model.name}.${relation.name}`;
  const origin = { kind: 'prefetch', subject, site } as const;
  const related = await fetchWhole(relation, keys, originOf(first), origin, state);
  for (const [index, row] of missing.entries()) {
    attach(row, load, related.get(keys[index]) ?? noneOf(relation));
  }
  return toAttr === undefined ? distinctRows(rows, load) : [];
}

function attach(row: Row, { relation, toAttr }: LevelLoad, value: unknown): void {
  const { watched } = originOf(row);
  const use = watched?.addPrefetched(relation.name, toAttr);
  if (toAttr === undefined) setLoadedRelation(row, relation, value);
  else if (use === undefined) setColumnValue(row, toAttr, value);
  else setWatchedProperty(row, toAttr, value, use);
}

/** As `fetchRelated()`, with what the QuerySet of the related rows prefetches by itself. */
export async function fetchWhole(
  ...[relation, keys, set, origin, wanted]: Parameters<typeof fetchRelated>
): Promise<RelatedRows> {
  const related = await fetchRelated(relation, keys, set, origin, wanted);
  const { model, prefetchRelated } = wanted ?? targetState(relation, set);
  if (prefetchRelated.length > 0) {
    const rows = new Set([...related.values()].flat());
    await prefetch(model, [...rows], prefetchRelated, origin.site);
  }
  return related;
}

/** The related rows, each once though several rows may share it. */
function distinctRows(rows: readonly Row[], { relation }: LevelLoad): readonly Row[] {
  const found = new Set<Row>();
  for (const row of rows) {
    const value = loadedRelation(row, relation);
    if (Array.isArray(value)) for (const item of value) found.add(item as Row);
    else if (value !== null && value !== undefined) found.add(value as Row);
  }
  return [...found];
}
