import { describe, expect, test } from 'vitest';
import { UptempoError } from '../../src/core/index.ts';
import { type App, badRequest, createApp, type Mode, notFound } from '../../src/http/index.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
const SECRET = 'the projector password is rosebud';

interface Site {
  readonly app: App;
  /** What the server was told, the visitor was not. */
  readonly reported: unknown[];
}

function site(mode: Mode): Site {
  const reported: unknown[] = [];
  const app = createApp({
    mode,
    allowedHosts: ['localhost'],
    onServerError: (error) => reported.push(error),
  });
  app.get('/movies', { name: 'movies' }, async () => 'list');
  app.post('/movies', async (request) => request.body);
  app.get('/movies/:id', { name: 'movie-detail' }, async () => {
    throw notFound('There is no such movie.');
  });
  app.get('/broken', async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=600').header('etag', '"movie"');
    throw new TypeError(SECRET);
  });
  app.get('/coded', async () => {
    throw new UptempoError('cinema.projector.broken', SECRET, 500, { hint: 'Buy a lamp.' });
  });
  app.get('/thrown-text', () => {
    throw SECRET;
  });
  app.get('/year', async () => {
    throw badRequest('The year must be a number.');
  });
  return { app, reported };
}

function page(app: App, url: string, headers: Record<string, string> = {}) {
  return app.inject({ url, headers: { accept: BROWSER, ...headers } });
}

describe('who gets a page and who gets JSON', () => {
  test.each([
    [BROWSER, 'text/html'],
    ['text/html', 'text/html'],
    ['text/html, */*', 'text/html'],
    ['TEXT/HTML;Q=1', 'text/html'],
    ['text/html;q=0.5, application/json', 'application/json'],
    ['text/html;q=0', 'application/json'],
    ['application/json', 'application/json'],
    ['application/json, text/plain, */*', 'application/json'],
    ['*/*', 'application/json'],
    ['', 'application/json'],
    ['nonsense;;q=,', 'application/json'],
  ])('Accept: %s gets %s', async (accept, type) => {
    const answer = await site('production').app.inject({ url: '/nowhere', headers: { accept } });
    expect(answer.statusCode).toBe(404);
    expect(answer.headers['content-type']).toBe(`${type}; charset=utf-8`);
    expect(answer.headers.vary).toBe('Accept');
  });
});

describe('in production', () => {
  test.each(['/broken', '/coded', '/thrown-text'])(
    '%s shows nothing of what failed, only the id to ask with',
    async (url) => {
      const { app, reported } = site('production');
      const shown = await page(app, url);
      expect(shown.statusCode).toBe(500);
      expect(shown.headers['cache-control']).toBe('no-store');
      expect(shown.headers.etag).toBeUndefined();
      expect(shown.body).toContain('Internal Server Error');
      expect(shown.body).toContain(String(shown.headers['x-request-id']));
      const json = await app.inject(url);
      expect(json.json()).toEqual({
        error: {
          code: 'http.server.error',
          message: 'Something went wrong on the server.',
          requestId: json.headers['x-request-id'],
        },
      });
      for (const text of [shown.body, json.body]) {
        expect(text).not.toContain('rosebud');
        expect(text).not.toContain('TypeError');
        expect(text).not.toContain('cinema.projector');
        expect(text).not.toContain('error-pages.test');
        expect(text).not.toContain('lamp');
      }
      expect(reported).toHaveLength(2);
      expect(JSON.stringify(reported.map(String))).toContain('rosebud');
    },
  );

  test('an unknown path names no routes', async () => {
    const { app, reported } = site('production');
    const shown = await page(app, '/movie');
    expect(shown.statusCode).toBe(404);
    expect(shown.body).toContain('There is no page at this address.');
    expect(shown.body).not.toContain('/movies');
    expect((await app.inject('/movie')).json()).toEqual({
      error: {
        code: 'http.page.not_found',
        message: 'No page is at /movie.',
        requestId: expect.any(String),
      },
    });
    expect(reported).toEqual([]);
  });

  test('a refusal says why, since it is the visitor who can change it', async () => {
    const { app } = site('production');
    const answer = await app.inject('/year');
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({
      error: { code: 'http.request.bad', message: 'The year must be a number.' },
    });
  });
});

