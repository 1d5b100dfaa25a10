import type { OutgoingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createCache } from '../../../src/cache/index.ts';
import { counting, site } from './site.ts';

/** Answers with all that a careless view might believe of a request. */
const echo = (request: { headers: Record<string, unknown>; url: string; host: string }) =>
  JSON.stringify({ url: request.url, host: request.host, ...request.headers });

describe('two users', () => {
  test('never get each other’s page, whatever tells them apart', async () => {
    const { page, get, runs } = site();
    page('/me', { timeout: '1m' }, (request) =>
      `${request.headers.cookie ?? 'nobody'} ${request.headers.authorization ?? ''}`.trim(),
    );
    const users: [OutgoingHttpHeaders, string][] = [
      [{ cookie: 'session=ann' }, 'session=ann'],
      [{ cookie: 'session=bob' }, 'session=bob'],
      [{}, 'nobody'],
      [{ authorization: 'Bearer ann' }, 'nobody Bearer ann'],
      [{ authorization: 'Bearer bob' }, 'nobody Bearer bob'],
      [{ cookie: 'session=ann', authorization: 'Bearer bob' }, 'session=ann Bearer bob'],
    ];
    for (let round = 0; round < 3; round += 1) {
      for (const [headers, body] of users) expect((await get('/me', headers)).body).toBe(body);
    }
    expect(runs.get('/me')).toBe(users.length);
  });

  test('and neither when their requests come at once', async () => {
    const { page, get, runs } = site();
    page('/me', { timeout: '1m' }, async (request) => {
      await new Promise(setImmediate);
      return request.headers.cookie ?? 'nobody';
    });
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const cookie = `session=${index % 6}`;
        return get('/me', { cookie }).then(({ body }) => [cookie, body]);
      }),
    );
    for (const [cookie, body] of answers) expect(body).toBe(cookie);
    expect(runs.get('/me')).toBe(6);
  });

  test('an answer to a request with Authorization is for it alone, unless it is public', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m' }, counting());
    page(
      '/public',
      { timeout: '1m' },
      counting((reply) => void reply.header('cache-control', 'public')),
    );
    const ann = { authorization: 'Basic YW5u' };
    expect((await get('/', ann)).headers.vary).toBe('Cookie, Authorization');
    expect((await get('/')).body).toBe('run 2');
    expect((await get('/', ann)).body).toBe('run 1');
    expect((await get('/public', ann)).headers.vary).toBe('Cookie');
    expect((await get('/public')).body).toBe('run 1');
    expect((await get('/public', { authorization: 'Basic Ym9i' })).body).toBe('run 1');
    expect([runs.get('/'), runs.get('/public')]).toEqual([2, 1]);
  });

  test('declared cookies alone count; of one sent twice both do', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m', cookies: ['session'] }, (request) => request.headers.cookie ?? '');
    const bodies: string[] = [];
    for (const cookie of [
      'session=a; visits=1',
      'visits=2;session=a',
      ' session=a ',
      'session=b; session=a',
      'session=a; session=b',
      'xsession=a',
      'session',
      'Session=a',
    ]) {
      bodies.push((await get('/', { cookie })).body);
    }
    expect(bodies).toEqual([
      'session=a; visits=1',
      'session=a; visits=1',
      'session=a; visits=1',
      'session=b; session=a',
      'session=a; session=b',
      'xsession=a',
      'session',
      // As the one before the last but one: without a session.
      'xsession=a',
    ]);
    expect(runs.get('/')).toBe(5);
  });

  test('cookies: [] is one page for all, unless the answer says that it varies', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m', cookies: [] }, counting());
    page(
      '/vary',
      { timeout: '1m', cookies: [] },
      counting((reply) => void reply.header('vary', 'cookie')),
    );
    for (const cookie of ['a=1', 'a=2', 'a=1', 'a=2']) {
      expect((await get('/', { cookie })).headers).not.toHaveProperty('vary');
      await get('/vary', { cookie });
    }
    expect([runs.get('/'), runs.get('/vary')]).toEqual([1, 2]);
  });
});

