import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  cacheChannel,
  type RequestFinishEvent,
  type RequestStartEvent,
  requestFinishChannel,
  requestStartChannel,
} from '../../../src/events/index.ts';
import { type AppOptions, cachePage, dressResponses } from '../../../src/http/index.ts';
import { counting, type Site, site } from './site.ts';

/** A site that says how many requests Fastify has had, which are those not answered in front. */
function counted(options: AppOptions = {}) {
  let routed = 0;
  const genReqId = () => {
    routed += 1;
    return String(routed);
  };
  const own = site({ app: { ...options, fastify: { ...options.fastify, genReqId } } });
  return { ...own, routed: () => routed };
}

const HOST = { host: 'a.example' };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Asks until the site has learnt where the page is: makes it, finds it, finds it in front. */
async function learnt({ get }: Pick<Site, 'get'>, path = '/', headers: object = HOST) {
  await get(path, { ...headers });
  return get(path, { ...headers });
}

describe('a hit in front of routing', () => {
  test('is what a routed hit is, with an id and an age of its own', async () => {
    const { page, get, routed, runs } = counted();
    page('/', { timeout: '1h' }, (_request, reply) =>
      reply.type('text/html').header('x-reel', ['one', 'two']).send('Ran é'),
    );
    const second = await learnt({ get });
    expect(routed()).toBe(2);
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 });
    const third = await get('/', HOST);
    expect([routed(), runs.get('/')]).toEqual([2, 1]);
    expect(third.body).toBe('Ran é');
    expect(Number(third.headers.age)).toBeGreaterThanOrEqual(89);
    expect(third.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(third.headers['x-request-id']).not.toBe(second.headers['x-request-id']);
    const own = { age: '', 'x-request-id': '' };
    expect({ ...third.headers, ...own }).toEqual({ ...second.headers, ...own });
  });

  test('says 304 to who has the page, and Cache-Status where it is asked for', async () => {
    const { page, get, routed } = counted();
    page('/', { timeout: '1h', statusHeader: true }, counting());
    const { headers } = await learnt({ get });
    const known = await get('/', { ...HOST, 'if-none-match': headers.etag });
    expect([known.status, known.body, known.headers['content-length']]).toEqual([
      304,
      '',
      undefined,
    ]);
    expect(known.headers['cache-status']).toBe('uptempo; hit');
    expect(known.headers.etag).toBe(headers.etag);
    expect((await get('/', { ...HOST, 'if-none-match': '"other"' })).body).toBe('run 1');
    expect(routed()).toBe(2);
  });

  test('keeps bytes that are no text, and large ones', async () => {
    const { page, get, routed } = counted();
    const reel = Buffer.alloc(200_000, 0xe9);
    page('/', { timeout: '1h' }, () => reel);
    await learnt({ get });
    expect((await get('/', HOST)).bytes.equals(reel)).toBe(true);
    expect(routed()).toBe(2);
  });

  test('is not for other cookies, hosts, forwarded addresses or headers that vary', async () => {
    const { page, get } = counted();
    page('/', { timeout: '1h' }, (request, reply) => {
      const { cookie, host, 'x-theme': theme, 'x-forwarded-host': forwarded } = request.headers;
      return reply.header('vary', 'X-Theme').send(JSON.stringify([cookie, host, theme, forwarded]));
    });
    const requests = [
      {},
      { cookie: 's=1' },
      { cookie: '' },
      { cookie: 's=2' },
      { host: 'b.example' },
      { 'x-theme': 'dark' },
      { 'x-theme': 'dark', cookie: 's=1' },
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-host': 'evil.example', 'x-theme': 'dark' },
    ].map((headers) => ({ ...HOST, ...headers }));
    const bodies = new Map<object, string>();
    for (let round = 0; round < 4; round += 1) {
      for (const headers of requests) {
        const { body } = await get('/', headers);
        expect(bodies.get(headers) ?? body).toBe(body);
        bodies.set(headers, body);
        expect(JSON.parse(body)[1]).toBe(headers.host);
      }
    }
    expect(JSON.parse(bodies.get(requests[7]!)!)[3]).toBe('evil.example');
    expect(JSON.parse(bodies.get(requests[0]!)!)).toEqual([null, 'a.example', null, null]);
  });

  test('counts only the cookies that the route names', async () => {
    const { page, get, routed, runs } = counted();
    page('/', { timeout: '1h', cookies: ['session'] }, counting());
    await learnt({ get }, '/', { ...HOST, cookie: 'session=1; visitor=7' });
    const other = await get('/', { ...HOST, cookie: 'visitor=8; session=1' });
    expect(other.body).toBe('run 1');
    expect(routed()).toBe(2);
    expect((await get('/', { ...HOST, cookie: 'session=2' })).body).toBe('run 2');
    expect(runs.get('/')).toBe(2);
  });

  test.for<[string, (site: Site) => Promise<unknown>]>([
    ['deleted', ({ cache }) => cache.clear()],
    ['invalidated by a tag', ({ cache }) => cache.invalidateTags(['movies'])],
    ['past its time', async () => void vi.setSystemTime(Date.now() + 3_600_001)],
  ])('is none when the page is %s', async ([, end]) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const own = counted();
    own.page('/', { timeout: '1h', tags: ['movies'] }, counting());
    await learnt(own);
    expect((await own.get('/', HOST)).body).toBe('run 1');
    await end(own);
    expect((await own.get('/', HOST)).body).toBe('run 2');
    expect(own.routed()).toBe(3);
  });

  test('is none when the answers begin to vary on another header', async () => {
    const { page, get, cache } = counted();
    let vary = 'x-theme';
    page('/', { timeout: '1h' }, (request, reply) =>
      reply.header('vary', vary).send(`${request.headers['x-theme']} ${request.headers['x-size']}`),
    );
    const small = { ...HOST, 'x-theme': 'dark', 'x-size': 's' };
    await learnt({ get }, '/', small);
    vary = 'x-theme, x-size';
    await cache.clear();
    expect((await get('/', small)).body).toBe('dark s');
    expect((await get('/', { ...small, 'x-size': 'l' })).body).toBe('dark l');
    expect((await get('/', { ...small, 'x-size': 'l' })).body).toBe('dark l');
    expect((await get('/', small)).body).toBe('dark s');
  });
});

