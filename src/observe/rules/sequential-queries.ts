import { isReadOnlySql } from '../../sql-text/index.ts';
import type { Finding, Rule, RuleScope } from '../finding.ts';
import { intervalOf } from '../intervals.ts';
import { siteOf } from '../site.ts';
import {
  type AwaitStatement,
  findAwaitStatement,
  isDirectlyBefore,
} from '../source/await-statement.ts';
import type { Trace, TracedQuery } from '../trace.ts';
import { makeFinding, milliseconds, rewrite } from './make-finding.ts';
import { placeOf } from './place.ts';

/** What Sentry asks of queries that could run side by side before it reports them. */
const MIN_SAVED_MS = 100;
const MIN_SHARE = 0.1;

/** Clocks are read on both sides of an event. */
const CLOCK_TOLERANCE_MS = 0.05;

/**
 * Reads that wait for one another and need nothing of one another. That is told from the source: two
 * declarations, one right after the other, the second of which mentions no name of the first. An
 * embedded database has the thread while it works, and a transaction its one connection, so
 * nothing is gained there.
 */
export const sequentialQueries: Rule = {
  code: 'sequential-queries',
  title: 'Independent queries in sequence',
  isTimed: true,
  detect(trace, scope) {
    const chains: Ask[][] = [];
    for (const ask of asksOf(trace, scope)) {
      const chain = chains.at(-1);
      if (chain !== undefined && follows(ask, chain, scope)) chain.push(ask);
      else chains.push([ask]);
    }
    return chains
      .filter((chain) => isWorthIt(chain, trace))
      .map((chain) => toFinding(chain, trace, scope));
  },
};

/** The queries of one statement of the source, those of its prefetched relations too. */
interface Ask {
  readonly query: TracedQuery;
  readonly positions: number[];
  readonly statement: AwaitStatement | undefined;
  /** Whether it could run beside another one. */
  readonly isMovable: boolean;
  readonly startMs: number;
  endMs: number;
}

function asksOf(trace: Trace, scope: RuleScope): readonly Ask[] {
  const asks: Ask[] = [];
  let transactions = 0;
  for (const [position, query] of trace.queries.entries()) {
    transactions += transactionStep(query);
    const { startMs, endMs } = intervalOf(query);
    const last = asks.at(-1);
    if (last !== undefined && query.site !== undefined && last.query.site?.key === query.site.key) {
      last.positions.push(position);
      last.endMs = Math.max(last.endMs, endMs);
      continue;
    }
    const isMovable = transactions === 0 && isRead(query) && !query.isBlocking;
    const statement = isMovable ? statementOf(query, scope) : undefined;
    asks.push({ query, positions: [position], statement, isMovable, startMs, endMs });
  }
  return asks;
}

function transactionStep({ kind, sql }: TracedQuery): number {
  if (kind !== 'transaction') return 0;
  if (/^\s*(?:BEGIN|START)\b/i.test(sql)) return 1;
  return /^\s*(?:COMMIT|END|ROLLBACK(?!\s+TO))\b/i.test(sql) ? -1 : 0;
}

function isRead({ kind, sql, error }: TracedQuery): boolean {
  if (error !== undefined) return false;
  return kind === 'queryset' || kind === 'prefetch' || (kind === 'raw' && isReadOnlySql(sql));
}

function statementOf(query: TracedQuery, scope: RuleScope): AwaitStatement | undefined {
  const site = siteOf(query.site, scope.projectRoot);
  if (site?.kind !== 'source') return undefined;
  const source = scope.readSource(site.path);
  return source === undefined ? undefined : findAwaitStatement(source, site.line, site.column);
}

function follows(ask: Ask, chain: readonly Ask[], scope: RuleScope): boolean {
  const last = chain.at(-1)!;
  if (!ask.isMovable || !last.isMovable || ask.startMs < last.endMs - CLOCK_TOLERANCE_MS)
    return false;
  const file = ask.query.site?.location?.file;
  if (file === undefined || file !== last.query.site?.location?.file) return false;
  const source = scope.readSource(file);
  if (source === undefined || ask.statement === undefined || last.statement === undefined)
    return false;
  if (!isDirectlyBefore(source, last.statement, ask.statement)) return false;
  const names = chain.flatMap(({ statement }) => statement?.names ?? []);
  return !names.some((name) => mentions(ask.statement!.expression, name));
}

/** In strings and comments as well: rather no finding than a wrong one. */
function mentions(expression: string, name: string): boolean {
  const literal = name.replaceAll('$', String.raw`\$`);
  return new RegExp(String.raw`(?<![\w$])${literal}(?![\w$])`).test(expression);
}

function isWorthIt(chain: readonly Ask[], trace: Trace): boolean {
  const savedMs = savedOf(chain);
  const isLong = trace.totalMs === undefined || savedMs >= trace.totalMs * MIN_SHARE;
  return chain.length >= 2 && savedMs >= MIN_SAVED_MS && isLong;
}

/** All but the longest. */
function savedOf(chain: readonly Ask[]): number {
  const lengths = chain.map(({ startMs, endMs }) => endMs - startMs);
  return lengths.reduce((sum, length) => sum + length, 0) - Math.max(...lengths);
}

function toFinding(chain: readonly Ask[], trace: Trace, scope: RuleScope): Finding {
  const savedMs = savedOf(chain);
  const costMs = chain.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const facts = {
    title: 'Independent queries, one after another',
    summary: `${chain.length} reads took ${milliseconds(costMs)} one after another, and none needs the rows of another; side by side they take ${milliseconds(costMs - savedMs)}.`,
    place: placeOf(chain[0]!.query.site, scope),
    access: placeOf(chain[1]!.query.site, scope),
    queries: chain.flatMap(({ positions }) => positions),
    costMs,
    savedMs,
    isUpperBound: true,
    remedies: [
      rewrite(
        'Ask for them at the same time',
        'Each takes a connection of the pool meanwhile, and they must not be in a transaction.',
        sideBySide(chain.map(({ statement }) => statement!)),
      ),
    ],
  };
  return makeFinding(sequentialQueries, facts, trace);
}

function sideBySide(statements: readonly AwaitStatement[]): string {
  const targets = statements.map(({ target }) => target).join(', ');
  const expressions = statements.map(({ expression }) => `  ${expression},\n`).join('');
  return `const [${targets}] = await Promise.all([\n${expressions}]);`;
}
