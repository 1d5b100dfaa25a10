import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip, gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  cacheControl,
  cachePage,
  cacheSite,
  combine,
  neverCache,
  pageCache,
  patchCacheControl,
  patchVary,
  varyOnCookie,
  varyOnHeaders,
} from '../../../src/http/index.ts';
import { counting, site } from './site.ts';

describe('a hit', () => {
  test('has the bytes and headers of the answer that was kept, and its age', async () => {
    const { page, get } = site();
    const binary = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    page('/', { timeout: '1h' }, (_request, reply) =>
      reply
        .type('application/x-reel')
        .header('x-reel', ['one', 'two'])
        .header('x-note', 'kept')
        .send(binary),
    );
    const first = await get('/');
    onTestFinished(() => void vi.useRealTimers());
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 90_000 });
    const second = await get('/');
    expect(second.bytes.equals(binary)).toBe(true);
    expect(Number(second.headers.age)).toBeGreaterThanOrEqual(89);
    const unlike = ['age', 'x-request-id', 'connection', 'keep-alive'];
    const compared = (headers: object) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !unlike.includes(name)));
    expect(compared(second.headers)).toEqual(compared(first.headers));
    expect(second.headers['x-request-id']).not.toBe(first.headers['x-request-id']);
  });

  test('goes on counting the age that the view’s answer had', async () => {
    const { page, get } = site();
    page(
      '/',
      { timeout: '1h' },
      counting((reply) => void reply.header('age', '100')),
    );
    await get('/');
    expect(Number((await get('/')).headers.age)).toBeGreaterThanOrEqual(100);
  });

  test('has no headers of another’s connection or request', async () => {
    const { page, get } = site();
    page(
      '/',
      { timeout: '1h' },
      counting((reply) => {
        reply.header('connection', 'close, x-hop').header('x-hop', '1');
        reply.header('server-timing', 'db;dur=5').header('x-ratelimit-remaining', '7');
        reply.header('proxy-authenticate', 'Basic');
      }),
    );
    await get('/');
    const { headers } = await get('/');
    expect(headers).toHaveProperty('age');
    for (const name of ['x-hop', 'server-timing', 'x-ratelimit-remaining', 'proxy-authenticate']) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  test('is answered before everything that is added after, and onResponse still runs', async () => {
    const { app, page, get, runs } = site();
    const ran: string[] = [];
    for (const hook of ['onRequest', 'preHandler', 'onSend', 'onResponse'] as const) {
      app.addHook(hook as 'preHandler', async () => void ran.push(hook));
    }
    page('/', { timeout: '1m' }, counting());
    await get('/');
    await vi.waitFor(() => expect(ran).toContain('onResponse'));
    expect(ran).toEqual(['onRequest', 'preHandler', 'onSend', 'onResponse']);
    ran.length = 0;
    expect((await get('/')).body).toBe('run 1');
    await vi.waitFor(() => expect(ran).toEqual(['onResponse']));
    expect(runs.get('/')).toBe(1);
  });

  test('waits for hooks that refuse requests, with afterHooks', async () => {
    const { app, page, get } = site();
    app.addHook('onRequest', async (request, reply) => {
      if (request.headers['x-inside'] === undefined) await reply.code(403).send('outside');
    });
    page('/', { timeout: '1m', afterHooks: true }, counting());
    expect((await get('/', { 'x-inside': '1' })).body).toBe('run 1');
    expect((await get('/')).status).toBe(403);
    expect((await get('/', { 'x-inside': '1' })).headers).toHaveProperty('age');
  });

  test('works in a plain Fastify app, before later hooks where the plugin comes first', async () => {
    for (const isFirst of [true, false]) {
      const { app, page, get, runs } = site({ isPlain: true });
      if (isFirst) await app.register(pageCache);
      let hooks = 0;
      app.addHook('onRequest', async () => {
        hooks += 1;
      });
      page('/', { timeout: '1m' }, counting());
      await get('/');
      expect((await get('/')).body).toBe('run 1');
      expect(runs.get('/')).toBe(1);
      expect(hooks).toBe(isFirst ? 1 : 2);
    }
  });
});

