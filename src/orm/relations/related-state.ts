import { originOf, type Row } from '../hydrate/row.ts';
import { withConditions, withLookups } from '../query/filtering.ts';
import { parseLookup } from '../query/lookup-path.ts';
import { defaultState, type QueryState } from '../query/query-state.ts';
import type { ManyToManyMeta, ToManyMeta } from '../schema/meta.ts';
import { backwards } from './related-rows.ts';

/** The related rows as a QuerySet of their own: `Movie.objects.filter({ director: row })`. */
export function relatedState(row: Row, relation: ToManyMeta | ManyToManyMeta): QueryState {
  const state = defaultState(relation.target, originOf(row).evaluation);
  if (relation.kind === 'toMany') {
    const { attribute } = relation.via.column;
    return withConditions(state, [{ [attribute]: row.pk }], false);
  }
  const { attribute } = relation.source.column;
  const pairs = parseLookup(relation.through, attribute);
  // The pair table is reached backwards from the target, over a relation that has no name there.
  const path = {
    ...pairs,
    key: `~${relation.through.name}.${attribute}`,
    relations: [backwards(relation)],
  };
  const prepared = path.lookup.prepare(path.subject, row.pk, attribute);
  return withLookups(state, [{ path, prepared, slot: state.values.length }], false);
}
