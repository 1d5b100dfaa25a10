import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { apm } from '../../src/apm/index.ts';
import { type Cache, createCache } from '../../src/cache/index.ts';
import {
  currentContext,
  logChannel,
  measure,
  templateRenderChannel,
} from '../../src/events/index.ts';
import { openHistory } from '../../src/history/index.ts';
import { database } from '../../src/orm/index.ts';
import { toolbar } from '../../src/toolbar/index.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { temporaryFolder } from '../support/files.ts';
import {
  asHeaderValue,
  asTarget,
  HOSTILE_TEXTS,
  openWatched,
  type RawAnswer,
  sendRaw,
} from '../support/hostile.ts';
import { closeCinema, closedAfterTest, page as htmlPage, Movie, openCinema } from './cinema-app.ts';

/** What is sent is told of by everything there is: statements, logs, templates, spans, caches, panels. */
async function echoApp(): Promise<{ readonly app: FastifyInstance; readonly port: number }> {
  const store = openHistory({ file: join(temporaryFolder(), 'history.sqlite') });
  onTestFinished(() => store.close());
  const films = createCache({ url: 'memory:' });
  onTestFinished(() => films.close());
  const other = createServer((_request, answer) => answer.end('1.08'));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void other.close());
  const rates = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  const app = closedAfterTest(fastify({ forceCloseConnections: true }));
  let last = '';
  await app.register(toolbar, {
    store,
    settings: { title: HOSTILE_TEXTS.script, [HOSTILE_TEXTS.attribute!]: 1 },
    panels: [
      {
        name: 'echo',
        title: 'Echo',
        collect: () => ({
          sections: [
            { title: last, facts: { [last]: last } },
            { columns: [last], rows: [[last]] },
            { code: last },
            { text: last },
          ],
        }),
      },
    ],
  });
  await app.register(apm, { mode: 'development' });
  app.route<{ Querystring: Readonly<Record<string, string>>; Body: { text?: string } | null }>({
    method: ['GET', 'POST'],
    url: '/echo/*',
    async handler(request, reply) {
      const { texts = '', fails } = request.query;
      const all = texts.split(' ').map((name) => HOSTILE_TEXTS[name] ?? '');
      for (const text of request.body?.text === undefined ? all : [request.body.text]) {
        last = text.slice(0, 5_000);
        await tellOf(text, rates, films);
        reply.header('x-echo', asHeaderValue(text));
      }
      if (fails !== undefined) throw new Error(last);
      return reply.type('text/html').send(htmlPage('<h1>Echo</h1>'));
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { app, port: (app.server.address() as AddressInfo).port };
}

async function tellOf(text: string, rates: string, films: Cache): Promise<void> {
  // What a database and a cache refuse, they refuse before anybody is told.
  const legal = text.toWellFormed().replaceAll('\0', '');
  const literal = legal.replaceAll("'", "''");
  await database().raw(`SELECT '${literal}' AS "${literal.replaceAll('"', '')}"`);
  await Movie.objects.filter({ title: legal }).count();
  await films.get(
    asHeaderValue(text)
      .replace(/[^!-~]/g, '')
      .slice(0, 100),
  );
  await (await fetch(`${rates}/${encodeURIComponent(legal.slice(0, 500))}`)).text();
  await measure(text, async () => {});
  publishLog(text);
  publishTemplate(text);
}

function publishTemplate(text: string): void {
  templateRenderChannel.publish({
    context: currentContext(),
    template: `${text}.html`,
    file: undefined,
    depth: 0,
    startedMs: performance.now(),
    durationMs: 0.1,
    outputLength: text.length,
    contextNames: [text],
    error: undefined,
  });
}

function publishLog(text: string): void {
  logChannel.publish({
    context: currentContext(),
    level: 'error',
    atMs: performance.now(),
    source: 'console',
    message: text.slice(0, 2_000),
    fields: JSON.stringify({ [text]: text }),
    site: undefined,
  });
}

/** The text in every place of a request that has room for it. */
function sendEverywhere(port: number, text: string, flags = ''): Promise<RawAnswer> {
  const target = asTarget(text);
  return sendRaw(port, {
    method: 'POST',
    target: `/echo/${target}?q=${target}&${target}=1${flags}`,
    headers: [
      ['User-Agent', asHeaderValue(text)],
      ['Referer', asHeaderValue(text)],
      ['Cookie', `film=${asHeaderValue(text)}; ${asHeaderValue(text)}=1`],
      ['X-Forwarded-Host', asHeaderValue(text)],
      ['X-Film', asHeaderValue(text)],
      ['Content-Type', 'application/json'],
    ],
    body: JSON.stringify({ text, [text]: text }),
  });
}

/** Parts that no panel writes otherwise: SQL doubles quotes, JSON has backslashes. */
const SHOWN = ['<script>window.__pwned=1</script>', '<img src=x onerror=', '</template><iframe'];

const TEXTS = Object.entries(HOSTILE_TEXTS);

beforeAll(openCinema);
afterAll(closeCinema);

describe('hostile texts over HTTP', () => {
  test.each(TEXTS)('%s is answered, with no line of a header more', async (_name, text) => {
    const { port } = await echoApp();
    for (const flags of ['', '&fails=1']) {
      const { status, head, body } = await sendEverywhere(port, text, flags);
      expect(status).toBe(text === '__proto__' ? 400 : flags === '' ? 200 : 500);
      expect(head).not.toMatch(/^set-cookie/im);
      expect(body).not.toMatch(/^set-cookie/im);
    }
    const history = await sendRaw(port, { target: '/__uptempo/history.json' });
    expect(history.status).toBe(200);
    const { traces } = JSON.parse(history.body.slice(history.body.indexOf('{')));
    expect(traces.length).toBe(2);
    const lines = await sendRaw(port, { target: '/__uptempo/history.jsonl' });
    expect(lines.head).toContain('content-disposition: attachment; filename="history.jsonl"');
    const archive = await (await fetch(`http://127.0.0.1:${port}/__uptempo/history.har`)).json();
    for (const { request } of archive.log.entries) expect(URL.canParse(request.url)).toBe(true);
    expect(archive.log.entries.length).toBe(2);
  });
});

describeInBrowser('hostile texts in a browser', () => {
  let browser: Browser;
  let port: number;
  let site: string;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    ({ port } = await echoApp());
    site = `http://127.0.0.1:${port}`;
    for (const [, text] of TEXTS) {
      await Promise.all([sendEverywhere(port, text), sendEverywhere(port, text, '&fails=1')]);
    }
  });

  /** Opens each tab of what is shown, and what is closed in it. Returns the texts by tab. */
  async function openEverything(page: Page): Promise<Readonly<Record<string, string>>> {
    const seen: Record<string, string> = {};
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      const panel = page.getByRole('tabpanel');
      await panel.waitFor();
      const closed = panel.locator('[aria-expanded=false], details:not([open]) > summary');
      await closed.evaluateAll((all) => {
        for (const each of all.slice(0, 40)) (each as HTMLElement).click();
      });
      const [name = ''] = (await tab.innerText()).split(/\s/);
      seen[name] = await panel.innerText();
    }
    return seen;
  }

  test('would be noticed if they ran', async () => {
    const url = `data:text/html,${encodeURIComponent(HOSTILE_TEXTS.attribute!)}`;
    const { page, expectHarmless } = await openWatched(browser, url);
    await expect.poll(() => page.evaluate(() => '__pwned' in window)).toBe(true);
    await expect(expectHarmless()).rejects.toThrow();
  });

  test('the toolbar on the page', async () => {
    const names = [...Object.keys(HOSTILE_TEXTS), 'formula'].join('+');
    const { page, expectHarmless } = await openWatched(browser, `${site}/echo/x?texts=${names}`);
    await page.getByRole('button', { name: 'Uptempo toolbar' }).click();
    const seen = await openEverything(page);
    for (const name of ['SQL', 'Logs', 'Templates', 'Time']) {
      for (const part of SHOWN) expect(seen[name], `${name}: ${part}`).toContain(part);
    }
    expect(seen.Echo).toContain(HOSTILE_TEXTS.formula);
    await expectHarmless();
  });

  test('the list of requests, each of them, and two compared', async () => {
    const { page, expectHarmless } = await openWatched(browser, `${site}/__uptempo/`);
    const rows = page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBeGreaterThan(10);
    await page.getByLabel('Part of the path or query string').fill(HOSTILE_TEXTS.script!);
    await expect.poll(() => rows.count()).toBe(2);
    expect(await rows.first().innerText()).toContain(HOSTILE_TEXTS.script);
    await expectHarmless();
    const { traces } = await (await fetch(`${site}/__uptempo/history.json?limit=100`)).json();
    for (const { id } of traces.slice(0, 6)) {
      await page.goto(`${site}/__uptempo/traces/${id}`);
      await page.getByRole('tab').first().waitFor();
      await openEverything(page);
      await expectHarmless();
    }
    await page.goto(`${site}/__uptempo/compare?a=${traces[0].id}&b=${traces[3].id}`);
    await page.getByRole('table', { name: 'Statements' }).waitFor();
    await expectHarmless();
  });

  test('addresses of the tools themselves', async () => {
    const { page, expectHarmless } = await openWatched(browser, `${site}/__uptempo/`);
    for (const name of ['attribute', 'end_of_script', 'script_URL', 'prototype']) {
      const text = encodeURIComponent(HOSTILE_TEXTS[name]!);
      for (const path of [
        `/traces/${text}`,
        `/compare?a=${text}&b=${text}`,
        `/?path=${text}&sql=${text}&sort=${text}#${text}`,
        `/apm/?${text}#tab=${text}&route=${text}&range=${text}`,
        `/profiler/profiles/${text}`,
        `/profiler/?${text}#${text}`,
      ]) {
        await page.goto(`${site}/__uptempo${path}`);
        await page.locator('body').getByText(/\S/).first().waitFor();
        await expectHarmless();
      }
    }
  });

  test('the page of the APM, whole and of one route', async () => {
    const { page, expectHarmless } = await openWatched(browser, `${site}/__uptempo/apm/`);
    await page.getByRole('tab', { name: /^Errors/ }).waitFor();
    const seen = await openEverything(page);
    expect(Object.values(seen).join()).toContain('<script>window.__pwned');
    await expectHarmless();
    await page.goto(`${site}/__uptempo/apm/#route=${encodeURIComponent('POST /echo/*')}`);
    await page.getByRole('heading', { name: 'POST /echo/*' }).waitFor();
    await openEverything(page);
    await expectHarmless();
  });
});