describe('HEAD', () => {
  test('gets the headers of GET’s page', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, () => 'seven b');
    const full = await get('/');
    const head = await get('/', {}, 'HEAD');
    expect(head.status).toBe(200);
    expect(head.body).toBe('');
    expect(head.headers['content-length']).toBe('7');
    expect(head.headers.etag).toBe(full.headers.etag);
    expect(head.headers).toHaveProperty('age');
    expect(runs.get('/')).toBe(1);
  });

  test('before any GET is kept by itself, and gives GET nothing', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, counting());
    const first = await get('/', {}, 'HEAD');
    const second = await get('/', {}, 'HEAD');
    expect(second.headers).toHaveProperty('age');
    expect(second.headers['content-length']).toBe(first.headers['content-length']);
    expect((await get('/')).body).toBe('run 2');
    expect(runs.get('/')).toBe(2);
  });
});

describe('conditional requests', () => {
  const tag = `"${createHash('sha256').update('run 1').digest('base64url').slice(0, 27)}"`;

  test.for<[string, Record<string, string>, number]>([
    ['the tag', { 'if-none-match': tag }, 304],
    ['the weak tag', { 'if-none-match': `W/${tag}` }, 304],
    ['a list with it', { 'if-none-match': `"a", W/"b" ,${tag}` }, 304],
    ['a tag with a comma in a list', { 'if-none-match': `"a,b", ${tag}` }, 304],
    ['*', { 'if-none-match': '*' }, 304],
    ['another tag', { 'if-none-match': '"other"' }, 200],
    ['the tag without quotes', { 'if-none-match': tag.slice(1, -1) }, 200],
    ['the tag inside another', { 'if-none-match': `"x${tag.slice(1, -1)}"` }, 200],
    ['a malformed list', { 'if-none-match': `"open, ${tag}` }, 200],
    ['an empty list', { 'if-none-match': '' }, 200],
    ['a date at', { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' }, 304],
    [
      'a date in the form of RFC 850',
      { 'if-modified-since': 'Sunday, 06-Nov-94 08:49:37 GMT' },
      304,
    ],
    ['a date in asctime’s form', { 'if-modified-since': 'Sun Nov  6 08:49:37 1994' }, 304],
    ['a later date', { 'if-modified-since': 'Mon, 07 Nov 1994 08:49:37 GMT' }, 304],
    ['an earlier date', { 'if-modified-since': 'Sat, 05 Nov 1994 08:49:37 GMT' }, 200],
    ['no date', { 'if-modified-since': '1994' }, 200],
    [
      'another tag beside a date that would do',
      { 'if-none-match': '"other"', 'if-modified-since': 'Mon, 07 Nov 1994 08:49:37 GMT' },
      200,
    ],
  ])('%s: %s', async ([, headers, status]) => {
    const { page, get, runs } = site();
    page(
      '/',
      { timeout: '1m' },
      counting((reply) => void reply.header('last-modified', 'Sun, 06 Nov 1994 08:49:37 GMT')),
    );
    // What the view makes first, and what is kept of it.
    for (const answer of [await get('/', headers), await get('/', headers)]) {
      expect(answer.status).toBe(status);
      expect(answer.body).toBe(status === 304 ? '' : 'run 1');
      expect(answer.headers.etag).toBe(tag);
      expect('content-type' in answer.headers).toBe(status === 200);
      expect(answer.headers).toHaveProperty('cache-control');
      expect(answer.headers.vary).toBe('Cookie');
    }
    expect(runs.get('/')).toBe(1);
  });

  test('the view’s own tag is compared, and it makes the whole page for others', async () => {
    const { page, get } = site();
    page('/', { timeout: '1m' }, (request, reply) => {
      reply.header('etag', 'W/"mine"');
      if (request.headers['if-none-match'] === 'W/"mine"') return reply.code(304).send();
      return 'page';
    });
    expect((await get('/', { 'if-none-match': 'W/"mine"' })).status).toBe(304);
    const other = await get('/');
    expect(other.body).toBe('page');
    expect(other.headers).toHaveProperty('age');
  });
});

describe('parts and compressed bodies', () => {
  test('a request for a part never makes what others get', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, (request, reply) =>
      request.headers.range === undefined ? 'whole' : reply.code(206).send('who'),
    );
    expect((await get('/', { range: 'bytes=0-2' })).status).toBe(206);
    expect((await get('/')).body).toBe('whole');
    expect((await get('/', { range: 'bytes=0-2' })).body).toBe('whole');
    expect(runs.get('/')).toBe(2);
  });

  test.for(['buffer', 'stream'])('compressed ones are kept as sent (%s)', async (kind) => {
    const { app, page, get, runs } = site();
    let compressions = 0;
    app.addHook('onSend', async (request, reply, payload) => {
      patchVary(reply, ['Accept-Encoding']);
      if (!String(request.headers['accept-encoding']).includes('gzip')) return payload;
      compressions += 1;
      reply.header('content-encoding', 'gzip').removeHeader('content-length');
      if (kind === 'buffer') return gzipSync(payload as string);
      return Readable.from([payload as string]).pipe(createGzip());
    });
    page('/', { timeout: '1m' }, () => 'page '.repeat(100));
    const plain = await get('/');
    const packed = await get('/', { 'accept-encoding': 'gzip, br' });
    expect(gunzipSync(packed.bytes).toString()).toBe(plain.body);
    for (const header of ['gzip, br', 'br,gzip', 'GZIP,  br']) {
      const again = await get('/', { 'accept-encoding': header });
      expect(again.bytes.equals(packed.bytes)).toBe(true);
      expect(again.headers['content-encoding']).toBe('gzip');
      expect(again.headers).toHaveProperty('age');
    }
    const again = await get('/');
    expect(again.body).toBe(plain.body);
    expect(again.headers).not.toHaveProperty('content-encoding');
    expect([runs.get('/'), compressions]).toEqual([2, 1]);
  });

  test('a compressed stream that grows too large is sent all the same', async () => {
    const { app, page, get, runs } = site();
    app.addHook('onSend', async (_request, reply, payload) => {
      reply.removeHeader('content-length');
      return Readable.from([payload as string, 'x'.repeat(5000), payload as string]);
    });
    page('/', { timeout: '1m', maxBytes: 100 }, () => 'page');
    for (let i = 0; i < 2; i += 1) {
      expect((await get('/')).body).toBe(`page${'x'.repeat(5000)}page`);
    }
    expect(runs.get('/')).toBe(2);
  });
});

