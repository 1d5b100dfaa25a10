import type { Rule } from '../finding.ts';
import { duplicateQuery } from './duplicate-query.ts';
import { nPlusOne } from './n-plus-one.ts';
import { queryLoop } from './query-loop.ts';
import { slowQuery } from './slow-query.ts';

/** The rules that are applied unless told otherwise, in the order they explain queries. */
export const defaultRules: readonly Rule[] = [nPlusOne, queryLoop, duplicateQuery, slowQuery];