describe('Vary', () => {
  test('each value has a page of its own; the order and case of names do not matter', async () => {
    const { page, get, runs } = site();
    let calls = 0;
    page('/', { timeout: '1m' }, (request, reply) => {
      reply.header(
        'vary',
        calls++ % 2 === 0 ? 'Accept-Language, X-Theme' : 'x-theme,accept-language',
      );
      return `${request.headers['accept-language']} ${request.headers['x-theme']}`;
    });
    for (let round = 0; round < 2; round += 1) {
      for (const language of ['en', 'de']) {
        for (const theme of ['dark', 'light']) {
          const headers = { 'accept-language': language, 'x-theme': theme };
          expect((await get('/', headers)).body).toBe(`${language} ${theme}`);
        }
      }
    }
    expect(runs.get('/')).toBe(4);
  });

  test('values are joined so that no two requests look alike', async () => {
    const { page, get } = site();
    page('/', { timeout: '1m' }, (request, reply) => {
      reply.header('vary', 'X-A, X-B');
      return JSON.stringify([request.headers['x-a'] ?? null, request.headers['x-b'] ?? null]);
    });
    const cases: [OutgoingHttpHeaders, unknown[]][] = [
      [{ 'x-a': '1', 'x-b': '2' }, ['1', '2']],
      [{ 'x-a': '12' }, ['12', null]],
      [{ 'x-a': '1,2' }, ['1,2', null]],
      [{ 'x-b': '12' }, [null, '12']],
      [{ 'x-a': '', 'x-b': '12' }, ['', '12']],
      [{ 'x-a': '1"],["x-b","2' }, ['1"],["x-b","2', null]],
      [{}, [null, null]],
    ];
    for (let round = 0; round < 2; round += 1) {
      for (const [headers, values] of cases) {
        expect((await get('/', headers)).body).toBe(JSON.stringify(values));
      }
    }
  });

  test('a name that only some answers have counts for all from then on', async () => {
    const { page, get } = site();
    page('/', { timeout: '1m' }, (request, reply) => {
      const { 'x-beta': beta, 'x-theme': theme } = request.headers;
      reply.header('vary', beta === undefined ? 'X-Beta' : 'X-Beta, X-Theme');
      return `${beta ?? 'none'} ${beta === undefined ? '' : theme}`;
    });
    await get('/', { 'x-theme': 'dark' });
    for (let round = 0; round < 4; round += 1) {
      for (const theme of ['dark', 'light']) {
        expect((await get('/', { 'x-beta': '1', 'x-theme': theme })).body).toBe(`1 ${theme}`);
        expect((await get('/', { 'x-theme': theme })).body).toBe('none ');
      }
    }
    expect((await get('/', { 'x-beta': '1', 'x-theme': 'dark' })).headers).toHaveProperty('age');
  });

  test('a value too long for a key is answered and not kept', async () => {
    const { page, get, runs } = site();
    page(
      '/',
      { timeout: '1m' },
      counting((reply) => void reply.header('vary', 'X-Theme')),
    );
    for (let i = 0; i < 2; i += 1) await get('/', { 'x-theme': 'x'.repeat(2000) });
    for (let i = 0; i < 2; i += 1) await get('/', { cookie: `a=${'x'.repeat(9000)}` });
    expect(runs.get('/')).toBe(4);
  });

  test('no more variants of a URL are kept than maxVariants', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m', maxVariants: 3 }, counting());
    for (let round = 0; round < 2; round += 1) {
      for (let user = 0; user < 5; user += 1) await get('/', { cookie: `user=${user}` });
    }
    expect(runs.get('/')).toBe(3 + 2 * 2);
  });
});

