import type { Finding, Rule, RuleScope } from '../finding.ts';
import type { Trace, TracedCacheCall } from '../trace.ts';
import { advice, makeFinding } from './make-finding.ts';
import { placeOf } from './place.ts';

/**
 * The first visit fills a cache and the second may come while it is being filled; at the third the
 * value should have been there.
 */
const MIN_REQUESTS = 3;

/** Those that are looked at. */
const MAX_REQUESTS = 10;

/**
 * A cache that never has what it is asked for: one line missed in each of the last requests of the same
 * URL, though nobody wrote or invalidated anything meanwhile. Its keys are never the same twice, or
 * what it keeps is gone before it is read.
 */
export const cacheThrash: Rule = {
  code: 'cache-thrash',
  title: 'Cache that is never hit',
  detect(trace, scope) {
    const visits = visitsOf(trace, scope);
    if (visits.length < MIN_REQUESTS || visits.some(changesSomething)) return [];
    return [...readsBySite(trace)]
      .filter(([key]) => visits.every((visit) => isMissed(readsBySite(visit).get(key))))
      .map(([, calls]) => toFinding(calls, visits, trace, scope));
  },
};

/** The last requests of the same URL, this one first. */
function visitsOf(trace: Trace, { recent }: RuleScope): readonly Trace[] {
  const others = recent.filter(
    ({ id, method, url }) => id !== trace.id && method === trace.method && url === trace.url,
  );
  return [trace, ...others.toSorted((a, b) => b.startedMs - a.startedMs)].slice(0, MAX_REQUESTS);
}

function changesSomething({ queries, cacheCalls }: Trace): boolean {
  const isWrite = queries.some(({ kind }) => kind === 'write' || kind === 'schema');
  return isWrite || cacheCalls.some(({ operation }) => CHANGES.test(operation));
}

const CHANGES = /^(?:delete|clear|invalidate)/;

function readsBySite({ cacheCalls }: Trace): ReadonlyMap<string, readonly TracedCacheCall[]> {
  const reads = cacheCalls.filter(
    ({ hits, misses, error }) => error === undefined && hits + misses > 0,
  );
  return Map.groupBy(reads, ({ cache, site }) => `${cache}\n${site?.key ?? ''}`);
}

function isMissed(calls: readonly TracedCacheCall[] | undefined): boolean {
  return calls?.every(({ hits, stale }) => hits === 0 && stale === 0) ?? false;
}

function toFinding(
  calls: readonly TracedCacheCall[],
  visits: readonly Trace[],
  trace: Trace,
  scope: RuleScope,
): Finding {
  const { cache, site, untracked, keys } = calls[0]!;
  const savedMs = calls.reduce((sum, call) => sum + call.durationMs, 0);
  const isNewEachTime =
    new Set(visits.flatMap((visit) => keysOf(visit, calls[0]!))).size > keys.length;
  const why = isNewEachTime
    ? 'Its keys were different each time.'
    : 'The key was the same, so its value was gone before it was read again.';
  const facts = {
    title: 'Cache that is never hit',
    summary: `This line missed the cache ${cache} in each of the last ${visits.length} requests of this URL. ${why}`,
    subject: cache,
    place: placeOf(site, scope),
    costMs: savedMs,
    savedMs,
    isUpperBound: true,
    remedies: [isNewEachTime ? STABLE_KEY : longerLife(untracked)],
  };
  return makeFinding(cacheThrash, facts, trace);
}

function keysOf({ cacheCalls }: Trace, like: TracedCacheCall): readonly string[] {
  return cacheCalls
    .filter(({ cache, site }) => cache === like.cache && site?.key === like.site?.key)
    .flatMap(({ keys }) => keys);
}

const STABLE_KEY = advice(
  'Make the key the same for the same value',
  'A time, a random number, an id of the request or the order of parameters in a key makes a new one ' +
    'for each request. Put into it what the value depends on, and nothing else.',
);

function longerLife(untracked: string | undefined) {
  const reason =
    untracked === undefined ? '' : ` It is kept for a short time because ${untracked}.`;
  return advice(
    'Keep it for longer, or not at all',
    `Raise its time, or keep it until what it shows changes; look whether the cache is full.${reason} ` +
      'If the value is seldom read twice, leave the cache out.',
  );
}
