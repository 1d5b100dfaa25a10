import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { type ApmOptions, apm } from '../../src/apm/index.ts';
import { queryChannel, requestStartChannel, threadClock } from '../../src/events/index.ts';
import { accountsAreIn } from '../metrics/site.ts';
import { connectCinema } from '../support/cinema.ts';
import { temporaryFolder } from '../support/files.ts';
import { openSite, reportFrom, TOKEN } from './site.ts';

const DEVELOPMENT: ApmOptions = { mode: 'development' };

async function refusal(options: object): Promise<unknown> {
  const app = fastify();
  try {
    await app.register(apm, options as ApmOptions);
    return undefined;
  } catch (error) {
    return (error as { readonly code: string }).code;
  } finally {
    await app.close();
  }
}

describe('permission', () => {
  test('in production the pages are not served to nobody in particular', async () => {
    expect(await refusal({})).toBe('apm.permission.missing');
    expect(await refusal({ mode: 'production', prometheus: {} })).toBe('apm.permission.missing');
    expect(await refusal({ pages: false, prometheus: {} })).toBe('apm.permission.missing');
    expect(await refusal({ pages: false })).toBeUndefined();
  });

  test('options that are wrong are refused', async () => {
    expect(await refusal({ token: 'secret' })).toBe('apm.token.weak');
    expect(await refusal({ token: TOKEN, path: 'apm/' })).toBe('apm.path.invalid');
    expect(await refusal({ token: TOKEN, paths: '/apm' })).toBe('core.option.unknown');
    expect(await refusal({ token: 12 })).toBe('core.option.invalid');
  });

  test('a token is taken from programs and from browsers, a wrong one is not', async () => {
    const app = await openSite({ token: TOKEN });
    const status = async (authorization?: string) => {
      const headers = authorization === undefined ? {} : { authorization };
      const answer = await app.inject({ url: '/__uptempo/apm/report.json', headers });
      return [answer.statusCode, answer.headers['www-authenticate'] !== undefined];
    };
    const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
    expect(await status(`Bearer ${TOKEN}`)).toEqual([200, false]);
    expect(await status(basic(`anybody:${TOKEN}`))).toEqual([200, false]);
    for (const wrong of [
      undefined,
      `Bearer ${TOKEN}x`,
      'Bearer',
      basic(TOKEN),
      basic('a:b'),
      TOKEN,
    ]) {
      expect(await status(wrong)).toEqual([401, true]);
    }
  });

  test('everything that is given must agree', async () => {
    const app = await openSite({
      token: TOKEN,
      permission: ({ headers }) => headers['x-staff'] === 'yes',
    });
    const status = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/__uptempo/apm/', headers })).statusCode;
    const authorization = `Bearer ${TOKEN}`;
    expect(await status({ authorization, 'x-staff': 'yes' })).toBe(200);
    expect(await status({ authorization })).toBe(403);
    expect(await status({ 'x-staff': 'yes' })).toBe(401);
  });

  test('in development this machine alone sees it, and not through a proxy', async () => {
    const app = await openSite(DEVELOPMENT);
    const status = async (options: object) =>
      (await app.inject({ url: '/__uptempo/apm/', ...options })).statusCode;
    expect(await status({})).toBe(200);
    expect(await status({ remoteAddress: '192.0.2.7' })).toBe(403);
    expect(await status({ headers: { 'x-forwarded-for': '192.0.2.7' } })).toBe(403);
    expect(await status({ headers: { 'sec-fetch-site': 'cross-site' } })).toBe(403);
  });

  test('a permission that fails is none', async () => {
    const app = await openSite({
      permission: () => {
        throw new Error('no session');
      },
    });
    expect((await app.inject('/__uptempo/apm/')).statusCode).toBe(500);
  });
});

