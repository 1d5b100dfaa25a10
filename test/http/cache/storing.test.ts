import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { describe, expect, test } from 'vitest';
import { counting, site } from './site.ts';

/** Answers and whether they are kept, with Django's rule or ours behind each. */
const ANSWERS: readonly {
  readonly name: string;
  readonly isKept: boolean;
  readonly change: (reply: FastifyReply) => void;
}[] = [
  { name: 'a plain answer', isKept: true, change: () => {} },
  ...[201, 203, 204, 206, 301, 302, 400, 404, 410, 500, 503].map((status) => ({
    name: `status ${status}`,
    isKept: false,
    change: (reply: FastifyReply) => void reply.code(status),
  })),
  ...[
    'private',
    'PRIVATE',
    'Private, max-age=60',
    'max-age=60,private',
    'private="set-cookie"',
    'no-cache',
    'No-Cache',
    'no-cache="Set-Cookie"',
    'no-store',
    'max-age=60, NO-STORE',
    'public, no-store',
    'max-age=60; private',
    'max-age="60", private',
    'foo="bar, baz", no-store',
  ].map((value) => ({
    name: `Cache-Control: ${value}`,
    isKept: false,
    change: (reply: FastifyReply) => void reply.header('cache-control', value),
  })),
  {
    name: 'two Cache-Control headers, one of them private',
    isKept: false,
    change: (reply) => void reply.header('cache-control', ['max-age=60', 'private']),
  },
  ...['public', 'max-age=60', 'must-revalidate', 'x-note="private, no-store"', 'privateer'].map(
    (value) => ({
      name: `Cache-Control: ${value}`,
      isKept: true,
      change: (reply: FastifyReply) => void reply.header('cache-control', value),
    }),
  ),
  ...['*', 'Accept, *', ' * '].map((value) => ({
    name: `Vary: ${JSON.stringify(value)}`,
    isKept: false,
    change: (reply: FastifyReply) => void reply.header('vary', value),
  })),
  {
    name: 'Vary with more names than tell requests apart',
    isKept: false,
    change: (reply) =>
      void reply.header('vary', Array.from({ length: 40 }, (_, index) => `x-${index}`).join(', ')),
  },
  {
    name: 'Set-Cookie',
    isKept: false,
    change: (reply) => void reply.header('set-cookie', 'session=1'),
  },
  {
    name: 'Set-Cookie with public',
    isKept: false,
    change: (reply) =>
      void reply.header('set-cookie', 'seen=1').header('cache-control', 'public, max-age=60'),
  },
  {
    name: 'Set-Cookie with Vary: Cookie',
    isKept: false,
    change: (reply) => void reply.header('set-cookie', 'seen=1').header('vary', 'Cookie'),
  },
];

describe('what is kept', () => {
  test.for(ANSWERS)('$name: $isKept', async ({ isKept, change }) => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, counting(change));
    const first = await get('/');
    const second = await get('/');
    expect(runs.get('/')).toBe(isKept ? 1 : 2);
    expect(second.status).toBe(first.status);
    expect('age' in second.headers).toBe(isKept);
    if (isKept) expect(second.body).toBe(first.body);
  });

  test('no stream, though it be short', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, (_request, reply) =>
      reply.type('text/plain').send(Readable.from(['one ', 'two'])),
    );
    expect((await get('/')).body).toBe('one two');
    expect((await get('/')).body).toBe('one two');
    expect(runs.get('/')).toBe(2);
  });

  test('no body above maxBytes, and one that just fits', async () => {
    const { page, get, runs } = site();
    page('/large', { timeout: '1m', maxBytes: 10 }, () => 'ümlaut1234');
    page('/fits', { timeout: '1m', maxBytes: 11 }, () => 'ümlaut1234');
    for (const path of ['/large', '/fits']) for (let i = 0; i < 2; i += 1) await get(path);
    expect([runs.get('/large'), runs.get('/fits')]).toEqual([2, 1]);
  });

  test('no other method, and each of GET and HEAD', async () => {
    const { app, cache, get } = site();
    const { cachePage } = await import('../../../src/http/index.ts');
    let runs = 0;
    app.route({
      method: ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'],
      url: '/',
      ...cachePage({ cache, timeout: '1m' }),
      handler: () => `run ${++runs}`,
    });
    await get('/');
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      expect((await get('/', {}, method)).headers).not.toHaveProperty('age');
    }
    expect((await get('/')).body).toBe('run 1');
    expect(runs).toBe(5);
  });

  test('no answer to a GET with a body, and none is given to it', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, counting());
    await get('/', { 'content-length': '0' });
    expect(runs.get('/')).toBe(1);
    expect((await get('/', { 'transfer-encoding': 'chunked' })).body).toBe('run 2');
    expect((await get('/')).body).toBe('run 1');
  });
});

