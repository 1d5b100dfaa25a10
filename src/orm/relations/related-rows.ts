import type { QueryOrigin } from '../../events/index.ts';
import type { RelatedRows, ResultSet } from '../hydrate/result-set.ts';
import { columnValue, type Row } from '../hydrate/row.ts';
import { fetchRows } from '../query/fetch.ts';
import { withLookups } from '../query/filtering.ts';
import { fetchKeyedRows } from '../query/keyed-rows.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { defaultState, initialState, isSliced, type QueryState } from '../query/query-state.ts';
import {
  type ColumnMeta,
  leadsToOne,
  type ManyToManyMeta,
  metaOf,
  type RelationMeta,
  type ToManyMeta,
} from '../schema/meta.ts';

/**
 * The related rows for many keys, by key, in one query. Keys may repeat and may be null.
 *
 * @param set - whose database, fetch mode and operations the related rows take over.
 * @param wanted - the QuerySet of a `Prefetch()`; default all rows of the target.
 */
export async function fetchRelated(
  relation: RelationMeta,
  keys: readonly unknown[],
  set: ResultSet,
  origin: QueryOrigin,
  wanted?: QueryState,
): Promise<RelatedRows> {
  const distinct = new Set(keys);
  distinct.delete(null);
  if (distinct.size === 0) return new Map();
  const { operations } = set.evaluation;
  const list = [...distinct];
  const base = wanted === undefined ? targetState(relation, set) : onDatabaseOf(set, wanted);
  switch (relation.kind) {
    case 'toOne': {
      const key = metaOf(relation.target).primaryKey;
      const state = unordered(keyed(base, key, list));
      const rows = await fetchRows<Row>(state, origin, operations);
      return new Map(rows.map((row) => [row.pk, row]));
    }
    case 'toMany': {
      const { column } = relation.via;
      const state = keyed(base, column, list);
      // What only() leaves out of the rows is fetched beside them.
      const isPartial = state.only !== undefined || state.defer.length > 0;
      if (isSliced(state) || (isPartial && !relation.isSingle)) {
        return partitioned(state, { relations: [], column }, origin, set);
      }
      const rows = await fetchRows<Row>(state, origin, operations);
      const found = rows.map((row) => columnValue(row, column.attribute));
      if (relation.isSingle) return new Map(rows.map((row, index) => [found[index], row]));
      return groupBy(rows, found);
    }
    case 'manyToMany': {
      const { column } = relation.source;
      const relations = [backwards(relation)];
      const state = keyed(base, column, list, relations, `~${relation.through.name}.`);
      return partitioned(state, { relations, column }, origin, set);
    }
  }
}

/**
 * The rows that a relation leads to, with what rows of a result set hand on: many begin with the
 * target's `objects`, but who refers to a row has it, hidden there or not.
 */
export function targetState(relation: RelationMeta, { evaluation }: ResultSet): QueryState {
  if (!leadsToOne(relation)) return defaultState(relation.target, evaluation);
  return { ...initialState(relation.target, evaluation.using), fetchMode: evaluation.fetchMode };
}

/** Related rows come from where the rows came from, unless `using()` says otherwise. */
function onDatabaseOf({ evaluation }: ResultSet, state: QueryState): QueryState {
  return state.using === undefined ? { ...state, using: evaluation.using } : state;
}

/** The way from a related row back to its pairs, which have no name there. */
export function backwards({ target, through, destination }: ManyToManyMeta): ToManyMeta {
  return {
    kind: 'toMany',
    model: target,
    name: `~${through.name}`,
    target: through,
    isSingle: false,
    via: destination,
  };
}

/** The rows with one of the keys in a column. The keys come from rows, so they are canonical. */
function keyed(
  state: QueryState,
  column: ColumnMeta,
  keys: readonly unknown[],
  relations: readonly RelationMeta[] = [],
  prefix = '',
): QueryState {
  const { model, attribute } = column;
  const isOne = keys.length === 1;
  const path = parseLookup(model, isOne ? attribute : `${attribute}__in`);
  const prepared = { variant: '', values: isOne ? keys : [keys] };
  const reached = { ...path, key: `${prefix}${path.key}`, relations };
  const lookup = { path: reached, prepared, slot: state.values.length };
  return withLookups(state, [lookup], false);
}

async function partitioned(
  state: QueryState,
  key: Parameters<typeof fetchKeyedRows>[1],
  origin: QueryOrigin,
  set: ResultSet,
): Promise<RelatedRows> {
  const { rows, keys } = await fetchKeyedRows(state, key, origin, set.evaluation.operations);
  return groupBy(rows, keys);
}

function unordered(state: QueryState): QueryState {
  return { ...state, orderBy: [], shape: state.shape.steps(':order', []) };
}

function groupBy(rows: readonly Row[], keys: readonly unknown[]): RelatedRows {
  const groups = new Map<unknown, Row[]>();
  for (const [index, row] of rows.entries()) {
    const group = groups.get(keys[index]);
    if (group === undefined) groups.set(keys[index], [row]);
    else group.push(row);
  }
  return groups;
}
