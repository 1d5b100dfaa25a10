import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { database } from '../../src/orm/index.ts';
import type { ToolbarOptions } from '../../src/toolbar/index.ts';
import { cinemaApp, closeCinema, Director, Movie, openCinema } from './cinema-app.ts';

beforeAll(openCinema);
afterAll(closeCinema);

/** An app that has answered a page, and the id of its trace. */
async function visited(path: string, options: ToolbarOptions = {}) {
  const app = await cinemaApp(options);
  app.get('/written', async () => {
    await Movie.objects.filter({ title: 'Movie 1' }).update({ votes: 1 });
    return (await database().raw('SELECT title FROM movie WHERE votes > ?', [5])).rows.length;
  });
  app.get('/searched', async () => (await Movie.objects.filter({ title: 'Movie 7' })).length);
  const { headers } = await app.inject(path);
  return { app, id: String(headers['x-uptempo-trace']) };
}

interface Asked {
  readonly position?: number | string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

function ask(app: FastifyInstance, id: string, asked: Asked = {}) {
  const { position = 0, body = { analyze: false }, headers = {} } = asked;
  return app.inject({
    method: 'POST',
    url: `/__uptempo/traces/${id}/queries/${position}/explain`,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('a statement of a trace', () => {
  test('is explained with the values it had', async () => {
    const { app, id } = await visited('/searched');
    const response = await ask(app, id);
    expect(response.headers).toMatchObject({ 'cache-control': 'no-store' });
    expect(response.json()).toMatchObject({
      isGeneric: false,
      isAnalyzed: false,
      canAnalyze: false,
      steps: [{ title: 'SCAN movie', isScan: true, table: 'movie' }],
    });
  });

  test('is explained for any values where the toolbar keeps none', async () => {
    const { app, id } = await visited('/searched', { recordsParameters: false });
    expect((await ask(app, id)).json()).toMatchObject({
      isGeneric: true,
      steps: [{ isScan: true }],
    });
  });

  test('that was raw is explained as well, and one that writes is not', async () => {
    const { app, id } = await visited('/written');
    const refused = await ask(app, id, { position: 0 });
    expect(refused.statusCode).toBe(400);
    expect(refused.json()).toMatchObject({ code: 'db.explain.not_a_read' });
    expect((await ask(app, id, { position: 1 })).json()).toMatchObject({
      steps: [{ title: 'SCAN movie' }],
    });
  });

  test('is not measured by a database that measures none', async () => {
    const { app, id } = await visited('/searched');
    const response = await ask(app, id, { body: { analyze: true } });
    expect(response.json()).toMatchObject({ code: 'db.explain.unsupported' });
  });

  test('is asked for by its place only', async () => {
    const { app, id } = await visited('/searched');
    for (const position of [99, -1, '0x0', '1e0', '0%00', 'constructor']) {
      expect((await ask(app, id, { position })).statusCode).toBe(404);
    }
    expect((await ask(app, 'unknown')).statusCode).toBe(404);
    for (const body of [{ sql: 'DELETE FROM movie' }, { analyze: 'yes' }, [], 'null', '1']) {
      const response = await ask(app, id, { body });
      expect(response.json()).toMatchObject({ code: 'toolbar.explain.invalid' });
    }
    expect(await Movie.objects.count()).toBe(200);
  });

  test('is shown to nobody else, and to no other site', async () => {
    const { app, id } = await visited('/searched');
    const others: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      { 'x-forwarded-for': '203.0.113.5' },
    ];
    for (const headers of others) expect((await ask(app, id, { headers })).statusCode).toBe(403);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask(app, id, { headers: form, body: 'analyze=true' })).statusCode).toBe(415);
    const text = { 'content-type': 'text/plain' };
    expect((await ask(app, id, { headers: text })).statusCode).toBe(400);
  });
});

test('the document of a trace has the indexes that are missing', async () => {
  const director = await Director.objects.get({ name: 'Director 1' });
  await Movie.objects.bulkCreate(
    Array.from({ length: 3_000 }, (_, at) => ({ title: `Found ${at}`, director })),
  );
  const app = await cinemaApp();
  app.get('/costly', async () => {
    // Enough runs that together they are worth a look, however fast the machine is.
    for (let run = 0; run < 400; run++) await Movie.objects.filter({ title: `Found ${run}` });
    return 'done';
  });
  const { headers } = await app.inject('/costly');
  const url = `/__uptempo/traces/${headers['x-uptempo-trace']}.json`;
  const { findings } = (await app.inject(url)).json();
  const found = findings.find(({ code }: { code: string }) => code === 'missing-index');
  expect(found).toMatchObject({
    title: 'No index on Movie for title',
    remedies: [{ code: "indexes: [index({ fields: ['title'] })]," }],
  });
  expect(found.queries).toHaveLength(400);
  expect((await app.inject(url)).json().findings).toEqual(findings);
});