describe('how long it is kept', () => {
  const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

  test.for<[string, Record<string, string>, boolean]>([
    ['max-age=0 of the answer', { 'cache-control': 'max-age=0' }, false],
    ['a max-age that is none', { 'cache-control': 'max-age=soon' }, false],
    ['a negative max-age', { 'cache-control': 'max-age=-1' }, false],
    ['two ages, one of them 0', { 'cache-control': 'max-age=60, max-age=0' }, false],
    ['max-age=60', { 'cache-control': 'Max-Age=60' }, true],
    ['max-age="60"', { 'cache-control': 'max-age="60"' }, true],
    ['s-maxage before max-age', { 'cache-control': 'max-age=60, s-maxage=0' }, false],
    ['s-maxage above max-age=0', { 'cache-control': 'max-age=0, s-maxage=60' }, true],
    ['Expires ahead', { expires: fromNow(60) }, true],
    ['Expires behind', { expires: fromNow(-60) }, false],
    ['Expires: 0', { expires: '0' }, false],
    ['max-age before Expires', { 'cache-control': 'max-age=60', expires: fromNow(-60) }, true],
    ['nothing', {}, true],
  ])('without a timeout of the route: %s', async ([, headers, isKept]) => {
    const { page, get, runs } = site();
    page(
      '/',
      {},
      counting((reply) => void reply.headers(headers)),
    );
    await get('/');
    await get('/');
    expect(runs.get('/')).toBe(isKept ? 1 : 2);
  });

  test('a timeout of the route wins over the answer’s max-age, and browsers get the lower', async () => {
    const { page, get, runs } = site();
    page(
      '/',
      { timeout: '15m' },
      counting((reply) => void reply.header('cache-control', 'max-age=0')),
    );
    expect((await get('/')).headers['cache-control']).toMatch(/^max-age=0\b/);
    await get('/');
    expect(runs.get('/')).toBe(1);
  });

  test('timeout 0 keeps nothing; null keeps for ever', async () => {
    const { page, get, runs } = site();
    page('/never', { timeout: 0 }, counting());
    page('/ever', { timeout: null }, counting());
    for (const path of ['/never', '/ever']) for (let i = 0; i < 2; i += 1) await get(path);
    expect([runs.get('/never'), runs.get('/ever')]).toEqual([2, 1]);
  });

  test('the answer says so to browsers, as Django’s cache_page does', async () => {
    const { page, get } = site();
    page('/', { timeout: '15m' }, counting());
    const { headers } = await get('/');
    expect(headers['cache-control']).toBe('max-age=900');
    expect(Date.parse(headers.expires!) - Date.parse(headers.date!)).toBeGreaterThan(890_000);
    expect(headers.vary).toBe('Cookie');
  });

  test('what can be thrown away before is to be asked for each time', async () => {
    const { page, get, cache, runs } = site();
    page('/', { timeout: '15m', tags: ['movies'] }, counting());
    expect((await get('/')).headers['cache-control']).toBe('max-age=0, must-revalidate');
    await get('/');
    expect(runs.get('/')).toBe(1);
    await cache.invalidateTags(['movies']);
    expect((await get('/')).body).toBe('run 2');
  });
});