describe('options of routes', () => {
  test('cacheControl adds to what the view says: lower ages win, opposites replace', async () => {
    const { route, get } = site();
    route('/', cacheControl({ public: true, maxAge: '5m', sMaxage: 60 }), counting());
    route(
      '/lower',
      cacheControl({ private: true, maxAge: '5m', immutable: true }),
      counting((reply) => void reply.header('cache-control', 'public, max-age=10')),
    );
    route(
      '/error',
      cacheControl({ public: true, maxAge: '5m' }),
      counting((reply) => void reply.code(404)),
    );
    expect((await get('/')).headers['cache-control']).toBe('public, max-age=300, s-maxage=60');
    expect((await get('/lower')).headers['cache-control']).toBe('max-age=10, private, immutable');
    expect((await get('/error')).headers).not.toHaveProperty('cache-control');
    expect(() => cacheControl({ maxage: 3 } as object)).toThrow(/no option "maxage"/);
    expect(() => cacheControl({ maxAge: 'soon' })).toThrow(/"maxAge" must be seconds/);
  });

  test('views may do the same themselves', async () => {
    const { route, get } = site();
    route(
      '/',
      {},
      counting((reply) => {
        patchCacheControl(reply, { noTransform: true });
        patchVary(reply, ['Accept-Language', 'accept-language']);
        patchVary(reply, ['ACCEPT-LANGUAGE', 'Origin']);
      }),
    );
    const { headers } = await get('/');
    expect(headers['cache-control']).toBe('no-transform');
    expect(headers.vary).toBe('Accept-Language, accept-language, Origin');
  });

  test('neverCache has nobody keep the answer', async () => {
    const { app, cache, route, get, runs } = site();
    await app.register(cacheSite, { cache, timeout: '1m' });
    route('/', neverCache(), counting());
    const { headers } = await get('/');
    await get('/');
    expect(headers['cache-control']).toBe(
      'max-age=0, no-cache, no-store, must-revalidate, private',
    );
    expect(runs.get('/')).toBe(2);
  });

  test('combine puts the keeping last, whatever the order', async () => {
    const { route, cache, get, runs } = site();
    const kept = cachePage({ cache, timeout: '1m' });
    route('/', combine(kept, varyOnHeaders('X-Theme'), varyOnCookie()), (request) =>
      String(request.headers['x-theme']),
    );
    route('/private', combine(kept, cacheControl({ private: true })), counting());
    for (const theme of ['dark', 'light', 'dark', 'light']) {
      expect((await get('/', { 'x-theme': theme })).body).toBe(theme);
    }
    for (let i = 0; i < 2; i += 1) await get('/private');
    expect([runs.get('/'), runs.get('/private')]).toEqual([2, 2]);
  });

  test('cacheSite keeps what is added after it, but for routes with options of their own', async () => {
    const { app, cache, route, page, get, runs } = site();
    route('/before', {}, counting());
    await app.register(cacheSite, { cache, timeout: '1m' });
    route('/', {}, counting());
    page('/own', { timeout: 0 }, counting());
    await app.register(
      async (scope) => {
        scope.get('/inner', async () => 'inner');
      },
      { prefix: '/scope' },
    );
    for (const path of ['/before', '/', '/own']) for (let i = 0; i < 2; i += 1) await get(path);
    expect(Object.fromEntries(runs)).toEqual({ '/before': 2, '/': 1, '/own': 2 });
    await get('/scope/inner');
    expect((await get('/scope/inner')).headers).toHaveProperty('age');
    expect((await get('/', {}, 'HEAD')).headers['content-length']).toBe('5');
    expect((await get('/missing')).status).toBe(404);
  });

  test('misspelled and wrong options are refused', () => {
    expect(() => cachePage({ timeuot: 3 } as object)).toThrow(/no option "timeuot"/);
    expect(() => cachePage({ maxBytes: 0 })).toThrow(/maxBytes/);
    expect(() => cachePage('soon')).toThrow(/"timeout" must be .* not "soon"/);
    expect(() => varyOnHeaders('X Theme')).toThrow(
      /one or more names of headers, not \["X Theme"\]/,
    );
    expect(() => varyOnHeaders()).toThrow(/not \[\]/);
    expect(() => combine('15m' as never)).toThrow(/combine\(\)/);
    expect(() => cachePage(-1)).toThrow(/"timeout" must be/);
    expect(() => cachePage({ cache: {} as never })).toThrow(
      expect.objectContaining({ code: 'http.cache.invalid' }),
    );
  });
});

describe('Cache-Status', () => {
  test('says on demand what became of an answer', async () => {
    const { page, get } = site();
    page('/', { timeout: '1m', statusHeader: true }, counting());
    page(
      '/private',
      { timeout: '1m', statusHeader: true },
      counting((reply) => void reply.header('cache-control', 'private')),
    );
    expect((await get('/')).headers['cache-status']).toBe('uptempo; fwd=miss; stored');
    expect((await get('/')).headers['cache-status']).toBe('uptempo; hit');
    expect((await get('/private')).headers['cache-status']).toBe(
      'uptempo; fwd=miss; detail=private',
    );
  });
});
