import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type SpanEvent, spanChannel } from '../../src/events/index.ts';
import { createApp, installRequestEvents, installRequestSpans } from '../../src/http/index.ts';

/** A plain Fastify app that measures from its first hook on. */
function measuredApp(): FastifyInstance {
  const app = fastify({ forceCloseConnections: true });
  installRequestEvents(app);
  installRequestSpans(app);
  onTestFinished(() => app.close());
  return app;
}

function listenToSpans(): SpanEvent[] {
  const spans: SpanEvent[] = [];
  onTestFinished(spanChannel.subscribe((span) => spans.push(span)));
  return spans;
}

/** `onRequest readUser request.user`: what a test says of a hook. */
function summary({ kind, name, attributes }: SpanEvent): string {
  return kind === 'middleware'
    ? `${attributes.phase} ${name} [${attributes.changed}]`
    : `${kind} ${name}`;
}

describe('the hooks of a request', () => {
  test('are told of by phase and name, with what they changed', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.decorateRequest('user', '');
    app.addHook('onRequest', async function readUser(request) {
      Object.assign(request, { user: 'ada' });
    });
    app.addHook('preHandler', function idle(_request, _reply, done) {
      done();
    });
    app.addHook('onSend', async function sign(_request, reply, payload) {
      reply.header('x-signed', 'yes');
      return `${payload}!`;
    });
    app.get('/', async function home() {
      return 'hello';
    });
    const answer = await app.inject('/');
    expect(answer.body).toBe('hello!');
    expect(answer.headers['x-signed']).toBe('yes');
    expect(spans.map(summary)).toEqual([
      'onRequest readUser [request.user]',
      'preHandler idle []',
      'view home',
      'onSend sign [header x-signed, body]',
    ]);
    expect(spans[0]?.site?.location?.file).toContain('request-spans.test.ts');
    expect(spans[2]?.site?.location?.file).toContain('request-spans.test.ts');
    expect(new Set(spans.map(({ context }) => context?.id)).size).toBe(1);
  });

  test('last until their promise is kept or their callback called', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    const times: Record<string, number> = {};
    app.addHook('onRequest', async function promised() {
      const began = performance.now();
      await sleep(15);
      times.promised = performance.now() - began;
    });
    app.addHook('preHandler', function calledBack(_request, _reply, done) {
      const began = performance.now();
      setTimeout(() => {
        times.calledBack = performance.now() - began;
        done();
      }, 15);
    });
    app.get('/', async () => 'hello');
    await app.inject('/');
    for (const name of ['promised', 'calledBack']) {
      const span = spans.find((each) => each.name === name);
      expect(span?.durationMs).toBeGreaterThanOrEqual(times[name]!);
    }
  });

  test('of one another are not in their time', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.addHook('onRequest', function outer(_request, _reply, done) {
      done();
    });
    app.addHook('onRequest', async function slow() {
      await sleep(20);
    });
    app.get('/', async () => 'hello');
    await app.inject('/');
    const [outer, slow] = spans;
    expect(outer?.name).toBe('outer');
    expect(outer!.startedMs + outer!.durationMs).toBeLessThanOrEqual(slow!.startedMs);
  });

  test('of routes, lists of them, and of plugins that add them to routes', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    const shared = [async function first() {}, async function second() {}];
    app.addHook('onRoute', (route) => {
      route.onSend = async function compress(_request: unknown, _reply: unknown, body: unknown) {
        return body;
      };
    });
    app.get('/', { preHandler: shared, onRequest: async function alone() {} }, async () => 'hello');
    await app.inject('/');
    expect(spans.filter(({ kind }) => kind === 'middleware').map(({ name }) => name)).toEqual([
      'alone',
      'first',
      'second',
      'compress',
    ]);
    expect(shared.map(({ name }) => name)).toEqual(['first', 'second']);
    spans.length = 0;
    await app.inject({ method: 'HEAD', url: '/' });
    expect(spans.filter(({ name }) => name === 'first')).toHaveLength(1);
  });

  test('run in their own scope, with its instance as this', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    const seen: string[] = [];
    app.register(async function tickets(scope) {
      scope.decorate('price', 7);
      scope.addHook('onRequest', async function askPrice(this: FastifyInstance) {
        seen.push(String(Reflect.get(this, 'price')));
      });
      scope.get('/tickets', async () => 'ticket');
    });
    app.get('/', async () => 'home');
    await app.inject('/');
    await app.inject('/tickets');
    expect(seen).toEqual(['7']);
    const hooks = spans.filter(({ kind }) => kind === 'middleware');
    expect(hooks.map(({ attributes }) => attributes.plugin)).toEqual(['tickets']);
  });

  test('that fail are told of with the error, which goes its way', async () => {
    for (const fail of [
      async function rejected() {
        throw new Error('No seats.');
      },
      function thrown() {
        throw new Error('No seats.');
      },
      function passed(_request: unknown, _reply: unknown, done: (error?: Error) => void) {
        done(new Error('No seats.'));
      },
    ]) {
      const app = measuredApp();
      const spans = listenToSpans();
      app.addHook('preHandler', fail as never);
      app.get('/', async () => 'hello');
      const answer = await app.inject('/');
      expect(answer.statusCode).toBe(500);
      expect(answer.json()).toMatchObject({ message: 'No seats.' });
      expect(spans[0]).toMatchObject({ name: fail.name, error: { message: 'No seats.' } });
      expect(spans.some(({ kind }) => kind === 'view')).toBe(false);
    }
  });

  test('that answer themselves end with the answer', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.addHook('preHandler', function refuse(request, reply, done) {
      if (request.url === '/open') done();
      else setTimeout(() => reply.code(401).send('Who are you?'), 5);
    });
    app.get('/', async () => 'hello');
    app.get('/open', async () => 'open');
    expect((await app.inject('/')).statusCode).toBe(401);
    expect(spans.map(summary)).toEqual(['preHandler refuse [answer]']);
    expect((await app.inject('/open')).body).toBe('open');
  });

  test('keep what Fastify says about hooks it refuses', async () => {
    const app = measuredApp();
    const add = (phase: string, hook: unknown) => () => app.addHook(phase as never, hook as never);
    expect(add('onRequest', async (_a: 1, _b: 1, _c: 1) => {})).toThrow(
      /Async function has too many/,
    );
    expect(add('onSend', async (_a: 1, _b: 1, _c: 1, _d: 1) => {})).toThrow(/Async function/);
    expect(add('onRequest', undefined)).toThrow(/should be a function/);
  });

  test('see the payload of a stream, an error and a serialization as they would', async () => {
    const app = measuredApp();
    listenToSpans();
    app.addHook('preSerialization', async (_request, _reply, payload) => ({
      ...(payload as object),
      wrapped: true,
    }));
    app.addHook('preParsing', (_request, _reply, payload, done) => done(null, payload));
    app.post('/', async ({ body }) => ({ body }));
    const answer = await app.inject({ method: 'POST', url: '/', payload: { seats: 2 } });
    expect(answer.json()).toEqual({ body: { seats: 2 }, wrapped: true });
  });

  test('are not touched while nobody listens', async () => {
    const app = measuredApp();
    app.addHook('onRequest', function check(this: FastifyInstance, request, _reply, done) {
      expect(this).toBe(request.server);
      done();
    });
    app.get('/', async () => 'hello');
    expect(spanChannel.hasSubscribers).toBe(false);
    expect((await app.inject('/')).body).toBe('hello');
  });

  test('of the framework are told of in development, and none is measured in production', async () => {
    const spans = listenToSpans();
    for (const mode of ['development', 'production'] as const) {
      spans.length = 0;
      const app = createApp({ mode, allowedHosts: ['*'] });
      onTestFinished(() => app.close());
      app.addHook('onRequest', async function own() {});
      app.get('/', async () => 'hello');
      await app.inject('/');
      const hooks = spans.filter(({ kind }) => kind === 'middleware');
      const owners = hooks.map(({ name, attributes }) => `${attributes.plugin}:${name}`);
      if (mode === 'production') expect(owners).toEqual([]);
      else expect(owners).toEqual(expect.arrayContaining(['uptempo:checkHost', ':own']));
    }
  });
});

