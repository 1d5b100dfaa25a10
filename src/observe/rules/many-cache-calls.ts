import type { CacheOperation } from '../../events/index.ts';
import type { Finding, Rule, RuleScope } from '../finding.ts';
import { coveredMs, intervalOf } from '../intervals.ts';
import type { Trace, TracedCacheCall } from '../trace.ts';
import { advice, makeFinding, milliseconds } from './make-finding.ts';
import { placeOf } from './place.ts';

/** More than ten ways to the server, where one would do. */
const MAX_CALLS = 10;

/** The call for many keys, where there is one. */
const BATCHED: Partial<Readonly<Record<CacheOperation, string>>> = {
  get: 'getMany',
  getOrSet: 'getMany',
  has: 'getMany',
  set: 'setMany',
  delete: 'deleteMany',
};

/** Begins the keys of fragments of templates. */
const FRAGMENT_KEY = 'template.cache.';

const LARGER_FRAGMENT = advice(
  'Put {% cache %} around the loop',
  'One fragment for all of them is one way to the server; or keep small ones in a cache in memory.',
);

/** Backends that answer in the process, in microseconds, however often they are asked. */
const IN_PROCESS: ReadonlySet<string> = new Set(['memory', 'dummy']);

/** One key after another from a cache that is somewhere else. */
export const manyCacheCalls: Rule = {
  code: 'many-cache-calls',
  title: 'Many calls of a cache',
  detect(trace, scope) {
    const calls = trace.cacheCalls.filter(isSingle);
    const groups = Map.groupBy(calls, ({ cache, operation, site }) =>
      [cache, BATCHED[operation], site?.key].join('\n'),
    );
    return [...groups.values()]
      .filter((group) => group.length > MAX_CALLS)
      .map((group) => toFinding(group, trace, scope));
  },
};

function isSingle({ backend, operation, keyCount, error }: TracedCacheCall): boolean {
  const isBatchable = keyCount === 1 && BATCHED[operation] !== undefined;
  return isBatchable && !IN_PROCESS.has(backend) && error === undefined;
}

function toFinding(calls: readonly TracedCacheCall[], trace: Trace, scope: RuleScope): Finding {
  const { cache, backend, operation, site } = calls[0]!;
  const computeMs = calls.reduce((sum, call) => sum + call.computeMs, 0);
  const costMs = Math.max(0, coveredMs(calls.map(intervalOf)) - computeMs);
  const isFragment = calls[0]!.keys[0]?.startsWith(FRAGMENT_KEY) ?? false;
  const what = isFragment ? '{% cache %} in a template asked' : `line called ${operation}() of`;
  const facts = {
    title: 'Many calls of a cache',
    summary: `One ${what} the cache ${cache} (${backend}) ${calls.length} times, with one key each: ${milliseconds(costMs)}.`,
    subject: cache,
    place: placeOf(site, scope),
    queries: queriesOf(calls, trace),
    costMs,
    savedMs: costMs * (1 - 1 / calls.length),
    remedies: [isFragment ? LARGER_FRAGMENT : batch(BATCHED[operation]!)],
  };
  return makeFinding(manyCacheCalls, facts, trace);
}

function batch(method: string) {
  return advice(
    `Call ${method}() once`,
    'Collect the keys first; one call for all of them goes to the server and back once.',
  );
}

/** The statements of a cache that is kept in a database: they are these calls. */
function queriesOf(calls: readonly TracedCacheCall[], trace: Trace): readonly number[] {
  const key = calls[0]!.site?.key;
  const intervals = calls.map(intervalOf);
  return [...trace.queries.keys()].filter((position) => {
    const { site, startedMs, kind } = trace.queries[position]!;
    if (kind !== 'raw' || site?.key !== key) return false;
    return intervals.some(({ startMs, endMs }) => startMs <= startedMs && startedMs <= endMs);
  });
}
