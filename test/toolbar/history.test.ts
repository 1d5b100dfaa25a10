import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type History, openHistory } from '../../src/history/index.ts';
import { requestHistory } from '../../src/toolbar/index.ts';
import { temporaryFolder } from '../support/files.ts';
import { cinemaApp, closeCinema, closedAfterTest, Movie, openCinema } from './cinema-app.ts';

beforeAll(openCinema);
afterAll(closeCinema);

function openStore(file = join(temporaryFolder(), 'history.sqlite')): History {
  const store = openHistory({ file });
  onTestFinished(() => store.close());
  return store;
}

async function json(app: FastifyInstance, url: string) {
  const answer = await app.inject(`/__uptempo${url}`);
  expect(answer.statusCode).toBe(200);
  return answer.json();
}

const urls = (page: { readonly traces: readonly { readonly url: string }[] }) =>
  page.traces.map(({ url }) => url);

describe('the toolbar with a store', () => {
  test('finds requests of before a restart, and shows them whole', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    const store = openStore(file);
    const before = await cinemaApp({ store });
    const { headers } = await before.inject('/movies/slow');
    const id = headers['x-uptempo-trace'];
    // A search waits for what has finished, so that the account of the request is final.
    await json(before, '/history.json');
    const live = await json(before, `/traces/${id}.json`);
    await before.close();
    await store.close();

    const after = await cinemaApp({ store: openStore(file) });
    const { traces, kept, estimated } = await json(after, '/history.json');
    expect([traces.length, kept, estimated]).toEqual([1, 1, 1]);
    expect(traces[0]).toMatchObject({
      id,
      url: '/movies/slow',
      findingCount: 1,
      keptFor: expect.anything(),
    });
    expect(await json(after, `/traces/${id}.json`)).toEqual(live);
    expect((await after.inject(`/__uptempo/traces/${id}`)).statusCode).toBe(200);
  });

  test('searches, in pages, with what is in memory alone', async () => {
    const app = await cinemaApp({ store: openStore() });
    for (const url of ['/movies', '/movies/slow', '/api/movies?search=7', '/nowhere', '/broken']) {
      await app.inject(url);
    }
    expect(urls(await json(app, '/history.json?path=movies&sort=queries'))).toEqual([
      '/movies/slow',
      expect.anything(),
      expect.anything(),
    ]);
    expect(urls(await json(app, '/history.json?status=5xx'))).toEqual(['/broken']);
    expect(urls(await json(app, '/history.json?finding=n-plus-one'))).toEqual(['/movies/slow']);
    expect(urls(await json(app, '/history.json?sql=count('))).toEqual([
      '/broken',
      '/api/movies?search=7',
    ]);
    const first = await json(app, '/history.json?limit=3');
    const second = await json(app, `/history.json?limit=3&cursor=${first.nextCursor}`);
    expect(second.nextCursor).toBe(null);
    expect(urls(first).concat(urls(second)).toSorted()).toEqual(
      ['/api/movies?search=7', '/broken', '/movies', '/movies/slow', '/nowhere'].toSorted(),
    );
  });

  test('searches what is in memory where there is none', async () => {
    const app = await cinemaApp();
    await app.inject('/movies');
    await app.inject('/nowhere');
    const page = await json(app, '/history.json?status=404');
    expect(urls(page)).toEqual(['/nowhere']);
    expect(page).toMatchObject({ nextCursor: null, kept: null, problem: null });
  });

  test('compares two requests', async () => {
    const app = await cinemaApp({ store: openStore() });
    const [a, b] = [await app.inject('/movies/slow'), await app.inject('/movies')].map(
      ({ headers }) => headers['x-uptempo-trace'],
    );
    const comparison = await json(app, `/compare.json?a=${a}&b=${b}`);
    expect(comparison.counts).toContainEqual({ name: 'queryCount', a: 26, b: 1 });
    expect(comparison.findings.gone).toMatchObject([{ code: 'n-plus-one' }]);
    expect((await app.inject(`/__uptempo/compare?a=${a}&b=${b}`)).statusCode).toBe(200);
    for (const query of ['', `?a=${a}`, `?a=${a}&b=x`, `?a=${a}&b=${b}&b=${b}`]) {
      const { statusCode } = await app.inject(`/__uptempo/compare.json${query}`);
      expect([query, statusCode]).toEqual([query, 404]);
    }
  });

  test('exports what matches as lines of JSON', async () => {
    const app = await cinemaApp({ store: openStore() });
    for (const url of ['/movies', '/nowhere']) await app.inject(url);
    const { headers, body } = await app.inject('/__uptempo/history.jsonl?path=movies');
    expect(headers['content-disposition']).toBe('attachment; filename="history.jsonl"');
    expect(
      body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).url),
    ).toEqual(['/movies']);
  });

  test('exports what matches as an HTTP Archive, secrets masked', async () => {
    const app = await cinemaApp({ store: openStore() });
    const headers = {
      host: 'cinema.localhost:8000',
      authorization: 'Bearer s3cret',
      cookie: 'a=s3cret',
    };
    await app.inject({ url: '/api/movies?search=jaws&token=s3cret', headers });
    await app.inject('/nowhere');
    const answer = await app.inject('/__uptempo/history.har?path=movies');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="history.har"');
    expect(answer.body).not.toContain('s3cret');
    expect((await app.inject('/__uptempo/history.jsonl')).body).not.toContain('s3cret');
    const { log } = answer.json();
    expect([log.version, log.creator.name, log.entries.length]).toEqual(['1.2', 'uptempo', 1]);
    const [{ startedDateTime, time, request, response, cache, timings }] = log.entries;
    expect(new Date(startedDateTime).toISOString()).toBe(startedDateTime);
    expect(timings).toEqual({ send: 0, wait: time, receive: 0 });
    expect(cache).toEqual({});
    expect(request).toMatchObject({
      method: 'GET',
      httpVersion: 'HTTP/1.1',
      cookies: [{ name: 'a', value: '••••••' }],
      headersSize: -1,
      bodySize: -1,
    });
    expect(URL.parse(request.url)).toMatchObject({
      host: 'cinema.localhost:8000',
      pathname: '/api/movies',
    });
    expect(request.queryString).toEqual([
      { name: 'search', value: 'jaws' },
      { name: 'token', value: '••••••' },
    ]);
    expect(request.headers).toContainEqual({ name: 'authorization', value: 'Bearer ••••••' });
    expect(response).toMatchObject({
      status: 200,
      statusText: '',
      cookies: [],
      redirectURL: '',
      content: { size: expect.any(Number), mimeType: 'application/json; charset=utf-8' },
    });
    const none = await app.inject('/__uptempo/history.har?path=there-is-none');
    expect(none.json().log.entries).toEqual([]);
  });

  test('answers a wrong filter with 400', async () => {
    const app = await cinemaApp({ store: openStore() });
    for (const query of ['limit=0', 'sort=url', 'x=1', 'path=a&path=b', 'cursor=zzz']) {
      const { statusCode } = await app.inject(`/__uptempo/history.json?${query}`);
      expect([query, statusCode]).toEqual([query, 400]);
    }
  });

  test('masks secrets in what it stores', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    const store = openStore(file);
    const app = await cinemaApp({ store });
    await app.inject({
      url: '/movies?token=hunter2&page=2',
      headers: { authorization: 'Bearer hunter2', cookie: 'session=hunter2' },
    });
    await app.close();
    const { entries } = await store.search({});
    const document = await store.document(entries[0]!.id);
    expect(entries[0]!.url).toBe('/movies?token=••••••&page=2');
    expect(JSON.stringify(document)).not.toContain('hunter2');
  });

  test('says so when the file cannot be read, and shows what is in memory', async () => {
    const store = openStore('/dev/null/history.sqlite');
    const app = await cinemaApp({ store });
    await app.inject('/movies');
    const page = await json(app, '/history.json');
    expect(urls(page)).toEqual(['/movies']);
    expect(page.problem).toContain('Cannot write the history');
  });

  test('leaves out static files', async () => {
    const store = openStore();
    const app = await cinemaApp({ store });
    app.get('/site.css', (_request, reply) => reply.type('text/css').send('a {}'));
    await app.inject('/site.css');
    expect(urls(await json(app, '/history.json'))).toEqual([]);
  });
});

