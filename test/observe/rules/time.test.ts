import { describe, expect, test } from 'vitest';
import type { TimeAccount } from '../../../src/events/index.ts';
import { templateRenderChannel } from '../../../src/events/index.ts';
import type { Trace } from '../../../src/observe/index.ts';
import { temporaryFiles } from '../../support/files.ts';
import { publishQuery } from '../cinema-events.ts';
import { findingsBy, publishSpan, sourceFile, traceWith } from '../rule-traces.ts';

/** The same request twice, as rules want it that tell the code from a busy machine. */
const twice = (trace: () => Trace) => [trace(), trace()];

describe('what the account of a request shows', () => {
  test.each<[string, Partial<TimeAccount>, object]>([
    ['blocking-cpu', { cpuMs: 120 }, { level: 'warning', savedMs: 120, share: 0.6 }],
    ['event-loop-wait', { loopWaitMs: 90 }, { level: 'info', savedMs: 90 }],
  ])('%s', (rule, account, expected) => {
    const [finding] = findingsBy(
      rule,
      twice(() => traceWith(account)),
    );
    expect(finding).toMatchObject({ ...expected, isUpperBound: true, queries: [] });
    expect(finding?.fingerprint).toBe(`${rule}:GET /movies`);
  });

  test.each<[string, string, Partial<TimeAccount>]>([
    ['a short task', 'blocking-cpu', { cpuMs: 49 }],
    ['a small part of a long request', 'blocking-cpu', { cpuMs: 60, wallMs: 2_000 }],
    ['templates and an embedded database', 'blocking-cpu', { templateMs: 90, databaseMs: 90 }],
    ['a short wait', 'event-loop-wait', { loopWaitMs: 40 }],
    ['a small part', 'event-loop-wait', { loopWaitMs: 60, wallMs: 400 }],
  ])('not %s: %o', (_what, rule, account) => {
    expect(
      findingsBy(
        rule,
        twice(() => traceWith(account)),
      ),
    ).toEqual([]);
  });

  test('time that the machine gave to others is not taken for work', () => {
    const starved = (starvedMs: number) => () => traceWith({ cpuMs: 120 }, { starvedMs });
    expect(findingsBy('blocking-cpu', twice(starved(75)))).toEqual([]);
    const [finding] = findingsBy('blocking-cpu', twice(starved(30)));
    expect(finding).toMatchObject({ savedMs: 90, share: 0.45 });
    expect(finding?.summary).toContain('90 ms');
  });

  test('blocking work is told with the way to its lines', () => {
    const [finding] = findingsBy(
      'blocking-cpu',
      twice(() => traceWith({ cpuMs: 120 }, { route: '/movies' })),
    );
    expect(finding?.remedies[0]?.explanation).toContain(
      'uptempo profile http://… --route "GET /movies"',
    );
  });

  test('a first request is not judged, and one among many quick ones neither', () => {
    const slow = () => traceWith({ cpuMs: 150 });
    const quick = () => traceWith({ cpuMs: 3 });
    expect(findingsBy('blocking-cpu', [slow()])).toEqual([]);
    expect(findingsBy('blocking-cpu', [quick(), quick(), quick(), slow()])).toEqual([]);
    const other = () => traceWith({ cpuMs: 3 }, { route: '/other' });
    expect(findingsBy('blocking-cpu', [other(), other(), slow(), slow()])).toHaveLength(1);
  });
});

describe('pool-wait', () => {
  const file = () => sourceFile('await atomic(async () => {\n  await movie.save();\n});\n');

  function traceWaiting(waitMs: number, query: Parameters<typeof publishQuery>[1] = {}) {
    const { siteAt, projectRoot } = file();
    const trace = () =>
      traceWith({ poolWaitMs: waitMs }, {}, (context) => {
        publishQuery(context, { waitMs, site: siteAt('atomic'), ...query });
        publishQuery(context, { kind: 'write', site: siteAt('save') });
      });
    return findingsBy('pool-wait', twice(trace), projectRoot);
  }

  test('queries that waited before they began', () => {
    const [finding] = traceWaiting(80);
    expect(finding).toMatchObject({ queryCount: 1, costMs: 80, querySet: { site: { line: 1 } } });
    expect(finding?.summary).toBe(
      'One query waited 80 ms in all before they could begin, the longest 80 ms.',
    );
  });

  test('BEGIN has the line of what it waited for', () => {
    const [finding] = traceWaiting(80, { kind: 'transaction', sql: 'BEGIN', site: undefined });
    expect(finding).toMatchObject({ querySet: { site: { line: 2 } } });
  });

  test('not a short wait', () => {
    expect(traceWaiting(30)).toEqual([]);
  });
});

describe('large-payload', () => {
  const html = { contentType: 'text/html; charset=utf-8', contentLength: 900_000, status: 200 };
  const find = (facts: Partial<Trace>) =>
    findingsBy('large-payload', [traceWith({ cpuMs: 60 }, facts)]);

  test('a large answer that took long, with a hint to compress it', () => {
    const [finding] = find(html);
    expect(finding?.summary).toBe(
      '900 kB of text/html were sent uncompressed, by a request of 200 ms.',
    );
    expect(finding?.remedies.map(({ title }) => title)).toEqual(['Send less', 'And compress it']);
    expect(find({ ...html, contentEncoding: 'br' })[0]?.remedies).toHaveLength(1);
  });

  test.each<[string, Partial<Trace>]>([
    ['a small one', { ...html, contentLength: 299_999 }],
    ['a quick one', { ...html, durationMs: 50 } as Partial<Trace>],
    ['an image', { ...html, contentType: 'image/webp' }],
    ['one of unknown length', { ...html, contentLength: undefined }],
    ['an error page', { ...html, status: 500 }],
  ])('not %s', (_what, facts) => {
    expect(find(facts)).toEqual([]);
  });
});

