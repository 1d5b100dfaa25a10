import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { measure } from '../../src/events/index.ts';
import { toolbar } from '../../src/toolbar/index.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { closeCinema, closedAfterTest, page as htmlPage, Movie, openCinema } from './cinema-app.ts';
import { openToolbarPage, type ToolbarPage } from './toolbar-page.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'">`;

/** A page on which every panel has something to show. */
async function richApp(rates: string): Promise<FastifyInstance> {
  const app = closedAfterTest(fastify({ forceCloseConnections: true }));
  await app.register(toolbar, {
    settings: { databases: { default: 'postgresql://ada:s3cret@db/cinema' } },
    panels: [
      {
        name: 'seats',
        title: 'Seats',
        collect: () => ({
          count: 2,
          sections: [
            { title: 'Screening', facts: { film: HOSTILE } },
            { title: 'Free', columns: ['row', 'seats'], rows: [['A', 7]] },
            { title: 'Plan', code: HOSTILE },
          ],
        }),
      },
    ],
  });
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
  app.addHook('onRequest', async function readSession(_request, reply) {
    reply.header('x-session', 'yes');
  });
  app.addHook('preHandler', function checkFlags(_request, _reply, done) {
    done();
  });
  app.get('/', async function home(_request, reply) {
    console.debug('listing %s', 'movies');
    const [movie] = await Movie.objects.fetchMode('one').slice(0, 1);
    await movie!.director.load();
    await (await fetch(`${rates}/rates?key=s3cret`)).text();
    await measure('render chart', async () => {});
    return reply.type('text/html').send(
      htmlPage(`<form method="post" action="/movies"><input name="password" value="s3cret">
        <button>Add</button></form><button id="spa">Next</button><script src="/spa.js"></script>`),
    );
  });
  app.post('/movies', (_request, reply) => reply.redirect('/?added=1', 303));
  app.get('/api', async () => ({ count: await Movie.objects.count() }));
  app.get('/spa.js', (_request, reply) =>
    reply.type('text/javascript').send(`document.getElementById('spa').onclick = () => {
      history.pushState({}, '', '/movies/7');
      fetch('/api');
      const request = new XMLHttpRequest();
      request.open('GET', '/api');
      request.send();
    };`),
  );
  app.get('/many', async (_request, reply) => {
    for (let votes = 0; votes < 1_000; votes++) await Movie.objects.filter({ votes }).count();
    return reply.type('text/html').send(htmlPage('<h1>Many</h1>'));
  });
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/html').send(htmlPage('<h1>Not here</h1>')),
  );
  return app;
}