describe('a hit is routed all the same', () => {
  test.for<[string, AppOptions, (own: Site) => unknown]>([
    ['with an onResponse hook', {}, (own) => own.app.addHook('onResponse', async () => {})],
    [
      'with a log',
      { fastify: { logger: { level: 'error', stream: { write() {} } } as never } },
      () => {},
    ],
    ['with rewritten URLs', { fastify: { rewriteUrl: ({ url = '' }) => url } }, () => {}],
    [
      'with routes that depend on more than the URL',
      {},
      (own) => own.app.get('/', { constraints: { host: 'b.example' } }, () => 'b'),
    ],
    [
      'with answers that are dressed',
      {},
      (own) => dressResponses(own.app, (_request, _reply, body) => body),
    ],
  ])('%s', async ([, options, setUp]) => {
    const own = counted(options);
    await setUp(own);
    own.page('/', { timeout: '1h' }, counting());
    await learnt(own);
    for (let again = 0; again < 2; again += 1)
      expect((await own.get('/', HOST)).body).toBe('run 1');
    expect(own.routed()).toBe(4);
  });

  test('with an onResponse hook of its scope or route', async () => {
    const { app, cache, get, routed } = counted();
    let sent = 0;
    const hook = async () => {
      sent += 1;
    };
    const kept = cachePage({ cache, timeout: '1h' });
    app.get('/route', { ...kept, onResponse: [hook] }, () => 'page');
    await app.register(async (scope) => {
      scope.addHook('onResponse', hook);
      scope.get('/scope', kept, () => 'page');
    });
    app.get('/', kept, () => 'page');
    for (const path of ['/route', '/scope', '/'])
      for (let i = 0; i < 3; i += 1) await get(path, HOST);
    await vi.waitFor(() => expect(sent).toBe(6));
    expect(routed()).toBe(8);
  });

  test.for<[string, object, string]>([
    ['for credentials', { authorization: 'Basic x' }, 'GET'],
    ['for HEAD', {}, 'HEAD'],
    ['for a body', { 'content-length': '0' }, 'GET'],
  ])('%s', async ([, headers, method]) => {
    const { page, get, routed } = counted();
    page('/', { timeout: '1h' }, counting());
    await learnt({ get });
    for (let again = 0; again < 3; again += 1) await get('/', { ...HOST, ...headers }, method);
    expect(routed()).toBe(5);
  });

  test('with keyParts and afterHooks, whose hooks go on refusing', async () => {
    const { app, page, get, routed } = counted();
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers['x-inside'] === undefined) await reply.code(403).send('outside');
    });
    page('/parts', { timeout: '1h', keyParts: (request) => [request.ip] }, counting());
    page('/hooks', { timeout: '1h', afterHooks: true }, counting());
    const inside = { ...HOST, 'x-inside': '1' };
    for (const path of ['/parts', '/hooks']) for (let i = 0; i < 4; i += 1) await get(path, inside);
    expect(routed()).toBe(8);
    expect((await get('/hooks', HOST)).status).toBe(403);
  });
});