describe('outgoing-call', () => {
  const call = { kind: 'http-client', name: 'GET https://rates.example/latest' } as const;

  function find(spans: readonly Parameters<typeof publishSpan>[1][]) {
    const trace = traceWith({}, {}, (context) => {
      for (const span of spans) publishSpan(context, span);
    });
    return findingsBy('outgoing-call', [trace]);
  }

  test('a server that is waited for', () => {
    const [finding] = find([{ ...call, atMs: 5, durationMs: 130 }]);
    expect(finding?.summary).toBe('GET https://rates.example/latest took 130 ms of the request.');
    expect(finding?.savedMs).toBeCloseTo(130);
  });

  test('several calls count by the time they took together', () => {
    const [finding] = find([
      { ...call, atMs: 0, durationMs: 90 },
      { ...call, atMs: 20, durationMs: 90 },
    ]);
    expect(finding?.costMs).toBeCloseTo(110);
  });

  test('not a short one, and no other span', () => {
    expect(find([{ ...call, durationMs: 60 }])).toEqual([]);
    expect(find([{ kind: 'view', durationMs: 190 }])).toEqual([]);
  });
});

describe('costly-middleware', () => {
  const hook = {
    kind: 'middleware',
    name: 'checkSignature',
    durationMs: 40,
    attributes: { phase: 'onRequest', plugin: '', changed: '' },
  } as const;

  function find(span: Parameters<typeof publishSpan>[1]) {
    const trace = () => traceWith({}, {}, (context) => publishSpan(context, span));
    return findingsBy('costly-middleware', twice(trace));
  }

  test('a hook that takes long and changes nothing', () => {
    const [finding] = find(hook);
    expect(finding).toMatchObject({
      title: 'Costly middleware: checkSignature',
      share: expect.closeTo(0.2, 6),
    });
    expect(finding?.summary).toMatch(/took 40 ms, 20 % of the request/);
  });

  test.each<[string, object]>([
    ['changes the request', { attributes: { ...hook.attributes, changed: 'request.user' } }],
    ['answers', { attributes: { ...hook.attributes, changed: 'answer' } }],
    ['runs after the answer', { attributes: { ...hook.attributes, phase: 'onResponse' } }],
    ['is the framework’s', { attributes: { ...hook.attributes, plugin: 'uptempo' } }],
    ['fails', { error: new Error('Not signed') }],
    ['is quick', { durationMs: 9 }],
    ['does not say what it changes', { attributes: {} }],
  ])('not one that %s', (_what, facts) => {
    expect(find({ ...hook, ...facts })).toEqual([]);
  });
});

describe('slow-template', () => {
  const PAGE = '<ul>\n{% for movie in movies %}\n{% include "row.html" %}\n{% endfor %}\n</ul>\n';
  const ROW = '<li>\n{% for genre in genres %}{{ genre }}{% endfor %}\n</li>\n';

  function find(ms: { page: number; row?: number; query?: number }, account: Partial<TimeAccount>) {
    const projectRoot = temporaryFiles({ 'page.html': PAGE, 'row.html': ROW });
    const render = (template: string, depth: number, durationMs: number) => ({
      template,
      file: `${projectRoot}/${template}`,
      depth,
      durationMs,
      outputLength: 1_000,
      contextNames: [],
      error: undefined,
    });
    const trace = () =>
      traceWith(account, {}, (context) => {
        const at = (atMs: number) => ({ context, startedMs: context.startedMs + atMs });
        if (ms.query !== undefined) publishQuery(context, { atMs: 12, durationMs: ms.query });
        if (ms.row !== undefined) {
          templateRenderChannel.publish({ ...at(12), ...render('row.html', 1, ms.row) });
        }
        templateRenderChannel.publish({ ...at(10), ...render('page.html', 0, ms.page) });
      });
    return findingsBy('slow-template', twice(trace), projectRoot);
  }

  test('is named with its loop', () => {
    const [finding] = find({ page: 90 }, { templateMs: 90 });
    expect(finding).toMatchObject({
      title: 'Slow template page.html',
      querySet: { site: { file: 'page.html', line: 2 }, source: '{% for movie in movies %}' },
      access: undefined,
    });
    expect(finding?.savedMs).toBeCloseTo(90);
  });

  test('an included one with the line that includes it', () => {
    const [finding] = find({ page: 120, row: 100 }, { templateMs: 120 });
    expect(finding).toMatchObject({
      title: 'Slow template row.html',
      querySet: { site: { file: 'row.html', line: 2 } },
      access: { site: { file: 'page.html', line: 3 } },
    });
  });

  test('waiting for a query while it renders is not its own', () => {
    expect(find({ page: 120, query: 100 }, { templateMs: 20, databaseMs: 100 })).toEqual([]);
    expect(find({ page: 120, query: 100 }, { templateMs: 120 })).toEqual([]);
  });

  test('a quick one, or a small part, is none', () => {
    expect(find({ page: 40 }, { templateMs: 40 })).toEqual([]);
    expect(find({ page: 60 }, { templateMs: 45 })).toEqual([]);
  });
});