describe('the view', () => {
  test('that answers from a callback lasts until it has', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.get('/', function later(_request, reply) {
      setTimeout(() => reply.send('late'), 10);
    });
    await app.inject('/');
    await expect.poll(() => spans.map(summary)).toEqual(['view later']);
  });

  test('that fails has its error', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.get('/', async function broken() {
      throw new Error('The projector broke.');
    });
    await app.inject('/');
    expect(spans).toMatchObject([{ name: 'broken', error: { message: 'The projector broke.' } }]);
  });

  test('without a name has that of its route', async () => {
    const app = measuredApp();
    const spans = listenToSpans();
    app.get('/movies/:id', async () => 'movie');
    await app.inject('/movies/7');
    expect(spans).toMatchObject([
      { name: 'GET /movies/:id', attributes: { route: '/movies/:id' } },
    ]);
  });
});

test('a request to another server is told of in the context of the one that made it', async () => {
  const other = createServer((_request, answer) => answer.end('1.08')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const app = measuredApp();
  const spans = listenToSpans();
  app.get('/', async function rate() {
    const answer = await fetch(`http://127.0.0.1:${port}/rates?key=s3cret`);
    return answer.text();
  });
  expect((await app.inject('/')).body).toBe('1.08');
  const call = spans.find(({ kind }) => kind === 'http-client');
  const view = spans.find(({ kind }) => kind === 'view');
  expect(call?.context).toBe(view?.context);
  expect(call?.attributes).toEqual({
    method: 'GET',
    host: `http://127.0.0.1:${port}`,
    path: '/rates',
    status: 200,
  });
  expect(call?.site?.location?.functionName).toContain('rate');
  expect(JSON.stringify(call)).not.toContain('s3cret');
});