describe('hostile requests', () => {
  test.for([
    'x-forwarded-host',
    'x-forwarded-proto',
    'x-forwarded-prefix',
    'x-host',
    'forwarded',
    'x-original-url',
    'x-rewrite-url',
    'x-http-method-override',
  ])('%s, which a view may believe, makes no page for others', async (name) => {
    const { page, get } = site();
    page('/', { timeout: '1m' }, echo as never);
    expect((await get('/', { [name]: 'evil.example' })).body).toContain('evil.example');
    const clean = await get('/');
    expect(clean.body).not.toContain('evil.example');
    expect((await get('/')).headers).toHaveProperty('age');
  });

  test('behind a trusted proxy its host counts', async () => {
    const { page, get } = site({ app: { fastify: { trustProxy: true } } });
    page('/', { timeout: '1m' }, (request) => `${request.protocol}://${request.host}`);
    for (const host of ['a.example', 'b.example', 'a.example']) {
      expect((await get('/', { 'x-forwarded-host': host })).body).toBe(`http://${host}`);
    }
  });

  test('each host has its own pages, and one that is refused gets none', async () => {
    const { page, get, runs } = site({ app: { allowedHosts: ['a.example', 'b.example'] } });
    page('/', { timeout: '1m' }, (request) => request.host);
    for (const host of ['a.example', 'b.example', 'a.example:81', 'a.example']) {
      expect((await get('/', { host })).body).toBe(host);
    }
    expect((await get('/', { host: 'evil.example' })).status).toBe(400);
    expect(runs.get('/')).toBe(3);
  });

  test('paths that look alike are kept apart', async () => {
    const { app, page, get } = site();
    page('/*', { timeout: '1m' }, (request) => request.url);
    const paths = [
      '/movies',
      '/movies/',
      '//movies',
      '/movies?',
      '/movies/.',
      '/movies/../movies',
      '/%6dovies',
      '/movies%2f',
      '/movies%00',
      '/Movies',
      '/movies;x',
      '/movies?x=%0d%0aset-cookie:a=1',
      '/movies%0d%0aset-cookie:%20a=1',
      `/movies/${'x'.repeat(3000)}`,
    ];
    for (let round = 0; round < 2; round += 1) {
      for (const path of paths) expect((await get(path)).body).toBe(path);
    }
    // Refused by the router or answered, never with another's page.
    expect((await get('http://evil.example/movies')).body).not.toBe('/movies');
    expect(app.server.listening).toBe(true);
  });

  test('a header that cannot be sent fails its own request and is not kept', async () => {
    const { page, get } = site();
    page('/', { timeout: '1m' }, (request, reply) => {
      const name = String((request.query as { name?: string }).name ?? 'ok');
      return reply.header('x-name', name).send(name);
    });
    expect((await get('/?name=a%0d%0aset-cookie:b=1')).headers).not.toHaveProperty('set-cookie');
    const again = await get('/?name=a%0d%0aset-cookie:b=1');
    expect(again.headers).not.toHaveProperty('set-cookie');
    expect(again.headers).not.toHaveProperty('age');
    expect((await get('/?name=ok')).body).toBe('ok');
  });

  test('parameters that are not declared make no pages, and the view does not see them', async () => {
    const { page, get, runs } = site();
    page('/', { timeout: '1m', query: ['page', 'q'] }, (request) => JSON.stringify(request.query));
    const flood = await Promise.all(
      Array.from({ length: 20 }, (_, index) => get(`/?page=2&utm_source=${index}&x${index}=1`)),
    );
    for (const { body } of flood) expect(JSON.parse(body)).toEqual({ page: '2' });
    expect(runs.get('/')).toBe(1);
    const cases: [string, object][] = [
      ['/?page=2&page=3', { page: ['2', '3'] }],
      ['/?page=3&page=2', { page: ['3', '2'] }],
      ['/?page=2;q=3', { page: '2;q=3' }],
      ['/?page=2%26q=3', { page: '2&q=3' }],
      ['/?q=3&page=2', { page: '2', q: '3' }],
      ['/?page', { page: '' }],
      ['/', {}],
      ['/?page=%5B%222%22%5D', { page: '["2"]' }],
      ['/?page=2&__proto__=1&constructor=1', { page: '2' }],
    ];
    for (let round = 0; round < 2; round += 1) {
      for (const [path, query] of cases) expect(JSON.parse((await get(path)).body)).toEqual(query);
    }
    expect(runs.get('/')).toBe(cases.length);
  });

  test('keys tell sites and releases apart that share a cache', async () => {
    const cache = createCache();
    const first = site({ cache });
    const second = site({ cache });
    first.page('/', { timeout: '1m', keyPrefix: 'one' }, () => 'one');
    second.page('/', { timeout: '1m', keyPrefix: 'two' }, () => 'two');
    for (let round = 0; round < 2; round += 1) {
      expect((await first.get('/', { host: 'a.example' })).body).toBe('one');
      expect((await second.get('/', { host: 'a.example' })).body).toBe('two');
    }
  });

  test('keyParts adds what is in no header', async () => {
    const { page, get } = site();
    const plans = ['free', 'paid', 'free', 'paid'];
    let at = -1;
    page('/', { timeout: '1m', keyParts: () => [plans[at]!] }, () => plans[at]!);
    for (const plan of plans) {
      at += 1;
      expect((await get('/')).body).toBe(plan);
    }
  });
});