describe('what is told of a hit in front', () => {
  test('its start and finish, and the call of the cache within them', async () => {
    const { page, get, routed } = counted();
    page('/:id', { timeout: '1h' }, counting());
    await learnt({ get }, '/7');
    const starts: RequestStartEvent[] = [];
    const finishes: RequestFinishEvent[] = [];
    const calls: unknown[] = [];
    onTestFinished(requestStartChannel.subscribe((event) => starts.push(event)));
    onTestFinished(requestFinishChannel.subscribe((event) => finishes.push(event)));
    onTestFinished(cacheChannel.subscribe(({ context, hits }) => calls.push([context?.id, hits])));
    const { headers } = await get('/7', HOST);
    await vi.waitFor(() => expect(finishes).toHaveLength(1));
    expect(routed()).toBe(2);
    const id = headers['x-request-id'];
    expect(starts).toMatchObject([{ context: { id }, method: 'GET', url: '/7', route: '/:id' }]);
    expect(finishes).toMatchObject([
      {
        context: { id },
        statusCode: 200,
        contentType: 'text/html; charset=utf-8',
        contentLength: 5,
      },
    ]);
    expect(calls).toEqual([[id, 1]]);
  });

  test('a miss in front goes on as one request', async () => {
    const { page, get, cache } = counted();
    page('/', { timeout: '1h' }, counting());
    await learnt({ get });
    await cache.clear();
    const starts: RequestStartEvent[] = [];
    const finishes: RequestFinishEvent[] = [];
    onTestFinished(requestStartChannel.subscribe((event) => starts.push(event)));
    onTestFinished(requestFinishChannel.subscribe((event) => finishes.push(event)));
    const { headers, body } = await get('/', HOST);
    expect(body).toBe('run 2');
    await vi.waitFor(() => expect(finishes).toHaveLength(1));
    const context = { id: headers['x-request-id'] };
    expect([starts, finishes]).toMatchObject([[{ context }], [{ context }]]);
  });
});

