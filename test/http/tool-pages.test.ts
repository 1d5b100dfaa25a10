import fastify, { type FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { requestStartChannel } from '../../src/events/index.ts';
import {
  browserModules,
  guardTool,
  type Permission,
  requestEvents,
  sendToolJson,
  sendToolPage,
  serveModules,
} from '../../src/http/index.ts';

const KEY = 'popcorn';

/** Asks a session store, say. */
const hasKey: Permission = async ({ headers }) => headers['x-key'] === KEY;

let app: FastifyInstance;

beforeEach(async () => {
  app = fastify();
  onTestFinished(() => app.close());
  const modules = browserModules();
  await app.register(
    async (scope) => {
      guardTool(scope, 'The projector', hasKey);
      serveModules(scope, modules);
      scope.get('/', (_request, reply) => sendToolPage(reply, '/tool/assets/page.js'));
      scope.get('/films.json', (_request, reply) => sendToolJson(reply, { films: 3 }));
      scope.post('/films', (_request, reply) => sendToolJson(reply, { films: 4 }));
      scope.get('/version', () => modules.version);
    },
    { prefix: '/tool' },
  );
});

function ask(url: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const { promise, resolve } = Promise.withResolvers<{ status: number; code: string }>();
  const request = { method: method as 'GET', url, headers: { 'x-key': KEY, ...headers } };
  app.inject(request).then((answer) => {
    const isJson = answer.headers['content-type']?.toString().includes('json') === true;
    resolve({ status: answer.statusCode, code: isJson ? answer.json().code : undefined });
  });
  return promise;
}

describe('whoever has no permission', () => {
  test.each(['/tool/', '/tool/films.json', '/tool/assets/0/browser/dom.js'])(
    'is refused %s',
    async (url) => {
      const denied = { status: 403, code: 'http.tool.denied' };
      expect(await ask(url, { 'x-key': 'wrong' })).toEqual(denied);
    },
  );

  test('is refused by a permission that gives anything but true', async () => {
    const other = fastify();
    onTestFinished(() => other.close());
    guardTool(other, 'The projector', (() => 'yes') as never);
    other.get('/', () => 'film');
    expect((await other.inject('/')).statusCode).toBe(403);
  });
});

describe('other sites', () => {
  const crossSite = { status: 403, code: 'http.tool.cross_site' };
  test.each<[string, string, Record<string, string>]>([
    ['an image of another site', 'GET', { 'sec-fetch-site': 'cross-site' }],
    [
      'a link of another site',
      'GET',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    ],
    [
      'a script of another port',
      'GET',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' },
    ],
    [
      'a form of another port',
      'POST',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
    ],
    ['a form of another site, over plain HTTP', 'POST', { origin: 'http://evil.example' }],
    ['a form of a sandbox', 'POST', { origin: 'null' }],
  ])('%s is refused', async (_title, method, headers) => {
    const url = method === 'GET' ? '/tool/films.json' : '/tool/films';
    expect(await ask(url, headers, method)).toEqual(crossSite);
  });

  test.each<[string, string, Record<string, string>]>([
    ['the site itself', 'GET', { 'sec-fetch-site': 'same-origin' }],
    ['the address bar', 'GET', { 'sec-fetch-site': 'none' }],
    [
      'a link of another port',
      'GET',
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
    ],
    [
      'a script of the site',
      'POST',
      { 'sec-fetch-site': 'same-origin', origin: 'http://localhost' },
    ],
    ['the site over plain HTTP', 'POST', { origin: 'http://films.example', host: 'films.example' }],
    ['a program that is no browser', 'POST', {}],
  ])('%s is answered', async (_title, method, headers) => {
    const url = method === 'GET' ? '/tool/films.json' : '/tool/films';
    expect((await ask(url, headers, method)).status).toBe(200);
  });
});

test('a page allows nothing inline, nothing from elsewhere, and is kept by nobody', async () => {
  const { headers, body } = await app.inject({ url: '/tool/', headers: { 'x-key': KEY } });
  expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
  expect(headers['cache-control']).toBe('no-store');
  expect(body).toContain('<script type="module" src="/tool/assets/page.js">');
});

test('modules are served under their path in the source, and nothing else is', async () => {
  const get = (url: string) => app.inject({ url: `/tool${url}`, headers: { 'x-key': KEY } });
  const version = (await get('/version')).body;
  const dom = await get(`/assets/${version}/browser/dom.js`);
  expect(dom.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(dom.body).toContain('export function element');
  for (const path of ['browser/no-such.js', '..%2fpackage.json', 'http/app.js']) {
    expect((await get(`/assets/${version}/${path}`)).json().code).toBe('http.tool.module_unknown');
  }
  expect((await get('/assets/000000000000/browser/dom.js')).statusCode).toBe(404);
});

test('routes of a tool are told of as such, those of the application not', async () => {
  const told: (readonly [url: string, isTool: boolean])[] = [];
  onTestFinished(
    requestStartChannel.subscribe(({ url, isTool = false }) => told.push([url, isTool])),
  );
  const site = fastify();
  onTestFinished(() => site.close());
  await site.register(requestEvents);
  await site.register(
    async (scope) => {
      guardTool(scope, 'The projector', hasKey);
      scope.get('/', () => 'films');
    },
    { prefix: '/tool' },
  );
  site.get('/films', () => 'Jaws');
  await site.inject('/tool/');
  await site.inject('/films');
  expect(told).toEqual([
    ['/tool/', true],
    ['/films', false],
  ]);
});
