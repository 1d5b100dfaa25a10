import { checkOptions, option } from '../../core/index.ts';
import type { ExplainOptions } from '../../db/index.ts';
import type { QueryOrigin } from '../../events/index.ts';
import { planRows } from './plan.ts';
import type { QueryState } from './query-state.ts';
import { readTarget } from './target.ts';

/** How the database would get the rows of a QuerySet, in its own words. */
export async function explainRows(
  state: QueryState,
  options: ExplainOptions,
  origin: QueryOrigin,
): Promise<string> {
  checkOptions('explain()', options, {
    format: option.oneOf('text', 'json'),
    analyze: option.boolean,
  });
  if (state.isNone) return '';
  const target = readTarget(state);
  const { statement } = planRows(state, target.dialect);
  const sql = target.dialect.explain(statement.sql, options);
  const explained = { ...statement, sql, isSingleRow: false };
  const rows = await target.query(explained, state.values, origin);
  return target.dialect.readPlan(rows, options);
}