describe('connections', () => {
  /** Sends all at once on one connection, and gives what came back until it was ended. */
  async function exchanged(port: number, ...requests: readonly string[]): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.write(requests.join(''));
    const chunks: Buffer[] = [];
    for await (const chunk of socket) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  }
  const ask = (path: string, line = '') => `GET ${path} HTTP/1.1\r\nHost: a.example\r\n${line}\r\n`;

  test('pipelined requests are answered in their order, slow ones and hits', async () => {
    const { app, page, get, port, routed } = counted();
    page('/', { timeout: '1h' }, () => 'hit');
    app.get('/slow', async () => {
      for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
      return 'slow';
    });
    await learnt({ get });
    const paths = ['/slow', '/', '/', '/slow', '/'];
    const requests = [...paths.map((path) => ask(path)), ask('/', 'Connection: close\r\n')];
    const text = await exchanged(await port(), ...requests);
    const answers = text.split('HTTP/1.1 200 OK\r\n').slice(1);
    const bodies = answers.map((answer) => answer.split('\r\n\r\n')[1]);
    expect(bodies).toEqual(['slow', 'hit', 'hit', 'slow', 'hit', 'hit']);
    expect(routed()).toBe(4);
    expect(answers.map((answer) => /connection: (.*)\r/i.exec(answer)?.[1])).toEqual([
      ...paths.map(() => 'keep-alive'),
      'close',
    ]);
  });

  test('every answer has an id of its own, many in a second on connections of both kinds', async () => {
    const { page, get, port, routed } = counted();
    page('/', { timeout: '1h', statusHeader: true }, () => 'hit é');
    await learnt({ get });
    const known = await get('/', HOST);
    const requests = Array.from({ length: 600 }, () => ask('/'));
    const text = await exchanged(await port(), ...requests, ask('/', 'Connection: close\r\n'));
    const answers = text.split('HTTP/1.1 200 OK\r\n').slice(1);
    expect(answers).toHaveLength(601);
    const ids = answers.map((answer) => /x-request-id: (.*)\r/.exec(answer)?.[1]);
    expect(new Set(ids).size).toBe(601);
    for (const id of ids) expect(id).toMatch(UUID);
    const alike = (answer: string) => answer.replace(/(x-request-id|age): .*/g, '$1');
    expect(new Set(answers.slice(0, -1).map(alike)).size).toBe(1);
    expect(answers[0]).toContain(`etag: ${known.headers.etag}\r\n`);
    expect(answers[0]).toMatch(/\r\ncache-status: uptempo; hit\r\n[\s\S]*\r\n\r\nhit é$/);
    expect(routed()).toBe(2);
  });

  test('a client that reads late gets what was meant for it', async () => {
    const { page, get, port } = counted();
    const reel = 'reel '.repeat(10_000);
    page('/', { timeout: '1h' }, () => reel);
    await learnt({ get });
    const late = connect(await port(), '127.0.0.1').pause();
    onTestFinished(() => void late.destroy());
    await once(late, 'connect');
    // More than the system takes for a client that does not read.
    for (let turn = 0; turn < 400; turn += 1) {
      late.write(ask('/'));
      await new Promise(setImmediate);
    }
    late.write(ask('/', 'Connection: close\r\n'));
    const prompt = await get('/', HOST);
    const chunks: Buffer[] = [];
    for await (const chunk of late) chunks.push(chunk as Buffer);
    const answers = Buffer.concat(chunks).toString().split('HTTP/1.1 200 OK\r\n').slice(1);
    expect(answers).toHaveLength(401);
    const ids = answers.map((answer) => /x-request-id: (.*)\r/.exec(answer)?.[1]);
    expect(new Set([...ids, prompt.headers['x-request-id']]).size).toBe(402);
    for (const answer of answers) expect(answer.endsWith(`\r\n\r\n${reel}`)).toBe(true);
  });

  test.for<[string, (response: ServerResponse) => void]>([
    ['writes headers of its own', (response) => void response.setHeader('x-own', '1')],
    [
      'puts something in the place of end()',
      (response) => {
        const end = response.end;
        response.end = (...given: unknown[]) => Reflect.apply(end, response, given);
      },
    ],
    [
      'has lengths checked',
      (response) => {
        response.strictContentLength = true;
      },
    ],
  ])('a listener before that %s is not passed over', async ([, change]) => {
    const { app, page, get, routed } = counted();
    page('/', { timeout: '1h' }, () => 'hit');
    await learnt({ get });
    app.server.prependListener('request', (_request, response) => change(response));
    for (let again = 0; again < 3; again += 1) expect((await get('/', HOST)).body).toBe('hit');
    expect(routed()).toBe(5);
  });

  test('HTTP/1.0 gets the page and the end of the connection', async () => {
    const { page, get, port, routed } = counted();
    page('/', { timeout: '1h' }, () => 'hit');
    await learnt({ get });
    const text = await exchanged(await port(), 'GET / HTTP/1.0\r\nHost: a.example\r\n\r\n');
    expect(text).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\ncontent-length: 3\r\n[\s\S]*\r\n\r\nhit$/,
    );
    expect(text.match(/date: /gi)).toHaveLength(1);
    expect(routed()).toBe(2);
  });

  test('a site that closes answers no hits any more', async () => {
    const { app, page, get, port } = counted();
    page('/', { timeout: '1h' }, () => 'hit');
    const began = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    app.get('/held', async () => {
      began.resolve();
      await gate.promise;
      return 'held';
    });
    const closes = new Promise<void>((resolve) => {
      app.addHook('preClose', async () => resolve());
    });
    await learnt({ get });
    const socket = connect(await port(), '127.0.0.1').setEncoding('utf8');
    onTestFinished(() => void socket.destroy());
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    const ended = new Promise<void>((resolve) => socket.on('error', () => {}).on('close', resolve));
    socket.write(ask('/held'));
    await began.promise;
    const closing = app.close();
    await closes;
    socket.write(ask('/'));
    gate.resolve();
    await ended;
    expect(text).toContain('held');
    expect(text).not.toContain('hit');
    await closing;
  });
});
