import { describe, expect, test } from 'vitest';
import {
  createRequestContext,
  queryChannel,
  relationLoadChannel,
  requestFinishChannel,
  requestStartChannel,
  runInContext,
  templateRenderChannel,
} from '../../src/events/index.ts';
import { createRecorder, traceOf } from '../../src/observe/index.ts';
import {
  publishQuery,
  publishRequest,
  publishTemplate,
  record,
  recording,
} from './cinema-events.ts';

describe('a recorder', () => {
  test('keeps what a request did', () => {
    const trace = record(() =>
      publishRequest(
        (context) => {
          publishQuery(context, { waitMs: 1, durationMs: 3, rowCount: 25 });
          publishQuery(context, { subject: 'Director', durationMs: 2 });
          publishTemplate(context, 'pager.html', 1);
          publishTemplate(context, 'movies.html', 0);
        },
        { url: '/movies?page=2', durationMs: 80 },
      ),
    );
    expect(trace).toMatchObject({
      method: 'GET',
      url: '/movies?page=2',
      route: '/movies',
      routeName: 'movie-list',
      status: 200,
      totalMs: 80,
      error: undefined,
      totals: { queryCount: 2, queryMs: 6, templateCount: 2, templateMs: 50 },
    });
    expect(trace.queries.map((query) => query.subject)).toEqual(['Movie', 'Director']);
    expect(trace.templates.map((render) => render.template)).toEqual(['pager.html', 'movies.html']);
  });

  test('subscribes when it starts and unsubscribes when it stops', () => {
    const channels = [
      queryChannel,
      relationLoadChannel,
      templateRenderChannel,
      requestStartChannel,
      requestFinishChannel,
    ];
    const recorder = createRecorder();
    expect(channels.map((channel) => channel.hasSubscribers)).not.toContain(true);
    recorder.start();
    recorder.start();
    expect(channels.map((channel) => channel.hasSubscribers)).not.toContain(false);
    recorder.stop();
    expect(channels.map((channel) => channel.hasSubscribers)).not.toContain(true);
    expect(recorder.isRecording).toBe(false);
  });

  test('keeps its traces when it is stopped', () => {
    const recorder = createRecorder();
    recorder.start();
    const { id } = publishRequest(() => {});
    recorder.stop();
    publishRequest(() => {});
    expect(recorder.traces().map((trace) => trace.id)).toEqual([id]);
  });

  test('drops the oldest trace when it is full', () => {
    recording(
      (recorder) => {
        const ids = ['/1', '/2', '/3'].map((url) => publishRequest(() => {}, { url }).id);
        expect(recorder.traces().map((trace) => trace.url)).toEqual(['/3', '/2']);
        expect(recorder.trace(ids[0]!)).toBeUndefined();
      },
      { maxTraces: 2 },
    );
  });

  test('counts the queries beyond its limit without keeping them', () => {
    const trace = record(
      () =>
        publishRequest((context) => {
          for (let count = 0; count < 10; count++) publishQuery(context, { durationMs: 2 });
        }),
      { maxQueriesPerTrace: 4 },
    );
    expect(trace.queries).toHaveLength(4);
    expect(trace.dropped.queries).toBe(6);
    expect(trace.totals).toMatchObject({ queryCount: 10, queryMs: 20 });
  });

  test('keeps requests that run at the same time apart', () => {
    recording((recorder) => {
      const inner: string[] = [];
      const outer = publishRequest((context) => {
        publishQuery(context, { subject: 'Movie' });
        inner.push(publishRequest((other) => publishQuery(other, { subject: 'Genre' })).id);
        publishQuery(context, { subject: 'Director' });
      });
      expect(recorder.trace(outer.id)?.queries.map((query) => query.subject)).toEqual([
        'Movie',
        'Director',
      ]);
      expect(recorder.trace(inner[0]!)?.queries.map((query) => query.subject)).toEqual(['Genre']);
    });
  });

  test('counts what belongs to no request', () => {
    recording((recorder) => {
      publishQuery(undefined);
      publishQuery(createRequestContext());
      expect(recorder.orphans).toMatchObject({ queries: 2, relationLoads: 0, templates: 0 });
      expect(recorder.traces()).toEqual([]);
    });
  });

  test('leaves no trace of requests it is told to ignore', () => {
    recording(
      (recorder) => {
        publishRequest((context) => publishQuery(context), { url: '/__uptempo/history.json' });
        expect(recorder.traces()).toEqual([]);
        expect(recorder.orphans.queries).toBe(0);
      },
      { ignores: (event) => event.url.startsWith('/__uptempo/') },
    );
  });

  test('does not mix its traces with those of another recorder', () => {
    recording((first) => {
      const context = createRequestContext();
      runInContext(context, () => publishRequest((own) => publishQuery(own)));
      recording((second) => {
        publishRequest((own) => publishQuery(own));
        expect(second.traces().map((trace) => trace.queries.length)).toEqual([1]);
      });
      expect(first.traces().map((trace) => trace.queries.length)).toEqual([1, 1]);
    });
  });

  test('keeps what was thrown, without its stack', () => {
    const error = Object.assign(new Error('No movie has the id 7.'), { code: 'orm.row.missing' });
    const trace = record(() => publishRequest(() => {}, { statusCode: 404, error }));
    expect(trace.error).toEqual({
      name: 'Error',
      code: 'orm.row.missing',
      message: 'No movie has the id 7.',
      hint: undefined,
    });
  });

  test('refuses a misspelled option', () => {
    expect(() => createRecorder({ maxTrace: 5 } as object)).toThrow(
      expect.objectContaining({
        code: 'core.option.unknown',
        hint: expect.stringContaining('Did you mean "maxTraces"?'),
      }),
    );
  });
});

