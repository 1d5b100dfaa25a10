import { describe, expect, test } from 'vitest';
import { publishQuery } from '../cinema-events.ts';
import {
  findingsBy,
  publishCacheCall,
  type RequestContext,
  sourceFile,
  traceWith,
} from '../rule-traces.ts';

type CacheFacts = Parameters<typeof publishCacheCall>[1];

describe('many-cache-calls', () => {
  function find(count: number, facts: CacheFacts = {}, query = false) {
    const { siteAt, projectRoot } = sourceFile('votes.push(await cache().get(key));\n');
    const trace = traceWith({}, {}, (context) => {
      for (let index = 0; index < count; index++) {
        const call = { keys: [`votes:${index}`], atMs: index * 2, site: siteAt('get'), ...facts };
        if (query) publishQuery(context, { kind: 'raw', atMs: index * 2 + 0.1, site: call.site });
        publishCacheCall(context, call);
      }
    });
    return findingsBy('many-cache-calls', [trace], projectRoot);
  }

  test('more than ten from one line', () => {
    const [finding] = find(12);
    expect(finding?.summary).toBe(
      'One line called get() of the cache default (redis) 12 times, with one key each: 12 ms.',
    );
    expect(finding).toMatchObject({ querySet: { site: { file: 'views.ts', line: 1 } } });
    expect(finding?.remedies[0]?.title).toBe('Call getMany() once');
    expect(finding?.savedMs).toBeCloseTo(11);
  });

  test('the statements of a cache in a database are explained by it', () => {
    expect(find(12, { backend: 'database' }, true)[0]?.queries).toHaveLength(12);
  });

  test('what is computed for a value is not the cache’s time', () => {
    expect(find(12, { operation: 'getOrSet', computeMs: 0.9 })[0]?.costMs).toBeCloseTo(1.2);
  });

  test.each<[string, number, CacheFacts]>([
    ['ten', 10, {}],
    ['calls for many keys', 12, { keys: ['a', 'b'], operation: 'getMany' }],
    ['a cache in the process', 30, { backend: 'memory' }],
    ['counters, which have no call for many', 12, { operation: 'incr' }],
  ])('not %s', (_what, count, facts) => {
    expect(find(count, facts)).toEqual([]);
  });
});

describe('cache-thrash', () => {
  function find(
    visits: readonly CacheFacts[],
    more: (context: RequestContext) => void = () => {},
    urls: readonly string[] = [],
  ) {
    const { siteAt, projectRoot } = sourceFile('await cache().getOrSet(key, newest);\n');
    const traces = visits.map((facts, index) =>
      traceWith({}, { url: urls[index] ?? '/movies' }, (context) => {
        publishCacheCall(context, { operation: 'getOrSet', site: siteAt('getOrSet'), ...facts });
        more(context);
      }),
    );
    return findingsBy('cache-thrash', traces, projectRoot);
  }

  const missed = { durationMs: 20, computeMs: 18 };

  test('a key that is new each time', () => {
    const [finding] = find([1, 2, 3].map((id) => ({ ...missed, keys: [`newest:${id}`] })));
    expect(finding).toMatchObject({ code: 'cache-thrash', savedMs: 20, isUpperBound: true });
    expect(finding?.summary).toMatch(/in each of the last 3 requests of this URL. Its keys were/);
    expect(finding?.remedies[0]?.title).toMatch(/^Make the key the same/);
  });

  test('a value that is gone before it is read', () => {
    const [finding] = find([missed, missed, missed]);
    expect(finding?.summary).toMatch(/The key was the same/);
    expect(finding?.remedies[0]?.title).toMatch(/^Keep it for longer/);
  });

  test.each<[string, readonly CacheFacts[]]>([
    ['two misses', [missed, missed]],
    ['a hit among them', [missed, { hits: 1, misses: 0 }, missed, missed]],
    ['an old value that was served', [missed, missed, { ...missed, stale: 1 }]],
    ['a failing cache', [1, 2, 3].map(() => ({ ...missed, error: new Error('refused') }))],
  ])('not %s', (_what, visits) => {
    expect(find(visits)).toEqual([]);
  });

  test('not three pages that were each visited once', () => {
    const urls = ['/movies?page=1', '/movies?page=2', '/movies?page=3'];
    expect(find([missed, missed, missed], undefined, urls)).toEqual([]);
  });

  test('not when something was written or thrown away meanwhile', () => {
    const write = (context: RequestContext) => publishQuery(context, { kind: 'write' });
    const drop = (context: RequestContext) =>
      publishCacheCall(context, { operation: 'invalidateTags', hits: 0, misses: 0 });
    expect(find([missed, missed, missed], write)).toEqual([]);
    expect(find([missed, missed, missed], drop)).toEqual([]);
  });
});
