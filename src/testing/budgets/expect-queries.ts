import { checkOptions, option } from '../../core/index.ts';
import { type QueryEvent, queryChannel } from '../../events/index.ts';
import { fingerprintSql } from '../../sql-text/index.ts';
import { testingError } from '../errors.ts';
import { siteText } from './site-text.ts';

/** Exactly so many, or so many at most. */
export type QueryBudget = number | { readonly max: number };

/** Queries that a message lists. */
const MAX_LISTED = 30;

/**
 * Runs `work` and counts the queries that this process makes meanwhile, transactions' BEGIN and COMMIT
 * left out. Tests that run at the same time in one process count each other's.
 *
 * ```ts
 * const response = await expectQueries(2, () => app.inject('/movies'));
 * await expectQueries({ max: 5 }, () => app.inject('/'));
 * ```
 *
 * @returns what `work` returns.
 * @throws testing.queries.count with each query and its line, core.option.invalid
 */
export async function expectQueries<T>(
  budget: QueryBudget,
  work: () => T | PromiseLike<T>,
): Promise<T> {
  checkBudget(budget);
  const queries: QueryEvent[] = [];
  const stop = queryChannel.subscribe((event) => {
    if (event.origin.kind !== 'transaction') queries.push(event);
  });
  let result: T;
  try {
    result = await work();
  } finally {
    stop();
  }
  if (!isWithin(queries.length, budget)) throw wrongCount(queries, budget);
  return result;
}

function checkBudget(budget: QueryBudget): void {
  const count = option.integer({ min: 0 });
  if (typeof budget === 'object') checkOptions('expectQueries()', budget, { max: count });
  else checkOptions('expectQueries()', { count: budget }, { count });
}

function isWithin(count: number, budget: QueryBudget): boolean {
  return typeof budget === 'number' ? count === budget : count <= budget.max;
}

function wrongCount(queries: readonly QueryEvent[], budget: QueryBudget) {
  const expected = typeof budget === 'number' ? budget : `at most ${budget.max}`;
  const listed = queries.slice(0, MAX_LISTED).map(describe);
  const rest = queries.length - listed.length;
  const lines = rest > 0 ? [...listed, `  … and ${rest} more`] : listed;
  const noun = budget === 1 || expected === 'at most 1' ? 'query' : 'queries';
  const were = queries.length === 1 ? 'was' : 'were';
  const message = [`Expected ${expected} ${noun}, and there ${were} ${queries.length}:`, ...lines];
  return testingError('testing.queries.count', message.join('\n'), {
    hint: hintFor(queries),
    details: { count: queries.length },
  });
}

function describe({ sql, origin }: QueryEvent, index: number): string {
  const site = siteText(origin.site);
  const text = fingerprintSql(sql);
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return `  ${index + 1}. ${shown}${site === undefined ? '' : `\n     ${site}`}`;
}

function hintFor(queries: readonly QueryEvent[]): string {
  const groups = Map.groupBy(queries, ({ sql }) => fingerprintSql(sql));
  const most = Math.max(0, ...[...groups.values()].map((group) => group.length));
  return most >= 3
    ? `One statement ran ${most} times: load what it asks for together, or ask once.`
    : 'If the number is right, correct the expectation.';
}