describe('traceOf', () => {
  test('gives the queries of a request that still runs', () => {
    recording(() => {
      publishRequest((context) => {
        publishQuery(context, { subject: 'Movie' });
        const trace = traceOf(context);
        expect(trace?.queries.map((query) => query.subject)).toEqual(['Movie']);
        expect(trace?.status).toBeUndefined();
      });
    });
  });

  test('gives nothing while nothing records', () => {
    publishRequest((context) => expect(traceOf(context)).toBeUndefined());
  });
});

describe('parameters', () => {
  const parameters = ['Kubrick', 1968, null, new Date(0), new Uint8Array(12), [1, 'a'], 5n, true];

  test('are not kept unless asked for', () => {
    const trace = record(() => publishRequest((context) => publishQuery(context, { parameters })));
    expect(trace.queries[0]?.parameters).toBeUndefined();
    expect(JSON.stringify(trace)).not.toContain('Kubrick');
  });

  test('are kept as short texts', () => {
    const trace = record(() => publishRequest((context) => publishQuery(context, { parameters })), {
      recordsParameters: true,
    });
    expect(trace.queries[0]?.parameters).toEqual([
      '"Kubrick"',
      '1968',
      'null',
      '1970-01-01T00:00:00.000Z',
      '<12 bytes>',
      '[1, "a"]',
      '5n',
      'true',
    ]);
  });

  test('without a text form do no harm', () => {
    const unprintable = [Object.create(null), Symbol('seat'), { toString: () => JSON.parse('{') }];
    const trace = record(
      () =>
        publishRequest((context) =>
          publishQuery(context, { parameters: unprintable, error: unprintable[0] }),
        ),
      { recordsParameters: true },
    );
    expect(trace.queries[0]?.parameters).toEqual(['[object]', 'Symbol(seat)', '[object]']);
    expect(trace.queries[0]?.error?.message).toBe('[object]');
  });

  test('are cut to a length', () => {
    const trace = record(
      () =>
        publishRequest((context) => publishQuery(context, { parameters: ['x'.repeat(1_000_000)] })),
      { recordsParameters: true, maxParameterLength: 20 },
    );
    expect(trace.queries[0]?.parameters).toEqual([`"${'x'.repeat(19)}…`]);
  });

  test('are copied, since the driver may reuse its list', () => {
    const list = ['Jaws'];
    const trace = record(
      () => publishRequest((context) => publishQuery(context, { parameters: list })),
      { recordsParameters: true },
    );
    list[0] = 'Alien';
    expect(trace.queries[0]?.parameters).toEqual(['"Jaws"']);
  });
});
