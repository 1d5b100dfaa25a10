import fastify, { type FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/index.ts';
import { type ToolbarOptions, type TraceDocument, toolbar } from '../../src/toolbar/index.ts';
import { closedAfterTest, page } from './cinema-app.ts';

async function plainApp(options: ToolbarOptions = {}): Promise<FastifyInstance> {
  const app = closedAfterTest(fastify());
  await app.register(toolbar, options);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.get('/movies', (_request, reply) => reply.type('text/html').send(page('<h1>Movies</h1>')));
  app.post('/movies', (_request, reply) => reply.redirect('/movies?added=1', 303));
  return app;
}

async function documentOf(app: FastifyInstance, id: unknown): Promise<TraceDocument> {
  return (await app.inject(`/__uptempo/traces/${id}.json`)).json();
}

describe('the host name', () => {
  test.each([
    ['localhost:3000', 200],
    ['cinema.localhost', 200],
    ['127.0.0.1:3000', 200],
    ['192.168.1.20', 200],
    ['[::1]:3000', 200],
    ['rebound.example', 403],
    ['127.0.0.1.rebound.example', 403],
    ['localhost.rebound.example:3000', 403],
  ])('%s is answered with %i', async (host, status) => {
    const app = await plainApp();
    const answer = await app.inject({ url: '/__uptempo/history.json', headers: { host } });
    expect(answer.statusCode).toBe(status);
    if (status === 403) expect(answer.json()).toMatchObject({ code: 'toolbar.host.not_allowed' });
    const own = await app.inject({ url: '/movies', headers: { host } });
    expect(own.body.includes('data-uptempo-trace')).toBe(status === 200);
    expect(own.headers['x-uptempo-trace'] !== undefined).toBe(status === 200);
  });

  test('can be allowed', async () => {
    const app = await plainApp({ allowedHosts: ['cinema.test'] });
    const statusOf = async (host: string) =>
      (await app.inject({ url: '/__uptempo/history.json', headers: { host } })).statusCode;
    expect(await statusOf('cinema.test:8000')).toBe(200);
    expect(await statusOf('other.test')).toBe(403);
  });

  test('is the app’s to allow in an app of createApp', async () => {
    const app = closedAfterTest(createApp({ mode: 'development', allowedHosts: ['cinema.test'] }));
    await app.register(toolbar);
    const headers = { host: 'cinema.test' };
    expect((await app.inject({ url: '/__uptempo/history.json', headers })).statusCode).toBe(200);
  });
});

test('a page knows the form post that led to it', async () => {
  const app = await plainApp();
  const post = await app.inject({
    method: 'POST',
    url: '/movies',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'title=Jaws&password=s3cret',
  });
  const { headers } = await app.inject(post.headers.location!);
  const shown = await documentOf(app, headers['x-uptempo-trace']);
  expect(shown.redirectedFrom).toEqual({
    id: post.headers['x-uptempo-trace'],
    method: 'POST',
    url: '/movies',
    status: 303,
  });
  const posted = await documentOf(app, post.headers['x-uptempo-trace']);
  expect(posted.request?.form).toEqual([
    { name: 'title', value: 'Jaws' },
    { name: 'password', value: '••••••' },
  ]);
  const other = await app.inject('/movies');
  expect((await documentOf(app, other.headers['x-uptempo-trace'])).redirectedFrom).toBe(null);
});

test('fields are masked altogether where values are not recorded', async () => {
  const app = await plainApp({ recordsParameters: false });
  const payload = { title: 'Jaws' };
  const { headers } = await app.inject({ method: 'POST', url: '/movies', payload });
  const { request } = await documentOf(app, headers['x-uptempo-trace']);
  expect(request?.form).toEqual([{ name: 'title', value: '••••••' }]);
});

test('cookies are named and not shown', async () => {
  const app = await plainApp();
  const { headers } = await app.inject({
    url: '/movies',
    headers: { cookie: 'theme=dark; id=s3cret' },
  });
  const { request } = await documentOf(app, headers['x-uptempo-trace']);
  expect(request?.cookies).toEqual([
    { name: 'theme', value: '••••••' },
    { name: 'id', value: '••••••' },
  ]);
});

test('HEAD has the headers and no body', async () => {
  const app = await plainApp();
  const answer = await app.inject({ method: 'HEAD', url: '/movies' });
  expect(answer.headers['x-uptempo-trace']).toBeDefined();
  expect(answer.body).toBe('');
});

test('hooks, the view and its time are in the trace', async () => {
  const app = await plainApp();
  app.addHook('onRequest', async function readUser() {});
  app.get('/seats', async function listSeats() {
    return { seats: 7 };
  });
  const { headers } = await app.inject('/seats');
  const { spans } = await documentOf(app, headers['x-uptempo-trace']);
  expect(spans.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'middleware readUser',
    'view listSeats',
  ]);
});

test('settings are shown without their secrets', async () => {
  const app = await plainApp({
    settings: {
      databases: { default: 'postgresql://ada:s3cret@db/cinema', other: { password: 's3cret' } },
      secretKey: 's3cret',
      port: 8000,
      get lazy() {
        throw new Error('asked');
      },
    },
  });
  const before = { ...process.env };
  Object.assign(process.env, {
    UPTEMPO_MODE: 'development',
    CINEMA_URL: 'redis://:s3cret@cache',
    UPTEMPO_TOKEN: 's3cret',
    HOME_ADDRESS: 's3cret',
  });
  try {
    const { body } = await app.inject('/__uptempo/settings.json');
    expect(body).not.toContain('s3cret');
    const { settings, environment, process: values } = JSON.parse(body);
    expect(settings).toEqual([
      { name: 'databases.default', value: '"postgresql://ada:••••••@db/cinema"' },
      { name: 'databases.other.password', value: '••••••' },
      { name: 'secretKey', value: '••••••' },
      { name: 'port', value: '8000' },
      { name: 'lazy', value: '[getter]' },
    ]);
    expect(environment).toContainEqual({ name: 'CINEMA_URL', value: 'redis://:••••••@cache' });
    expect(environment).toContainEqual({ name: 'UPTEMPO_MODE', value: 'development' });
    expect(values).toContainEqual({ name: 'Node', value: process.versions.node });
  } finally {
    process.env = before;
  }
});