describeInBrowser('the panels in a browser', () => {
  let browser: Browser;
  let rates: Server;
  let site: string;

  beforeAll(async () => {
    browser = await launchChromium();
    await openCinema();
    rates = createServer((_request, answer) => answer.end('1.08'));
    await new Promise<void>((resolve) => rates.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    await closeCinema();
    rates.closeAllConnections();
    rates.close();
  });
  beforeEach(async () => {
    const { port } = rates.address() as AddressInfo;
    const app = await richApp(`http://127.0.0.1:${port}`);
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  async function openPanel(path: string, tab: RegExp): Promise<ToolbarPage> {
    const shown = await openToolbarPage(browser, site + path);
    await shown.button('Uptempo toolbar').click();
    await shown.tab(tab).click();
    return shown;
  }

  test('the waterfall has everything, each inside what it happened in', async () => {
    const { page } = await openPanel('/', /^Time\b/);
    const rows = page.getByRole('list', { name: /of the waterfall/ }).getByRole('listitem');
    const texts = await rows.evaluateAll((items) =>
      items.map((item) => [item.getAttribute('aria-level'), (item as HTMLElement).innerText]),
    );
    const levelOf = (text: string) => texts.find(([, shown]) => shown!.includes(text))?.[0];
    expect(levelOf('readSession · onRequest')).toBe('1');
    expect(levelOf('home')).toBe('1');
    expect(levelOf('Movie.director')).toBe('2');
    expect(levelOf('FROM "director"')).toBe('3');
    expect(levelOf('/rates')).toBe('2');
    expect(levelOf('render chart')).toBe('2');
    expect(texts.map(([, text]) => text).join()).not.toContain('s3cret');
  });

  test('the waterfall is one stop for Tab: arrows move, Enter opens, kinds can be left out', async () => {
    const { page } = await openPanel('/', /^Time\b/);
    const rows = page.getByRole('list', { name: /of the waterfall/ }).getByRole('button');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => rows.nth(1).evaluate((row) => row.matches(':focus'))).toBe(true);
    await page.keyboard.press('Enter');
    expect(await rows.nth(1).getAttribute('aria-expanded')).toBe('true');
    await page.getByText('phase', { exact: true }).waitFor();
    await page.keyboard.press('End');
    await expect.poll(() => rows.last().evaluate((row) => row.matches(':focus'))).toBe(true);
    const before = await rows.count();
    await page.getByRole('button', { name: /^Query/, pressed: true }).click();
    await expect.poll(() => rows.count()).toBeLessThan(before);
    await page.getByRole('searchbox', { name: 'Filter the waterfall' }).fill('chart');
    await expect.poll(() => rows.count()).toBe(1);
  });

  test('middleware says what each hook changed', async () => {
    const { page } = await openPanel('/', /^Middleware/);
    const hooks = page.getByRole('list', { name: 'Middleware' }).getByRole('button');
    expect(await hooks.nth(0).innerText()).toMatch(/readSession[\s\S]*header x-session/);
    expect(await hooks.nth(1).innerText()).toMatch(/checkFlags[\s\S]*nothing seen/);
    await page.getByText('1 changed nothing that can be seen').waitFor();
  });

  test('logs and settings are shown, secrets are not', async () => {
    const { page, tab } = await openPanel('/', /^Logs/);
    await page.getByRole('list', { name: 'Log lines' }).getByText('listing movies').waitFor();
    await tab(/^Settings/).click();
    const panel = page.getByRole('tabpanel', { name: 'Settings' });
    await panel.getByText('postgresql://ada:••••••@db/cinema').waitFor();
    expect(await panel.innerText()).not.toContain('s3cret');
  });

  test('a panel of the application shows its data as text', async () => {
    const { page, complaints } = await openPanel('/', /^Seats\s*2/);
    const panel = page.getByRole('tabpanel', { name: /Seats/ });
    await panel.getByText(HOSTILE).first().waitFor();
    expect(await panel.getByRole('table', { name: 'Free' }).innerText()).toMatch(
      /row\s+seats\s+A\s+7/,
    );
    expect(await panel.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Cinema');
    expect(complaints).toEqual([]);
  });

  test('a form post shows beside the page it led to', async () => {
    const { page, button } = await openToolbarPage(browser, `${site}/`);
    await page.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/added/);
    await button('Uptempo toolbar').click();
    await page.getByRole('button', { name: 'after POST /movies (303)' }).click();
    await page.getByRole('heading', { name: 'POST /movies' }).waitFor();
    await page.getByRole('tab', { name: /^Request/ }).click();
    expect(await page.getByRole('tabpanel', { name: 'Request' }).innerText()).toMatch(
      /password\s+••••••/,
    );
  });

  test('requests after pushState are counted, by fetch and XMLHttpRequest', async () => {
    const { page, button } = await openToolbarPage(browser, `${site}/`);
    await page.getByRole('button', { name: 'Next' }).click();
    await button('2 requests made since, show the history').waitFor();
    expect(new URL(page.url()).pathname).toBe('/movies/7');
  });

  test('a page that is not found has a bar', async () => {
    const { button } = await openToolbarPage(browser, `${site}/nowhere`);
    await button('No findings').waitFor();
  });

  test('every tab has a name, a panel and no row without a name', async () => {
    const { page } = await openPanel('/', /^Findings/);
    for (const tab of await page.getByRole('tab').all()) {
      const name = (await tab.innerText()).trim();
      expect(name).not.toBe('');
      await tab.click();
      const panel = page.getByRole('tabpanel');
      expect(await panel.count(), name).toBe(1);
      const unnamed = await panel
        .getByRole('button')
        .evaluateAll((all) => all.filter((each) => !each.textContent && !each.ariaLabel).length);
      expect(unnamed, name).toBe(0);
    }
  });

  test('a thousand queries make no task of the browser that freezes it', async () => {
    const { page, button, tab } = await openToolbarPage(browser, `${site}/many`);
    await button(/^1,000 queries/).waitFor();
    await button('Uptempo toolbar').click();
    for (const name of [/^SQL/, /^Time\b/]) {
      await tab(name).click();
      const panel = page.getByRole('tabpanel');
      await panel.getByRole('list').first().waitFor();
      // Rows are made as they are scrolled to.
      expect(await panel.getByRole('listitem').count()).toBeLessThan(300);
    }
  });
});
