import { Readable } from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import fastify, { type FastifyReply } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryChannel, requestStartChannel } from '../../src/events/index.ts';
import { createApp } from '../../src/http/index.ts';
import { type TraceDocument, toolbar } from '../../src/toolbar/index.ts';
import { cinemaApp, closeCinema, closedAfterTest, openCinema, page } from './cinema-app.ts';

const TAG =
  /<script type="module" src="(?<src>\/__uptempo\/assets\/[\da-f]{12}\/toolbar\/page\/toolbar\.js)" data-uptempo-trace="(?<id>[\da-f-]{36})"><\/script>/;

beforeAll(openCinema);
afterAll(closeCinema);

/** An app with the toolbar and one page, and its answer. */
async function answer(
  send: (reply: FastifyReply) => unknown,
  headers: Record<string, string> = {},
) {
  const app = closedAfterTest(fastify());
  await app.register(toolbar);
  app.get('/', (_request, reply) => {
    send(reply);
  });
  return app.inject({ url: '/', headers });
}

describe('the tag', () => {
  test('stands before the end of the body, once', async () => {
    const app = await cinemaApp();
    const { body, headers } = await app.inject('/movies');
    const tag = TAG.exec(body);
    expect(body.endsWith(`${tag?.[0]}</body></html>`)).toBe(true);
    expect(body.split('<script')).toHaveLength(2);
    expect(tag?.groups?.id).toBe(headers['x-uptempo-trace']);
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
  });

  test.each<[string, () => unknown]>([
    ['a string', () => page('<h1>Amélie</h1>')],
    ['a buffer', () => Buffer.from(page('<h1>Amélie</h1>'))],
    ['a stream', () => Readable.from([Buffer.from(page('<h1>Amélie</h1>'))])],
    ['a stream of single bytes', () => Readable.from(bytesOf(page('<h1>Amélie</h1>')))],
    ['a web stream', () => ReadableStream.from(bytesOf(page('<h1>Amélie</h1>')))],
  ])('goes into %s', async (_what, body) => {
    const response = await answer((reply) => reply.type('text/html').send(body()));
    expect(response.body.replace(TAG, '')).toBe(page('<h1>Amélie</h1>'));
    expect(response.body).toMatch(TAG);
  });

  function bytesOf(text: string): Buffer[] {
    return [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
  }

  test('corrects a length that the view has set', async () => {
    const html = page('<h1>Movies</h1>');
    const response = await answer((reply) =>
      reply
        .type('text/html')
        .header('content-length', html.length)
        .send(Readable.from([html])),
    );
    expect(response.headers['content-length']).toBeUndefined();
    expect(response.body.replace(TAG, '')).toBe(html);
  });

  test('goes before the last </body>, as scripts may contain another', async () => {
    const html = page(`<script>const end = '</body>';</script><h1>Movies</h1>`);
    for (const body of [html, Readable.from(html.match(/[\s\S]{1,9}/g)!)]) {
      const response = await answer((reply) => reply.type('text/html').send(body));
      expect(response.body.replace(TAG, '')).toBe(html);
      expect(response.body).toMatch(/<h1>Movies<\/h1><script type="module"/);
    }
  });

  test('goes to the end of a document without </body>', async () => {
    for (const body of [
      '<!DOCTYPE html><h1>Jaws',
      Readable.from(['<!DOC', 'TYPE html><h1>Jaws']),
    ]) {
      const response = await answer((reply) => reply.type('text/html').send(body));
      expect(response.body).toMatch(/^<!DOCTYPE html><h1>Jaws<script type="module"/);
    }
  });

  test.each<[string, (reply: FastifyReply) => unknown, Record<string, string>?]>([
    ['a fragment', (reply) => reply.type('text/html').send('<li>Jaws</li>')],
    ['plain text', (reply) => reply.type('text/plain').send(page(''))],
    ['a compressed body', (reply) => html(reply).header('content-encoding', 'br').send(page(''))],
    [
      'a download',
      (reply) => html(reply).header('content-disposition', 'attachment').send(page('')),
    ],
    ['a part', (reply) => html(reply).code(206).send(page(''))],
    ['a frame', (reply) => html(reply).send(page('')), { 'sec-fetch-dest': 'iframe' }],
    ['no body', (reply) => html(reply).code(204).send()],
  ])('leaves %s alone', async (_what, send, headers) => {
    const response = await answer(send, headers);
    expect(response.body).not.toContain('uptempo');
    expect(response.headers['x-uptempo-trace']).toMatch(/^[0-9a-f-]{36}$/);
  });

  function html(reply: FastifyReply): FastifyReply {
    return reply.type('text/html');
  }

  test('carries the nonce of the page’s policy', async () => {
    const policy =
      "default-src 'none'; script-src 'strict-dynamic' 'nonce-c2VjcmV0'; style-src 'nonce-x'";
    const response = await answer((reply) =>
      html(reply).header('content-security-policy', policy).send(page('')),
    );
    expect(response.body).toContain(' nonce="c2VjcmV0"></script>');
  });

  test('is on error pages of an Uptempo app', async () => {
    const app = closedAfterTest(createApp({ mode: 'development', onServerError: () => {} }));
    await app.register(toolbar);
    app.get('/broken', async () => {
      throw new Error('The projector broke.');
    });
    for (const [url, status] of [
      ['/broken', 500],
      ['/no-such-page', 404],
    ] as const) {
      const response = await app.inject({ url, headers: { accept: 'text/html' } });
      expect(response.statusCode).toBe(status);
      expect(response.body).toMatch(TAG);
    }
  });

  test('does not hide that a stream broke', async () => {
    const app = closedAfterTest(fastify());
    await app.register(toolbar);
    app.get('/', (_request, reply) => {
      const film = Readable.from(
        (async function* () {
          yield '<!doctype html><h1>Ja';
          throw new Error('The film tore.');
        })(),
      );
      reply.type('text/html').send(film);
    });
    const response = await fetch(await app.listen({ port: 0, host: '127.0.0.1' }));
    await expect(response.text()).rejects.toThrow();
  });
});

describe('the headers', () => {
  test('tell the cost and the trace of a JSON response', async () => {
    const app = await cinemaApp();
    const { headers, body } = await app.inject('/api/movies?search=movie');
    expect(JSON.parse(body)).toEqual({ count: 200 });
    const id = headers['x-uptempo-trace'];
    expect(headers.link).toBe(`</__uptempo/traces/${id}>; rel="trace"`);
    expect(headers['server-timing']).toMatch(
      /^total;dur=[\d.]+, db;dur=[\d.]+;desc="1 query", templates;dur=0\.00;desc="0 renders", trace;desc="[\da-f-]{36}"$/,
    );
  });

  test('are added to those the view has set', async () => {
    const { headers } = await answer((reply) =>
      reply.header('server-timing', 'cache;desc=hit').header('link', '</>; rel="home"').send({}),
    );
    expect(headers['server-timing']).toMatch(/^cache;desc=hit, total;dur=/);
    expect(headers.link).toMatch(/^<\/>; rel="home", <\/__uptempo\/traces\//);
  });
});

describe('a trace as JSON', () => {
  async function documentOf(url: string, headers: Record<string, string> = {}) {
    const app = await cinemaApp();
    const id = (await app.inject({ url, headers })).headers['x-uptempo-trace'];
    const response = await app.inject(`/__uptempo/traces/${id}.json`);
    expect(response.headers['cache-control']).toBe('no-store');
    return response.json<TraceDocument>();
  }

  test('has the queries with their lines, and the findings', async () => {
    const document = await documentOf('/movies/slow');
    expect(document).toMatchObject({ method: 'GET', url: '/movies/slow', status: 200 });
    expect(document.totals.queryCount).toBe(26);
    expect(document.queries[0]?.frames[0]).toMatchObject({ file: 'test/toolbar/cinema-app.ts' });
    expect(document.queries[1]).toMatchObject({ subject: 'Movie.director', similar: 25 });
    expect(document.findings).toHaveLength(1);
    expect(document.findings[0]).toMatchObject({
      title: 'N+1 on Movie.director',
      queryCount: 25,
      querySet: { source: "const movies = await Movie.objects.fetchMode('one').slice(0, count);" },
      access: { source: 'const director = await movie.director.load();' },
    });
    expect(document.findings[0]?.remedies.map((remedy) => remedy.code)).toEqual([
      "const movies = await Movie.objects.selectRelated('director').fetchMode('one').slice(0, count);",
      'const movies = await Movie.objects.slice(0, count);',
    ]);
  });

  test('has what is left as it is apart, with the reason', async () => {
    const reason = 'Slow on purpose';
    const app = await cinemaApp({ ignoredFindings: [{ rule: 'n-plus-one', reason }] });
    const id = (await app.inject('/movies/slow')).headers['x-uptempo-trace'];
    const document = (await app.inject(`/__uptempo/traces/${id}.json`)).json<TraceDocument>();
    expect(document.findings).toEqual([]);
    expect(document.suppressed).toMatchObject([{ title: 'N+1 on Movie.director', reason }]);
  });

  test('a suppression without a reason is refused at the start', async () => {
    const ignoredFindings = [{ rule: 'n-plus-one', reason: '' }];
    await expect(cinemaApp({ ignoredFindings })).rejects.toMatchObject({
      code: 'observe.suppression.invalid',
    });
  });

  test('says that it is the first of its route', async () => {
    const app = await cinemaApp();
    const isFirst = async (url: string) => {
      const { headers } = await app.inject(url);
      const answer = await app.inject(`/__uptempo/traces/${headers['x-uptempo-trace']}.json`);
      return answer.json<TraceDocument>().isFirst;
    };
    expect(await isFirst('/movies')).toBe(true);
    expect(await isFirst('/movies?page=2')).toBe(false);
    expect(await isFirst('/movies/slow')).toBe(true);
    expect(await isFirst('/nowhere')).toBe(false);
  });

  test('has each statement once, in lines', async () => {
    const { statements } = await documentOf('/movies/slow');
    expect(statements).toHaveLength(2);
    expect(statements[1]?.lines.map((line) => line.tokens[0]?.text)).toEqual([
      'SELECT',
      'FROM',
      'WHERE',
    ]);
  });

  test('accounts for the whole time', async () => {
    const { account, totalMs } = await documentOf('/movies');
    expect(account.databaseMs).toBeGreaterThan(0);
    expect(account.templateMs).toBeGreaterThan(0);
    expect(account.wallMs).toBeCloseTo(totalMs!);
    const { wallMs, queuedMs: _queued, ...parts } = account;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBeCloseTo(wallMs);
  });

  test('has no findings for a good page', async () => {
    const { findings, totals } = await documentOf('/movies');
    expect(findings).toEqual([]);
    expect(totals).toMatchObject({ queryCount: 1, templateCount: 1 });
  });

  test('masks what lets somebody act as the user', async () => {
    const document = await documentOf('/api/movies?search=jaws&access_token=s3cret', {
      authorization: 'Bearer s3cret',
      cookie: 'sessionid=s3cret; theme=s3cret',
      'x-api-key': 's3cret',
      'x-trailer': 'yes',
    });
    const { request, url: _url, queries: _queries, ...rest } = document;
    expect(request?.requestHeaders).toEqual(
      expect.arrayContaining([
        { name: 'authorization', value: 'Bearer ••••••' },
        { name: 'cookie', value: 'sessionid=••••••; theme=••••••' },
        { name: 'x-api-key', value: '••••••' },
        { name: 'x-trailer', value: 'yes' },
      ]),
    );
    expect(request?.query).toEqual([
      { name: 'search', value: 'jaws' },
      { name: 'access_token', value: '••••••' },
    ]);
    expect(JSON.stringify([request, rest])).not.toContain('s3cret');
  });

  test('has the values passed to queries, unless told not to keep them', async () => {
    for (const [recordsParameters, expected] of [
      [true, ['"jaws"']],
      [false, null],
    ] as const) {
      const app = await cinemaApp({ recordsParameters });
      const id = (await app.inject('/api/movies?search=jaws')).headers['x-uptempo-trace'];
      const document = (await app.inject(`/__uptempo/traces/${id}.json`)).json<TraceDocument>();
      expect(document.queries[0]?.parameters).toEqual(expected);
    }
  });

  test('says what was thrown', async () => {
    expect(await documentOf('/broken')).toMatchObject({
      status: 500,
      error: { name: 'Error', message: 'The projector broke.' },
    });
  });

  test('is 404 with a hint when it is not kept', async () => {
    const app = await cinemaApp({ history: 1 });
    const id = (await app.inject('/movies')).headers['x-uptempo-trace'];
    await app.inject('/movies');
    const response = await app.inject(`/__uptempo/traces/${id}.json`);
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ code: 'toolbar.trace.unknown' });
  });
});

