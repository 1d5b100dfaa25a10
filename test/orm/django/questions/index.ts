import type { Question } from '../question.ts';
import { aggregates } from './aggregates.ts';
import { annotations } from './annotations.ts';
import { combinedMore } from './combined-more.ts';
import { combinedSets } from './combined-sets.ts';
import { conditions } from './conditions.ts';
import { dates } from './dates.ts';
import { deletes } from './deletes.ts';
import { deletingRows } from './deleting-rows.ts';
import { distinctValues } from './distinct-values.ts';
import { expressions } from './expressions.ts';
import { filteredAggregates } from './filtered-aggregates.ts';
import { groupedRelations } from './grouped-relations.ts';
import { groupedValues } from './grouped-values.ts';
import { groups } from './groups.ts';
import { joinedAggregates } from './joined-aggregates.ts';
import { jsonLookups } from './json.ts';
import { jsonKeys } from './json-keys.ts';
import { loadingMore } from './loading-more.ts';
import { loadingRows } from './loading-rows.ts';
import { lookups } from './lookups.ts';
import { mistakes } from './mistakes.ts';
import { moments } from './moments.ts';
import { multiValued } from './multi-valued.ts';
import { multiValuedMore } from './multi-valued-more.ts';
import { numberFunctions } from './number-functions.ts';
import { ordering } from './ordering.ts';
import { orderingTerms } from './ordering-terms.ts';
import { reading } from './reading.ts';
import { reckoning } from './reckoning.ts';
import { relations } from './relations.ts';
import { selecting } from './selecting.ts';
import { spreadAggregates } from './spread-aggregates.ts';
import { subqueries } from './subqueries.ts';
import { textFunctions } from './text-functions.ts';
import { texts } from './texts.ts';
import { updates } from './updates.ts';
import { updatingRows } from './updating-rows.ts';
import { windows } from './windows.ts';
import { writes } from './writes.ts';
import { writingRows } from './writing-rows.ts';
import { zones } from './zones.ts';

const byGroup: Readonly<Record<string, readonly Question[]>> = {
  lookups,
  relations,
  conditions,
  aggregates,
  annotations,
  'filtered aggregates': filteredAggregates,
  groups,
  expressions,
  subqueries,
  windows,
  'text functions': textFunctions,
  'number functions': numberFunctions,
  dates,
  JSON: jsonLookups,
  ordering,
  selecting,
  reading,
  writes,
  updates,
  deletes,
  'combined sets': combinedSets,
  'combined more': combinedMore,
  'ordering terms': orderingTerms,
  'grouped values': groupedValues,
  'grouped relations': groupedRelations,
  'distinct values': distinctValues,
  'joined aggregates': joinedAggregates,
  'spread aggregates': spreadAggregates,
  'multi valued': multiValued,
  'multi valued more': multiValuedMore,
  'loading rows': loadingRows,
  'loading more': loadingMore,
  zones,
  moments,
  reckoning,
  'writing rows': writingRows,
  'updating rows': updatingRows,
  'deleting rows': deletingRows,
  'json keys': jsonKeys,
  texts,
  mistakes,
};

/** All questions, their names with the group in front. */
export const questions: readonly Question[] = Object.entries(byGroup).flatMap(([group, asked]) =>
  asked.map((question) => ({ ...question, name: `${group}: ${question.name}` })),
);
