import { describe, expect, test } from 'vitest';
import { type App, type AppOptions, createApp, pageNumber } from '../../src/http/index.ts';

function appFor(options: AppOptions): App {
  const app = createApp(options);
  app.get('/', async () => 'welcome');
  return app;
}

function statusFor(app: App, host: string): Promise<number> {
  return app.inject({ url: '/', headers: { host } }).then((answer) => answer.statusCode);
}

describe('allowedHosts', () => {
  const site = appFor({ allowedHosts: ['cinema.example', '.films.example', '[::1]'] });
  const development = appFor({ mode: 'development' });

  test.each([
    [site, 'cinema.example', 200],
    [site, 'CINEMA.example:8000', 200],
    [site, 'cinema.example.', 200],
    [site, 'films.example', 200],
    [site, 'www.films.example', 200],
    [site, '[::1]:8000', 200],
    [site, 'www.cinema.example', 400],
    [site, 'evilfilms.example', 400],
    [site, 'cinema.example@evil.example', 400],
    [site, 'cinema.example:80:80', 400],
    [site, 'evil.example/cinema.example', 400],
    [site, '', 400],
    [site, 'localhost', 400],
    [development, 'localhost:8000', 200],
    [development, 'cinema.localhost:8000', 200],
    [development, '127.0.0.1:8000', 200],
    [development, '[::1]:8000', 200],
    [development, 'cinema.example', 400],
    [appFor({ allowedHosts: ['*'] }), 'anything.example', 200],
  ])('%#: %s is answered with %i', async (app, host, status) => {
    expect(await statusFor(app, host)).toBe(status);
  });

  test('a refused host is told the code, and never reaches the view', async () => {
    const answer = await site.inject({ url: '/', headers: { host: 'evil.example' } });
    expect(answer.json()).toMatchObject({
      error: {
        code: 'http.host.not_allowed',
        message: 'This site does not answer to the host "evil.example".',
      },
    });
  });

  test('production does not start without', () => {
    for (const options of [{}, { allowedHosts: [] }]) {
      expect(() => createApp(options)).toThrow(
        expect.objectContaining({ code: 'http.hosts.missing' }),
      );
    }
  });

  test.each(['https://cinema.example', 'cinema.example:8000', 'cinema.example/', '', '*.example'])(
    'refuses %j, which is no host name',
    (host) => {
      expect(() => createApp({ allowedHosts: [host] })).toThrow(
        expect.objectContaining({ code: 'http.hosts.invalid' }),
      );
    },
  );
});

describe('the headers of every response', () => {
  const SECURITY = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  };

  test('guard pages and error pages, and a view may set another value', async () => {
    const app = appFor({ mode: 'development' });
    app.get('/embed', async (_request, reply) => {
      reply.header('x-frame-options', 'SAMEORIGIN');
      return 'player';
    });
    expect((await app.inject('/')).headers).toMatchObject(SECURITY);
    expect((await app.inject('/nowhere')).headers).toMatchObject(SECURITY);
    expect((await app.inject('/embed')).headers['x-frame-options']).toBe('SAMEORIGIN');
  });

  test('can be turned off', async () => {
    const app = appFor({ mode: 'development', securityHeaders: false });
    expect((await app.inject('/')).headers).not.toHaveProperty('x-frame-options');
  });

  test('carry a request id that differs each time', async () => {
    const app = appFor({ mode: 'development' });
    const ids = [await app.inject('/'), await app.inject('/')].map(
      (answer) => answer.headers['x-request-id'],
    );
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });
});

test('a misspelled option is refused with the nearest', () => {
  const options = { alowedHosts: ['cinema.example'] } as AppOptions;
  expect(() => createApp(options)).toThrow(
    expect.objectContaining({
      code: 'core.option.unknown',
      hint: expect.stringContaining('Did you mean "allowedHosts"?'),
    }),
  );
});

test('bodyLimitBytes moves the limit', async () => {
  const app = appFor({ mode: 'development', bodyLimitBytes: 10 });
  app.post('/', async (request) => request.body);
  const answer = await app.inject({ method: 'POST', url: '/', payload: { title: 'Jaws' } });
  expect(answer.statusCode).toBe(413);
});

describe('pageNumber', () => {
  const app = appFor({ mode: 'development' });
  app.get('/movies', async (request) => ({ page: pageNumber(request) }));
  app.get('/cast', async (request) => ({ page: pageNumber(request, 'from') }));

  test.each([
    ['/movies', 1],
    ['/movies?page=1', 1],
    ['/movies?page=128', 128],
    ['/cast?from=3&page=x', 3],
  ])('%s is page %i', async (url, page) => {
    expect((await app.inject(url)).json()).toEqual({ page });
  });

  test.each([
    '-1',
    '0',
    'abc',
    '',
    '1.5',
    '1e3',
    '+1',
    '%2B1',
    '01',
    '٣',
    '99999999999999999',
    '1&page=2',
  ])('?page=%s is a 404', async (page) => {
    const answer = await app.inject(`/movies?page=${page}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json().error.code).toBe('http.page.invalid');
  });
});