describe('the history', () => {
  test('lists the last requests, newest first, without its own pages', async () => {
    const app = await cinemaApp();
    await app.inject('/movies');
    await app.inject('/__uptempo/');
    await app.inject('/api/movies');
    await app.inject('/movies/slow');
    const { traces } = (await app.inject('/__uptempo/history.json')).json();
    expect(traces).toMatchObject([
      { url: '/movies/slow', status: 200, queryCount: 26, findingCount: 1 },
      { url: '/api/movies', contentType: 'application/json; charset=utf-8', findingCount: 0 },
      { url: '/movies' },
    ]);
  });

  test('leaves static files out', async () => {
    const app = closedAfterTest(fastify());
    await app.register(toolbar);
    app.get('/site.css', (_request, reply) => reply.type('text/css').send('h1 { color: red }'));
    const response = await app.inject('/site.css');
    expect(response.headers['server-timing']).toBeUndefined();
    expect((await app.inject('/__uptempo/history.json')).json()).toMatchObject({ traces: [] });
  });
});

describe('its own pages', () => {
  test.each(['/__uptempo', '/__uptempo/', '/__uptempo/traces/unknown'])('%s', async (url) => {
    const app = await cinemaApp();
    const { headers, body } = await app.inject(url);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(headers['x-uptempo-trace']).toBeUndefined();
    expect(body).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=/);
  });

  test('load scripts that a browser may keep, all of them JavaScript', async () => {
    const app = await cinemaApp();
    const entry = TAG.exec((await app.inject('/movies')).body)!.groups!.src!;
    const seen = new Set<string>();
    const waiting = [entry];
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
      if (seen.has(url)) continue;
      seen.add(url);
      const { statusCode, headers, body } = await app.inject(url);
      expect(statusCode, url).toBe(200);
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(headers['cache-control']).toContain('immutable');
      for (const [, name] of body.matchAll(/from '(\.[\w./-]+\.js)'/g)) {
        waiting.push(new URL(name!, `http://cinema${url}`).pathname);
      }
    }
    expect(seen.size).toBeGreaterThan(20);
  });

  test.each([
    '/__uptempo/assets/000000000000/toolbar/page/toolbar.js',
    '/__uptempo/assets/VERSION/toolbar/page/no-such.js',
    '/__uptempo/assets/VERSION/toolbar/page/..%2f..%2findex.js',
  ])('have no script %s', async (path) => {
    const app = await cinemaApp();
    const entry = TAG.exec((await app.inject('/movies')).body)!.groups!.src!;
    const url = path.replace('VERSION', entry.split('/')[3]!);
    expect((await app.inject(url)).statusCode).toBe(404);
  });
});

