import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { request as secureRequest } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCache } from '../../../src/cache/index.ts';
import {
  cacheChannel,
  type RequestFinishEvent,
  requestFinishChannel,
} from '../../../src/events/index.ts';
import {
  cachePage,
  cacheSite,
  dressResponses,
  pageCache,
  requestEvents,
} from '../../../src/http/index.ts';
import { temporaryFiles } from '../../support/files.ts';
import { counting, type Site, site } from './site.ts';

/** A site in a plain Fastify app that says how many requests Fastify has had. */
function counted(options: FastifyServerOptions = {}) {
  let routed = 0;
  const genReqId = () => {
    routed += 1;
    return String(routed);
  };
  const own = site({ isPlain: true, app: { fastify: { ...options, genReqId } } });
  return { ...own, routed: () => routed };
}

function certificate(): { key: Buffer; cert: Buffer } {
  const folder = temporaryFiles({});
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const made = spawnSync('openssl', [
    ...'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1'.split(' '),
    ...['-subj', '/CN=localhost', '-keyout', key, '-out', cert],
  ]);
  if (made.status !== 0) throw new Error(`openssl made no certificate: ${made.stderr}`);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

const HOST = { host: 'a.example' };

/** Asks until the site has learnt where the page is: makes it, finds it, finds it in front. */
async function learnt({ get }: Pick<Site, 'get'>, path = '/') {
  await get(path, HOST);
  return get(path, HOST);
}

describe('in a plain Fastify app a hit is in front of routing', () => {
  test.for<[string, (app: FastifyInstance) => Promise<unknown>]>([
    ['alone', async (app) => app.register(pageCache)],
    ['after requestEvents', async (app) => app.register(requestEvents).register(pageCache)],
    [
      'before hooks of others',
      async (app) => {
        await app.register(pageCache);
        app.addHook('onRequest', async (_request, reply) => void reply.header('x-late', '1'));
      },
    ],
  ])('with pageCache %s, as it is after routing', async ([, setUp]) => {
    const own = counted();
    await setUp(own.app);
    own.page('/', { timeout: '1h' }, counting());
    const second = await learnt(own);
    const third = await own.get('/', HOST);
    expect([third.body, own.routed()]).toEqual(['run 1', 2]);
    expect({ ...third.headers, age: '' }).toEqual({ ...second.headers, age: '' });
    expect(third.headers['x-request-id']).toBeUndefined();
    const known = await own.get('/', { ...HOST, 'if-none-match': third.headers.etag });
    expect([known.status, own.routed()]).toEqual([304, 2]);
    expect((await own.get('/', { host: 'b.example' })).body).toBe('run 2');
    expect((await own.app.inject({ url: '/', headers: HOST })).body).toBe('run 1');
  });

  test('with cacheSite, in encapsulated routes too', async () => {
    const { app, cache, get, routed } = counted();
    await app.register(cacheSite, { cache, timeout: '1h' });
    await app.register(async (scope) => {
      scope.get('/scope', () => 'page');
    });
    await learnt({ get }, '/scope');
    expect((await get('/scope', HOST)).body).toBe('page');
    expect(routed()).toBe(2);
  });

  test('over TLS', async () => {
    const own = counted({ https: certificate() } as never);
    await own.app.register(pageCache);
    own.page('/', { timeout: '1h' }, ({ protocol }, reply) => reply.send(protocol));
    const port = await own.port();
    const get = () =>
      new Promise<string>((resolve, reject) => {
        secureRequest({ host: '127.0.0.1', port, rejectUnauthorized: false, agent: false })
          .on('response', (answer) => resolve(text(answer)))
          .on('error', reject)
          .end();
      });
    for (let i = 0; i < 4; i += 1) expect(await get()).toBe('https');
    expect(own.routed()).toBe(2);
  });

  test('and tells what was told after routing: nothing without requestEvents', async () => {
    const { app, page, get, routed } = counted();
    await app.register(pageCache);
    page('/', { timeout: '1h' }, counting());
    await learnt({ get });
    const finishes: RequestFinishEvent[] = [];
    const contexts: unknown[] = [];
    onTestFinished(requestFinishChannel.subscribe((event) => finishes.push(event)));
    onTestFinished(cacheChannel.subscribe(({ context }) => contexts.push(context)));
    await get('/', HOST);
    expect([routed(), finishes, contexts]).toEqual([2, [], [undefined]]);
  });

  test('and its finish with them', async () => {
    const { app, page, get, routed } = counted();
    await app.register(requestEvents).register(pageCache);
    page('/', { timeout: '1h' }, counting());
    await learnt({ get });
    const finishes: RequestFinishEvent[] = [];
    onTestFinished(requestFinishChannel.subscribe((event) => finishes.push(event)));
    await get('/', HOST);
    await vi.waitFor(() => expect(finishes).toMatchObject([{ statusCode: 200 }]));
    expect(routed()).toBe(2);
  });

  test('until it closes, which ends idle connections as ever', async () => {
    const { app, page, get, port, routed } = counted();
    await app.register(pageCache);
    page('/', { timeout: '1h' }, () => 'hit');
    await learnt({ get });
    const socket = connect(await port(), '127.0.0.1').setEncoding('utf8');
    onTestFinished(() => void socket.destroy());
    let received = '';
    socket.on('data', (part) => {
      received += part;
    });
    const ask = 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n';
    socket.write(ask + ask);
    await vi.waitFor(() => expect(received.match(/\r\n\r\nhit/g)).toHaveLength(2));
    expect(routed()).toBe(2);
    await Promise.all([app.close(), once(socket, 'close')]);
  });
});

describe('in a plain Fastify app a hit is routed all the same', () => {
  const silent = { level: 'error', stream: { write() {} } } as never;
  class Quiet extends LogController {}

  test.for<[string, FastifyServerOptions, ((own: Site) => unknown)?]>([
    ['with a log', { logger: silent }],
    ['with a log controller', { logController: new Quiet({}) } as FastifyServerOptions],
    ['with rewritten URLs', { rewriteUrl: ({ url = '' }) => url }],
    [
      'with a server of its own',
      {
        serverFactory: (handler) => createServer((request, response) => handler(request, response)),
      },
    ],
    [
      'with a hook before ours',
      {},
      ({ app }) => void app.addHook('onRequest', (_request, _reply, done) => done()),
    ],
    [
      'with a hook before ours that a plugin added',
      {},
      ({ app }) =>
        app.register(
          Object.assign(
            async (inner: FastifyInstance) => {
              inner.addHook('onRequest', async () => {});
            },
            { [Symbol.for('skip-override')]: true },
          ),
        ),
    ],
    [
      'with a listener before Fastify',
      {},
      ({ app }) => void app.server.prependListener('request', () => {}),
    ],
    [
      'with a route before that depends on more than the URL',
      {},
      ({ app }) => void app.get('/', { constraints: { host: 'b.example' } }, () => 'b'),
    ],
    [
      'with hooks for clients that leave',
      {},
      ({ app }) => void app.addHook('onRequestAbort', async (_request) => {}),
    ],
    [
      'with hooks for timeouts',
      {},
      ({ app }) => void app.addHook('onTimeout', async (_request, _reply) => {}),
    ],
    [
      'with answers that are dressed',
      {},
      ({ app }) => dressResponses(app, (_request, _reply, body) => body),
    ],
  ])('%s', async ([, options, setUp]) => {
    const own = counted(options);
    await setUp?.(own);
    await own.app.register(pageCache);
    own.page('/', { timeout: '1h' }, counting());
    await learnt(own);
    for (let again = 0; again < 2; again += 1)
      expect((await own.get('/', HOST)).body).toBe('run 1');
    expect(own.routed()).toBe(4);
  });

  test('without pageCache, in a scope that has it, and in one with a hook before', async () => {
    const { app, cache, get, routed } = counted();
    let asked = 0;
    const kept = cachePage({ cache, timeout: '1h' });
    app.get('/without', kept, () => 'page');
    await app.register(async (scope) => {
      scope.addHook('onRequest', async () => {
        asked += 1;
      });
      await scope.register(pageCache);
      scope.get('/scope', kept, () => 'page');
    });
    for (const path of ['/without', '/scope']) for (let i = 0; i < 4; i += 1) await get(path, HOST);
    expect([routed(), asked]).toEqual([8, 4]);
  });

  test('where a listener has begun to answer', async () => {
    const own = counted();
    await own.app.register(pageCache);
    own.page('/', { timeout: '1h' }, counting());
    await learnt(own);
    own.app.server.prependListener('request', (_request, response) => {
      response.setHeader('x-before', '1');
    });
    const { headers, body } = await own.get('/', HOST);
    expect([headers['x-before'], body, own.routed()]).toEqual(['1', 'run 1', 3]);
  });

  test('over HTTP/2', async () => {
    const { connect: connectTo } = await import('node:http2');
    const cache = createCache();
    let routed = 0;
    const genReqId = () => {
      routed += 1;
      return String(routed);
    };
    const app = fastify({ http2: true, genReqId });
    onTestFinished(async () => {
      await app.close();
      await cache.close();
    });
    await app.register(pageCache as never);
    app.get('/', cachePage({ cache, timeout: '1h' }), () => 'page');
    await app.listen({ host: '127.0.0.1', port: 0 });
    const session = connectTo(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
    onTestFinished(() => session.destroy());
    for (let i = 0; i < 3; i += 1)
      expect(await text(session.request({ ':path': '/' }))).toBe('page');
    expect(routed).toBe(3);
  });
});
