import type { Question } from '../question.ts';
import { aggregates } from './aggregates.ts';
import { annotations } from './annotations.ts';
import { conditions } from './conditions.ts';
import { dates } from './dates.ts';
import { deletes } from './deletes.ts';
import { expressions } from './expressions.ts';
import { filteredAggregates } from './filtered-aggregates.ts';
import { groups } from './groups.ts';
import { jsonLookups } from './json.ts';
import { lookups } from './lookups.ts';
import { mistakes } from './mistakes.ts';
import { numberFunctions } from './number-functions.ts';
import { ordering } from './ordering.ts';
import { reading } from './reading.ts';
import { relations } from './relations.ts';
import { selecting } from './selecting.ts';
import { subqueries } from './subqueries.ts';
import { textFunctions } from './text-functions.ts';
import { updates } from './updates.ts';
import { windows } from './windows.ts';
import { writes } from './writes.ts';

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
  mistakes,
};

/** All questions, their names with the group in front. */
export const questions: readonly Question[] = Object.entries(byGroup).flatMap(([group, asked]) =>
  asked.map((question) => ({ ...question, name: `${group}: ${question.name}` })),
);
