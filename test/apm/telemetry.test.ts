import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { beforeEach, expect, test } from 'vitest';
import { createCache } from '../../src/cache/index.ts';
import { database } from '../../src/orm/index.ts';
import { connectCinema, Movie } from '../support/cinema.ts';
import { openSite, TOKEN } from './site.ts';

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }),
);
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
propagation.setGlobalPropagator({
  fields: () => ['traceparent'],
  inject: () => {},
  extract: (parent, carrier) => {
    const [, traceId, spanId] = String(Reflect.get(carrier as object, 'traceparent')).split('-');
    if (traceId === undefined || spanId === undefined) return parent;
    return trace.setSpanContext(parent, { traceId, spanId, traceFlags: 1, isRemote: true });
  },
});

beforeEach(() => exporter.reset());

function openTracedSite() {
  return openSite({ token: TOKEN, openTelemetry: true }, (app) => {
    app.get('/movies/:id', async ({ params }) => {
      const { id } = params as { readonly id: string };
      await films.set('last', id);
      return (await Movie.objects.filter({ id: Number(id) }).first())?.title ?? 'none';
    });
    app.get('/own', async () =>
      trace.getTracer('site').startActiveSpan('own work', async (span) => {
        await database().raw("SELECT title FROM movie WHERE title = 'Jaws'");
        span.end();
        return 'done';
      }),
    );
  });
}

const films = createCache({ url: 'memory:' });

test('a request is a span with its statements and calls of caches below it', async () => {
  await connectCinema();
  const app = await openTracedSite();
  await app.inject({ url: '/movies/7?secret=hunter2', headers: { 'user-agent': 'test' } });
  const spans = exporter.getFinishedSpans();
  const request = spans.find(({ kind }) => kind === SpanKind.SERVER)!;
  expect(request.name).toBe('GET /movies/:id');
  expect(request.attributes).toMatchObject({
    'http.request.method': 'GET',
    'http.route': '/movies/:id',
    'url.path': '/movies/7',
    'url.scheme': 'http',
    'http.response.status_code': 200,
    'user_agent.original': 'test',
  });
  expect(request.status.code).toBe(SpanStatusCode.UNSET);
  const query = spans.find(({ attributes }) => attributes['db.system.name'] !== undefined)!;
  expect(query.name).toBe('SELECT movie');
  expect(query.kind).toBe(SpanKind.CLIENT);
  expect(query.attributes).toMatchObject({
    'db.system.name': 'sqlite',
    'db.namespace': 'default',
    'db.operation.name': 'SELECT',
    'db.collection.name': 'movie',
    'db.query.text': expect.stringMatching(/WHERE .* = \?/),
  });
  const cache = spans.find(({ name }) => name.startsWith('cache set'))!;
  for (const child of [query, cache]) {
    expect(child.parentSpanContext?.spanId).toBe(request.spanContext().spanId);
    expect(child.spanContext().traceId).toBe(request.spanContext().traceId);
  }
  expect(JSON.stringify(spans.map(({ attributes }) => attributes))).not.toContain('hunter2');
});

test('statements inside of a span of the application are below that', async () => {
  await connectCinema();
  const app = await openTracedSite();
  await app.inject('/own');
  const [query, own, request] = ['SELECT movie', 'own work', 'GET /own'].map(
    (name) => exporter.getFinishedSpans().find((span) => span.name === name)!,
  );
  expect(query!.parentSpanContext?.spanId).toBe(own!.spanContext().spanId);
  expect(own!.parentSpanContext?.spanId).toBe(request!.spanContext().spanId);
  expect(query!.attributes['db.query.text']).toBe('SELECT title FROM movie WHERE title = ?');
});

test('the trace of who asked goes on', async () => {
  const app = await openTracedSite();
  const [traceId, spanId] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];
  await app.inject({ url: '/fast', headers: { traceparent: `00-${traceId}-${spanId}-01` } });
  const [request] = exporter.getFinishedSpans();
  expect(request!.spanContext().traceId).toBe(traceId);
  expect(request!.parentSpanContext?.spanId).toBe(spanId);
});

test('errors of the server are errors of the span, those of the client are not', async () => {
  const app = await openTracedSite();
  await app.inject('/fails');
  await app.inject('/nowhere');
  const [failed, missing] = exporter.getFinishedSpans();
  expect([failed!.status.code, failed!.attributes['error.type']]).toEqual([
    SpanStatusCode.ERROR,
    'TypeError',
  ]);
  expect([missing!.name, missing!.status.code]).toEqual(['GET', SpanStatusCode.UNSET]);
});

test('the pages of the APM and what comes after the end make no spans', async () => {
  const app = await openTracedSite();
  await app.inject({ url: '/__uptempo/apm/', headers: { authorization: `Bearer ${TOKEN}` } });
  expect(exporter.getFinishedSpans()).toEqual([]);
});
