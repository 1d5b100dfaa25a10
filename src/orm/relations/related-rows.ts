import type { QueryOrigin } from '../../events/index.ts';
import type { RelatedRows, ResultSet } from '../hydrate/result-set.ts';
import { columnValue, loadedRelation, type Row } from '../hydrate/row.ts';
import { fetchRows } from '../query/fetch.ts';
import { withLookups } from '../query/filtering.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { initialState, type QueryState } from '../query/query-state.ts';
import { type ColumnMeta, metaOf, type RelationMeta } from '../schema/meta.ts';

/**
 * The related rows for many keys, by key, in one query. Keys may repeat and may be null.
 *
 * @param set - whose database, fetch mode and operations the related rows take over.
 */
export async function fetchRelated(
  relation: RelationMeta,
  keys: readonly unknown[],
  set: ResultSet,
  origin: QueryOrigin,
): Promise<RelatedRows> {
  const wanted = new Set(keys);
  wanted.delete(null);
  if (wanted.size === 0) return new Map();
  const state = relatedState(relation, [...wanted], set);
  const rows = await fetchRows<Row>(state, origin, set.evaluation.operations);
  switch (relation.kind) {
    case 'toOne':
      return new Map(rows.map((row) => [row.pk, row]));
    case 'toMany':
      return groupBy(rows, relation.via.column.attribute, (row) => row);
    case 'manyToMany':
      return groupBy(
        rows,
        relation.source.column.attribute,
        (pair) => loadedRelation(pair, relation.destination) as Row,
      );
  }
}

/** The rows that hold the relation: the target's, or the pairs joined with the target. */
function relatedState(
  relation: RelationMeta,
  keys: readonly unknown[],
  set: ResultSet,
): QueryState {
  switch (relation.kind) {
    case 'toOne':
      return ordered(keyed(metaOf(relation.target).primaryKey, keys, set), []);
    case 'toMany':
      return keyed(relation.via.column, keys, set);
    case 'manyToMany': {
      const { source, destination } = relation;
      const ordering = metaOf(relation.target).ordering.map((name) =>
        name.startsWith('-')
          ? `-${destination.name}__${name.slice(1)}`
          : `${destination.name}__${name}`,
      );
      const pairs = ordered(keyed(source.column, keys, set), ordering);
      return {
        ...pairs,
        shape: pairs.shape.steps(':select', [destination.name]),
        selectRelated: [destination.name],
      };
    }
  }
}

/** The rows with one of the keys in a column. The keys come from rows, so they are canonical. */
function keyed(column: ColumnMeta, keys: readonly unknown[], set: ResultSet): QueryState {
  const { model, attribute } = column;
  const isOne = keys.length === 1;
  const path = parseLookup(model, isOne ? attribute : `${attribute}__in`);
  const prepared = { variant: '', values: isOne ? keys : [keys] };
  const lookup = { path, prepared, slot: 0 };
  const state = {
    ...initialState(model, set.evaluation.using),
    fetchMode: set.evaluation.fetchMode,
  };
  return withLookups(state, [lookup], false);
}

function ordered(state: QueryState, orderBy: readonly string[]): QueryState {
  return { ...state, orderBy, shape: state.shape.steps(':order', orderBy) };
}

function groupBy(rows: readonly Row[], attribute: string, related: (row: Row) => Row): RelatedRows {
  const groups = new Map<unknown, Row[]>();
  for (const row of rows) {
    const key = columnValue(row, attribute);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [related(row)]);
    else group.push(related(row));
  }
  return groups;
}
