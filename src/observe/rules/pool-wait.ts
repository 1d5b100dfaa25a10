import type { Finding, Rule, RuleScope } from '../finding.ts';
import type { Trace } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { placeOf } from './place.ts';
import { isUsual } from './recent.ts';

/** A connection that is free is there in microseconds; half of Nielsen's 0.1 s is felt. */
const MIN_WAIT_MS = 50;
const MIN_SHARE = 0.1;

/** Queries that waited before they began: for a connection of the pool, or for a transaction's end. */
export const poolWait: Rule = {
  code: 'pool-wait',
  title: 'Waiting for a connection',
  isTimed: true,
  detect(trace, scope) {
    return isUsual(trace, scope, waitsLong) ? toFindings(trace, scope) : [];
  },
};

function waitsLong({ account: { poolWaitMs, wallMs } }: Trace): boolean {
  return poolWaitMs >= MIN_WAIT_MS && poolWaitMs >= wallMs * MIN_SHARE;
}

function toFindings(trace: Trace, scope: RuleScope): readonly Finding[] {
  const positions = [...trace.queries.keys()].filter(
    (position) => trace.queries[position]!.waitMs >= 1,
  );
  const waits = positions.map((position) => trace.queries[position]!);
  const longest = waits.toSorted((a, b) => b.waitMs - a.waitMs)[0];
  if (longest === undefined) return [];
  // BEGIN waits for what comes after it.
  const after = trace.queries.slice(trace.queries.indexOf(longest));
  const site = after.find((query) => query.site !== undefined)?.site;
  const { poolWaitMs } = trace.account;
  const facts = {
    title: 'Waiting for a connection',
    summary: `${waits.length === 1 ? 'One query' : `${waits.length} queries`} waited ${milliseconds(poolWaitMs)} in all before they could begin, the longest ${milliseconds(longest.waitMs)}.`,
    subject: longest.database,
    place: placeOf(site, scope),
    queries: positions,
    costMs: poolWaitMs,
    savedMs: poolWaitMs,
    isUpperBound: true,
    remedies: [
      advice(
        'Hold connections for a shorter time',
        'Look for transactions that wait for something else, for another server above all, and for ' +
          'queries that take long. On SQLite one transaction writes at a time: keep it short.',
      ),
      advice(
        'Or have more of them',
        'Raise the size of the pool, as far as the database server has cores and memory for it: all ' +
          'processes together must stay below its limit.',
      ),
    ],
  };
  return [makeFinding(poolWait, facts, trace)];
}
