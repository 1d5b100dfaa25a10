import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { requestStartChannel, watchPg } from '../../src/events/index.ts';
import {
  expressToolbar,
  type ToolbarOptions,
  type TraceDocument,
} from '../../src/toolbar/index.ts';
import { describeOnPostgresql, temporaryPostgresql } from '../support/postgresql.ts';
import { page } from './cinema-app.ts';

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An Express app with the toolbar, and where it listens. */
async function site(options: ToolbarOptions, addRoutes: (app: Express) => void): Promise<string> {
  const app = express();
  const toolbar = expressToolbar(options);
  onTestFinished(() => toolbar.close());
  app.use(toolbar);
  app.use(express.urlencoded({ extended: false }));
  addRoutes(app);
  return listen(createServer(app));
}

async function documentOf(at: string, answer: Response): Promise<TraceDocument> {
  const id = answer.headers.get('x-uptempo-trace');
  return (await fetch(`${at}/__uptempo/traces/${id}.json`)).json();
}

describe('the toolbar in Express', () => {
  test('puts its tag into pages, whole and in pieces, and leaves the rest as it is', async () => {
    const html = page('<h1>Kino für alle</h1>');
    const at = await site({}, (app) => {
      app.get('/', (_request, response) => void response.send(html));
      app.get('/buffer', (_request, response) => {
        response.type('html').end(Buffer.from(html));
      });
      app.get('/pieces', (_request, response) => {
        response.type('html');
        for (const part of html.match(/[\s\S]{1,7}/g)!) response.write(part);
        response.end();
      });
      app.get('/json', (_request, response) => void response.json({ html }));
      app.get('/empty', (_request, response) => void response.status(204).end());
    });
    for (const path of ['/', '/buffer', '/pieces']) {
      const body = await (await fetch(at + path)).text();
      const tag = /<script type="module" src="[^"]+" data-uptempo-trace="[^"]+"><\/script>/;
      expect(body, path).toMatch(tag);
      expect(body.replace(tag, ''), path).toBe(html);
    }
    const json = await fetch(`${at}/json`);
    expect(await json.json()).toEqual({ html });
    expect(json.headers.get('link')).toContain('rel="trace"');
    expect((await fetch(`${at}/empty`)).status).toBe(204);
    const head = await fetch(at, { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(Buffer.byteLength(html)));
  });

  test('records requests with their forms and what they ask other servers', async () => {
    const rates = await listen(createServer((_request, answer) => answer.end('1.08')));
    const at = await site({}, (app) => {
      app.post('/rates', async (request, response) => {
        const rate = await (await fetch(`${rates}/rates`)).text();
        console.info('rate of %s', request.body.currency);
        response.json({ rate });
      });
    });
    const body = new URLSearchParams({ currency: 'EUR', password: 's3cret' });
    const answer = await fetch(`${at}/rates`, { method: 'POST', body });
    expect(await answer.json()).toEqual({ rate: '1.08' });
    await expect.poll(async () => (await documentOf(at, answer)).totalMs).toBeGreaterThan(0);
    const shown = await documentOf(at, answer);
    expect(shown).toMatchObject({ method: 'POST', url: '/rates', status: 200 });
    expect(shown.spans).toMatchObject([{ kind: 'http-client', name: `GET ${rates}/rates` }]);
    expect(shown.logs).toMatchObject([{ level: 'info', message: 'rate of EUR' }]);
    expect(shown.request?.form).toEqual([
      { name: 'currency', value: 'EUR' },
      { name: 'password', value: '••••••' },
    ]);
  });

  test('serves its own pages to this machine, and not under a foreign name', async () => {
    const at = await site({}, (app) => {
      app.get('/', (_request, response) => void response.send(page('')));
    });
    const pageOf = await fetch(`${at}/__uptempo/`);
    expect(pageOf.headers.get('content-type')).toContain('text/html');
    const src = /src="([^"]+)"/.exec(await pageOf.text())![1]!;
    expect((await fetch(at + src)).headers.get('content-type')).toContain('text/javascript');
    const forwarded = await fetch(`${at}/__uptempo/history.json`, {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    expect(forwarded.status).toBe(403);
    expect(
      (await fetch(at, { headers: { 'x-forwarded-for': '203.0.113.7' } })).headers.get('link'),
    ).toBe(null);
  });

  test('records what fails, and who is not answered', async () => {
    const at = await site({}, (app) => {
      app.get('/broken', () => {
        throw new Error('The projector broke.');
      });
      app.use((_error: unknown, _request: unknown, response: express.Response, _next: unknown) => {
        response.status(500).send(page('<h1>Broken</h1>'));
      });
    });
    const answer = await fetch(`${at}/broken`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('data-uptempo-trace');
    await expect.poll(async () => (await documentOf(at, answer)).status).toBe(500);
  });

  test('switched off it does nothing', async () => {
    const at = await site({ isEnabled: false }, (app) => {
      app.get('/', (_request, response) => void response.send(page('')));
    });
    expect(await (await fetch(at)).text()).not.toContain('uptempo');
    expect(requestStartChannel.hasSubscribers).toBe(false);
  });
});

describeOnPostgresql('the toolbar in Express with the package pg', () => {
  test('names the loop that asks for each row, and cannot explain what is not its own', async () => {
    const pool = new pg.Pool({ connectionString: await temporaryPostgresql() });
    pool.on('connect', (client) => client.on('error', () => {}));
    onTestFinished(() => pool.end());
    onTestFinished(watchPg(pg));
    const at = await site({}, (app) => {
      app.get('/', async (_request, response) => {
        const titles: string[] = [];
        for (let id = 1; id <= 5; id++) {
          const { rows } = await pool.query("SELECT 'Film ' || $1::int AS title", [id]);
          titles.push(rows[0].title);
        }
        response.send(page(titles.join(', ')));
      });
    });
    const answer = await fetch(at);
    expect(await answer.text()).toContain('Film 5');
    await expect.poll(async () => (await documentOf(at, answer)).totalMs).toBeGreaterThan(0);
    const { id, queries, findings } = await documentOf(at, answer);
    expect(queries).toHaveLength(5);
    expect(queries[0]?.parameters).toEqual(['1']);
    expect(findings).toMatchObject([{ code: 'n-plus-one', queryCount: 5 }]);
    const source = findings[0]?.querySet?.source ?? findings[0]?.access?.source;
    expect(source).toContain('await pool.query(');
    const explained = await fetch(`${at}/__uptempo/traces/${id}/queries/0/explain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ analyze: false }),
    });
    expect(explained.status).toBe(400);
    expect(await explained.json()).toMatchObject({ message: expect.stringContaining('pg') });
  });
});