describe('figures', () => {
  test('tell what each route is bound by', async () => {
    await connectCinema();
    const app = await openSite(DEVELOPMENT);
    // Side by side, so that the first requests of a process, which load code, don't decide.
    await Promise.all(Array.from({ length: 20 }, () => app.inject('/waits')));
    for (let count = 0; count < 10; count++) await app.inject('/computes');
    await accountsAreIn();
    const { routes } = await reportFrom(app);
    const kinds = Object.fromEntries(routes.map(({ route, verdict }) => [route, verdict.kind]));
    expect(kinds).toMatchObject({ 'GET /computes': 'cpu-bound', 'GET /waits': 'io-bound' });
    expect(routes.map(({ totalMs }) => totalMs)).toEqual(
      routes.map(({ totalMs }) => totalMs).sort((a, b) => b - a),
    );
  });

  test('leave the pages of the APM out', async () => {
    const app = await openSite({ ...DEVELOPMENT, prometheus: {} });
    for (const path of ['/__uptempo/apm/', '/__uptempo/apm/report.json', '/metrics', '/fast']) {
      await app.inject(path);
    }
    const { routes } = await reportFrom(app, '?range=5m');
    expect(routes.map(({ route }) => route)).toEqual(['GET /fast']);
  });

  test('of one route, with its statements and errors', async () => {
    await connectCinema();
    const app = await openSite(DEVELOPMENT);
    for (const path of ['/movies', '/fails', '/fast']) await app.inject(path);
    const movies = await reportFrom(app, '?route=GET%20/movies');
    expect(movies.routes.map(({ route }) => route)).toEqual(['GET /movies']);
    expect(movies.queries.map(({ fingerprint }) => fingerprint)).toEqual([
      'SELECT title FROM movie',
    ]);
    expect(movies.errors).toEqual([]);
    const fails = await reportFrom(app, '?route=GET%20/fails');
    expect(fails.errors).toMatchObject([{ name: 'TypeError', count: 1 }]);
  });

  test('of a range that is none are refused, hostile ones too', async () => {
    const app = await openSite(DEVELOPMENT);
    for (const query of [
      '?range=1y',
      '?range=',
      '?range=5m&range=6m',
      `?range=${'9'.repeat(999)}`,
    ]) {
      const answer = await app.inject(`/__uptempo/apm/report.json${query}`);
      expect(answer.statusCode, query).toBe(400);
    }
    const unknown = await reportFrom(
      app,
      `?route=${encodeURIComponent("GET /'; DROP TABLE window")}`,
    );
    expect(unknown.routes).toEqual([]);
  });

  test('a restart keeps them, of all that shared the file', async () => {
    const storeFile = join(temporaryFolder(), 'metrics.sqlite');
    const first = await openSite({ ...DEVELOPMENT, storeFile });
    await first.inject('/fast');
    await first.close();
    const second = await openSite({ ...DEVELOPMENT, storeFile });
    await second.inject('/fast');
    const { total, workers } = await reportFrom(second);
    expect([total.requests, workers.length]).toEqual([2, 2]);
  });
});

test('nothing listens before the app is ready nor after it is closed', async () => {
  const listens = () => [
    requestStartChannel.hasSubscribers,
    queryChannel.hasSubscribers,
    threadClock.isOn,
  ];
  const app = await openSite(DEVELOPMENT);
  expect(listens()).toEqual([true, true, true]);
  await app.close();
  expect(listens()).toEqual([false, false, false]);
});

test('a page is served with a policy that allows nothing inline, and its scripts for ever', async () => {
  const app = await openSite(DEVELOPMENT);
  const page = await app.inject('/__uptempo/apm/');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(page.headers['cache-control']).toBe('no-store');
  const script = /src="([^"]+)"/.exec(page.body)![1]!;
  const answer = await app.inject(script);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['cache-control']).toContain('immutable');
  expect((await app.inject(script.replace('start.js', '../plugin.js'))).statusCode).toBe(404);
});

test('answers over a real socket are those of inject', async () => {
  const app = await openSite(DEVELOPMENT);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  for (let count = 0; count < 3; count++) await get(port, '/fast');
  const report = JSON.parse(await get(port, '/__uptempo/apm/report.json'));
  expect(report.routes).toMatchObject([{ route: 'GET /fast', count: 3 }]);
  expect(report.total.diskFreeBytes).toBeGreaterThanOrEqual(0);
});

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    httpRequest({ host: '127.0.0.1', port, path }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () => resolve(body));
    })
      .on('error', reject)
      .end();
  });
}