describe('requestHistory in production', () => {
  async function productionApp(store: History, options: object = {}): Promise<FastifyInstance> {
    const app = closedAfterTest(fastify());
    await app.register(requestHistory, {
      store,
      permission: ({ headers }: { headers: Record<string, unknown> }) =>
        headers['x-staff'] === 'yes',
      ...options,
    });
    app.get('/movies/:title', async ({ params }) => {
      const { title } = params as { readonly title: string };
      await Movie.objects.filter({ title }).count();
      if (title === 'broken') throw new Error('No such film: Secret Garden');
      return { title };
    });
    return app;
  }

  const staff = { 'x-staff': 'yes' };

  test('shows nothing without permission, and changes no answer', async () => {
    const app = await productionApp(openStore());
    const answer = await app.inject('/movies/Jaws');
    expect(Object.keys(answer.headers)).not.toContain('x-uptempo-trace');
    for (const path of [
      '/',
      '/history.json',
      '/history.jsonl',
      '/history.har',
      '/traces/x.json',
      '/compare.json',
    ]) {
      const { statusCode } = await app.inject(`/__uptempo/history${path}`);
      expect([path, statusCode]).toEqual([path, 403]);
    }
    const foreign = { ...staff, 'sec-fetch-site': 'cross-site' };
    const url = '/__uptempo/history/history.json';
    expect((await app.inject({ url, headers: foreign })).statusCode).toBe(403);
    expect(urls((await app.inject({ url, headers: staff })).json())).toEqual(['/movies/Jaws']);
  });

  test('stores no values', async () => {
    const file = join(temporaryFolder(), 'history.sqlite');
    const store = openStore(file);
    const app = await productionApp(store);
    const headers = { cookie: 'basket=Vertigo', 'x-customer': 'Vertigo', 'user-agent': 'Mosaic' };
    await app.inject({ url: '/movies/broken?name=Vertigo', headers });
    await app.close();
    const { entries } = await store.search({});
    expect(entries).toMatchObject([{ url: '/movies/broken?name=••••••', status: 500 }]);
    const text = JSON.stringify(await store.document(entries[0]!.id));
    expect(text).not.toMatch(/Vertigo|Secret Garden|"parameters":\["/);
    expect(text).toContain('Mosaic');
    expect(text).toMatch(/SELECT COUNT\(\*\) FROM/i);
    const database = new DatabaseSync(file, { readOnly: true });
    onTestFinished(() => database.close());
    expect(database.prepare('SELECT sql FROM statements').all()).toHaveLength(1);
  });

  test('keeps what is under way when the app closes', async () => {
    const store = openStore();
    const app = await productionApp(store);
    await Promise.all(['Jaws', 'Alien', 'Heat'].map((title) => app.inject(`/movies/${title}`)));
    await app.close();
    expect((await store.search({})).kept).toBe(3);
  });

  test('wants a permission', async () => {
    const app = closedAfterTest(fastify());
    const options = { store: openStore() } as never;
    await expect(app.register(requestHistory, options)).rejects.toMatchObject({
      code: 'toolbar.permission.missing',
    });
  });
});