describe('in development', () => {
  test('a failing view shows error, message, line and request, with secrets masked', async () => {
    const { app } = site('development');
    const { statusCode, body } = await page(app, '/broken?genre=Drama&token=abc123', {
      cookie: 'session=s3cr3t',
      authorization: 'Bearer s3cr3t',
      'x-trace': 'kept',
    });
    expect(statusCode).toBe(500);
    expect(body).toContain('TypeError');
    expect(body).toContain(SECRET);
    expect(body).toMatch(/error-pages\.test\.ts:\d+/);
    expect(body).toContain('throw new TypeError(SECRET);');
    expect(body).toMatch(
      /<li class="marked"><span class="number">\d+<\/span> +throw new TypeError/,
    );
    expect(body).toContain('Drama');
    expect(body).toContain('kept');
    expect(body).not.toContain('s3cr3t');
    expect(body).not.toContain('abc123');
  });

  test('a coded error shows its code and hint, as a page and as JSON', async () => {
    const { app } = site('development');
    const { body } = await page(app, '/coded');
    expect(body).toContain('cinema.projector.broken');
    expect(body).toContain('Buy a lamp.');
    expect((await app.inject('/coded')).json()).toMatchObject({
      error: {
        code: 'cinema.projector.broken',
        message: SECRET,
        hint: 'Buy a lamp.',
        at: [expect.stringMatching(/error-pages\.test\.ts:\d+$/)],
      },
    });
  });

  test('what a visitor sent is shown as text, never as markup or as a file of ours', async () => {
    const { app } = site('development');
    app.get('/search', async (request) => {
      throw new Error(`No results for ${(request.query as { q: string }).q}`);
    });
    const q = `<script>alert(1)</script>\n    at steal (/etc/passwd:1:1)`;
    const { body } = await page(app, `/search?q=${encodeURIComponent(q)}`, {
      'x-evil': '"><img src=x>',
    });
    expect(body).toContain('&lt;script&gt;alert(1)');
    expect(body).not.toContain('<script');
    expect(body).not.toContain('<img');
    expect(body).not.toContain('root:');
    expect(body).not.toContain('<b>/etc/passwd:1</b>');
  });

  test('causes are shown, each with its message', async () => {
    const { app } = site('development');
    app.get('/caused', async () => {
      throw new Error('No film', { cause: new Error('No reel', { cause: 'No money' }) });
    });
    const { body } = await page(app, '/caused');
    expect(body).toContain('Error: No reel');
    expect(body).toContain('No money');
  });

  test('an unknown path lists the routes and marks the nearest', async () => {
    const { app } = site('development');
    const { statusCode, body } = await page(app, '/movie/7');
    expect(statusCode).toBe(404);
    expect(body).toContain('Did you mean /movies/:id?');
    expect(body).toMatch(
      /<tr class="nearest">\s*<td class="mono">GET<\/td><td class="mono">\/movies\//,
    );
    expect(body).toContain('movie-detail');
    expect(body).toMatch(/error-pages\.test\.ts:\d+/);
  });

  test('the style gets the nonce of the site’s policy', async () => {
    const { app } = site('development');
    app.decorateReply('cspNonce', null);
    app.addHook('onRequest', async (_request, reply) => {
      Object.assign(reply, { cspNonce: { style: 'n0nce', script: 'other' } });
    });
    expect((await page(app, '/nowhere')).body).toContain('<style nonce="n0nce">');
  });
});

describe.each(['development', 'production'] as const)('in %s', (mode) => {
  test('a wrong method says which are right', async () => {
    const { app } = site(mode);
    const answer = await app.inject({ method: 'DELETE', url: '/movies?x=1' });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe('GET, POST');
    expect(answer.json().error.code).toBe('http.method.not_allowed');
  });

  test('a body that is too large, broken or of an unknown kind is the client’s error', async () => {
    const { app, reported } = site(mode);
    const post = (type: string, payload: string) =>
      app.inject({ method: 'POST', url: '/movies', headers: { 'content-type': type }, payload });
    const large = await post('application/json', JSON.stringify('x'.repeat(1024 * 1024)));
    expect([large.statusCode, large.json().error.code]).toEqual([413, 'http.body.too_large']);
    expect((await post('application/json', '{"title":')).statusCode).toBe(400);
    expect((await post('text/cinema', 'x')).statusCode).toBe(415);
    expect((await post('application/json', '{"title":"Jaws"}')).json()).toEqual({ title: 'Jaws' });
    expect(reported).toEqual([]);
  });

  test('a malformed path is a 400 in the same form', async () => {
    const { app } = site(mode);
    const answer = await page(app, '/movies/%ff');
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test('a page that the view asked not to be is a 404', async () => {
    const { app } = site(mode);
    expect((await app.inject('/movies/7')).json()).toMatchObject({
      error: { code: 'http.object.not_found', message: 'There is no such movie.' },
    });
  });

  test('HEAD gets the status without a body', async () => {
    const { app } = site(mode);
    const answer = await app.inject({
      method: 'HEAD',
      url: '/broken',
      headers: { accept: BROWSER },
    });
    expect([answer.statusCode, answer.body]).toEqual([500, '']);
  });
});