describe('access', () => {
  test.each<[string, object]>([
    ['another address', { remoteAddress: '192.168.1.20' }],
    ['a proxied client', { headers: { 'x-forwarded-for': '203.0.113.7' } }],
    ['a client that forges one', { headers: { 'x-forwarded-for': '127.0.0.1, 203.0.113.7' } }],
  ])('is refused to %s', async (_who, from) => {
    const app = await cinemaApp();
    const response = await app.inject({ url: '/movies', ...from });
    expect(response.body).not.toContain('uptempo');
    expect(response.headers['server-timing']).toBeUndefined();
    for (const url of ['/__uptempo/', '/__uptempo/history.json', '/__uptempo/traces/x.json']) {
      const refused = await app.inject({ url, ...from });
      expect(refused.statusCode).toBe(403);
      expect(refused.json()).toMatchObject({ code: 'toolbar.access.denied' });
    }
  });

  test('is given to the addresses in the list', async () => {
    const app = await cinemaApp({ allowedAddresses: ['192.168.1.20'] });
    const allowed = { url: '/movies', remoteAddress: '::ffff:192.168.1.20' };
    expect((await app.inject(allowed)).body).toMatch(TAG);
    expect((await app.inject('/movies')).body).not.toMatch(TAG);
  });

  test.each([
    ['cross-site', 'cors', 403],
    ['cross-site', 'navigate', 403],
    ['same-site', 'cors', 403],
    ['same-site', 'navigate', 200],
    ['same-origin', 'cors', 200],
    ['none', 'navigate', 200],
  ])('from a %s request (%s) is %i', async (site, mode, status) => {
    const app = await cinemaApp();
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode };
    expect((await app.inject({ url: '/__uptempo/history.json', headers })).statusCode).toBe(status);
  });
});

