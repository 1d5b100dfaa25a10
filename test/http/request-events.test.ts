import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import {
  currentContext,
  type RequestContext,
  type RequestFinishEvent,
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
} from '../../src/events/index.ts';
import { contextOf, requestEvents } from '../../src/http/index.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** A plain Fastify app on a real socket. */
async function cinemaApp(addRoutes: (app: FastifyInstance) => void): Promise<string> {
  const app = fastify();
  app.register(requestEvents);
  addRoutes(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  cleanUps.push(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

function recordStarts(): RequestStartEvent[] {
  const events: RequestStartEvent[] = [];
  cleanUps.push(requestStartChannel.subscribe((event) => events.push(event)));
  return events;
}

function recordFinishes(): RequestFinishEvent[] {
  const events: RequestFinishEvent[] = [];
  cleanUps.push(requestFinishChannel.subscribe((event) => events.push(event)));
  return events;
}

describe('the context of a request', () => {
  test('is the current one in hooks and views, before and after an await and a body', async () => {
    const seen: Record<string, RequestContext | undefined> = {};
    let own: RequestContext | undefined;
    const url = await cinemaApp((app) => {
      app.addHook('onRequest', async () => {
        seen.onRequest = currentContext();
      });
      app.addHook('preHandler', async () => {
        await nextTurn();
        seen.preHandler = currentContext();
      });
      app.addHook('onSend', async () => {
        seen.onSend = currentContext();
      });
      app.post('/movies', async (request) => {
        own = contextOf(request);
        seen.view = currentContext();
        await nextTurn();
        seen.viewAfterAwait = currentContext();
        return request.body;
      });
    });
    const body = JSON.stringify({ title: 'Jaws', plot: 'x'.repeat(200_000) });
    const response = await fetch(`${url}/movies`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(await response.text()).toBe(body);
    expect(own?.id).toMatch(/^[0-9a-f-]{36}$/);
    expect(Object.keys(seen)).toHaveLength(5);
    for (const context of Object.values(seen)) expect(context).toBe(own);
  });

  test('is the current one in a stream that is read under back pressure', async () => {
    const seen = new Set<RequestContext | undefined>();
    let own: RequestContext | undefined;
    const url = await cinemaApp((app) => {
      app.get('/export', (request, reply) => {
        own = contextOf(request);
        let rows = 0;
        const stream = new Readable({
          read() {
            seen.add(currentContext());
            this.push(rows++ < 200 ? 'x'.repeat(64 * 1024) : null);
          },
        });
        return reply.send(stream);
      });
    });
    const response = await fetch(`${url}/export`);
    let bytes = 0;
    for await (const chunk of response.body!) {
      bytes += chunk.length;
      await nextTurn();
    }
    expect(bytes).toBe(200 * 64 * 1024);
    expect([...seen]).toEqual([own]);
  });

  test('differs between two requests at the same time', async () => {
    const url = await cinemaApp((app) => {
      app.get('/', async () => {
        const before = currentContext()?.id;
        await nextTurn();
        return { before, after: currentContext()?.id };
      });
    });
    const answers = await Promise.all(
      [1, 2, 3].map(async () => (await fetch(url)).json() as Promise<Record<string, string>>),
    );
    for (const { before, after } of answers) expect(after).toBe(before);
    expect(new Set(answers.map(({ before }) => before)).size).toBe(3);
  });

  test('is there once when the plugin is registered twice', async () => {
    const starts = recordStarts();
    const url = await cinemaApp((app) => {
      app.register(requestEvents);
      app.register(async (scope) => {
        scope.register(requestEvents);
        scope.get('/movies', async () => 'movies');
      });
    });
    await fetch(`${url}/movies`);
    expect(starts).toHaveLength(1);
  });
});

describe('the events of a request', () => {
  test('tell the route, the status and the size', async () => {
    const starts = recordStarts();
    const finishes = recordFinishes();
    const url = await cinemaApp((app) => {
      app.get('/movies/:id', { config: { name: 'movie-detail' } }, async () => ({ title: 'Jaws' }));
    });
    await fetch(`${url}/movies/7?full=1`);
    expect(starts).toMatchObject([
      { method: 'GET', url: '/movies/7?full=1', route: '/movies/:id', routeName: 'movie-detail' },
    ]);
    expect(finishes).toMatchObject([
      {
        statusCode: 200,
        contentType: 'application/json; charset=utf-8',
        contentLength: '{"title":"Jaws"}'.length,
        error: undefined,
      },
    ]);
    expect(finishes[0]?.context).toBe(starts[0]?.context);
    expect(finishes[0]?.durationMs).toBeGreaterThan(0);
  });

  test('name no route for a path that none matches', async () => {
    const starts = recordStarts();
    const finishes = recordFinishes();
    const url = await cinemaApp(() => undefined);
    await fetch(`${url}/nowhere`);
    expect(starts).toMatchObject([{ route: undefined, routeName: undefined }]);
    expect(finishes).toMatchObject([{ statusCode: 404 }]);
  });

  test('carry what a view threw', async () => {
    const finishes = recordFinishes();
    const failure = new Error('The projector is broken');
    const url = await cinemaApp((app) => {
      app.get('/', async () => {
        throw failure;
      });
    });
    await fetch(url);
    expect(finishes[0]?.statusCode).toBe(500);
    expect(finishes[0]?.error).toBe(failure);
  });

  test('finish with 499 when the visitor leaves before the answer', async () => {
    const finishes = recordFinishes();
    const arrived = Promise.withResolvers<void>();
    const url = await cinemaApp((app) => {
      app.get('/slow', async (request) => {
        arrived.resolve();
        await once(request.raw, 'close');
        return 'too late';
      });
    });
    const client = httpRequest(`${url}/slow`);
    client.on('error', () => undefined);
    client.end();
    await arrived.promise;
    client.destroy();
    await expect.poll(() => finishes.length).toBe(1);
    expect(finishes[0]?.statusCode).toBe(499);
  });
});