describe('switched off', () => {
  test('it adds nothing and records nothing', async () => {
    const app = await cinemaApp({ isEnabled: false });
    const { body, headers } = await app.inject('/movies');
    expect(body).not.toContain('uptempo');
    expect(headers['server-timing']).toBeUndefined();
    expect((await app.inject('/__uptempo/')).statusCode).toBe(404);
    expect(queryChannel.hasSubscribers).toBe(false);
    expect(requestStartChannel.hasSubscribers).toBe(false);
  });

  test('is the default in production', async () => {
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    try {
      const app = await cinemaApp();
      expect((await app.inject('/__uptempo/')).statusCode).toBe(404);
    } finally {
      process.env.NODE_ENV = before;
    }
  });

  test('by closing the app, recording ends', async () => {
    const app = await cinemaApp();
    await app.inject('/movies');
    expect(queryChannel.hasSubscribers).toBe(true);
    await app.close();
    expect(queryChannel.hasSubscribers).toBe(false);
  });
});

describe('options', () => {
  test.each([
    [{ enabled: true } as object, 'core.option.unknown'],
    [{ history: 0 }, 'core.option.invalid'],
    [{ basePath: 'debug/' }, 'toolbar.path.invalid'],
    [{ basePath: '/<script>' }, 'toolbar.path.invalid'],
  ])('%j is refused', async (options, code) => {
    await expect(cinemaApp(options)).rejects.toThrow(expect.objectContaining({ code }));
  });

  test('the path of its pages can be chosen', async () => {
    const app = await cinemaApp({ basePath: '/debug/tempo' });
    const { body, headers } = await app.inject('/movies');
    expect(body).toContain('src="/debug/tempo/assets/');
    expect(headers.link).toContain('</debug/tempo/traces/');
    expect((await app.inject('/debug/tempo/history.json')).statusCode).toBe(200);
  });
});
