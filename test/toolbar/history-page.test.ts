import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Page } from 'playwright-core';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type History, openHistory, openHistoryFile } from '../../src/history/index.ts';
import { PREMIERE, stored } from '../history/requests.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { temporaryFolder } from '../support/files.ts';
import { browserAndCinema, cinemaApp, page as htmlPage, Movie } from './cinema-app.ts';
import { openShadowRoots, openToolbarPage } from './toolbar-page.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'">`;

describeInBrowser('the history in a browser', () => {
  const browser = browserAndCinema();
  let app: FastifyInstance;
  let site: string;
  let file: string;

  beforeEach(async () => {
    file = join(temporaryFolder(), 'history.sqlite');
  });

  async function serve(): Promise<void> {
    const store: History = openHistory({ file });
    onTestFinished(() => store.close());
    app = await cinemaApp({ store });
    app.get('/live', (_request, reply) =>
      reply.type('text/html').send(
        htmlPage(`<form method="post" action="/reviews"><button>Send</button></form>
        <script>fetch('/api/movies?search=jaws')</script>`),
      ),
    );
    app.addContentTypeParser('application/x-www-form-urlencoded', (_request, _body, done) => {
      done(null);
    });
    app.post('/reviews', (_request, reply) => reply.redirect('/movies'));
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  }

  /** The history's own page, with its shadow tree open for the test. */
  async function openPage(path = '/__uptempo/'): Promise<Page> {
    const context = await browser().newContext();
    onTestFinished(() => context.close());
    await context.addInitScript(openShadowRoots);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    onTestFinished(() => expect(complaints).toEqual([]));
    await page.goto(site + path);
    return page;
  }

  const rows = (page: Page) => page.getByRole('list', { name: 'Requests' }).getByRole('listitem');

  async function visit(...paths: readonly string[]): Promise<void> {
    for (const path of paths) await (await fetch(site + path)).text();
  }

  test('counts what happens outside of requests', async () => {
    await serve();
    await Promise.all([Movie.objects.count(), Movie.objects.count()]);
    const page = await openPage();
    await page.getByRole('status').getByText('outside of requests 2 queries').waitFor();
  });

  test('is filtered as one types, and says how many are kept', async () => {
    await serve();
    await visit('/movies', '/movies/slow', '/api/movies?search=7', '/nowhere', '/broken');
    const page = await openPage();
    await expect.poll(() => rows(page).count()).toBe(5);
    await page.getByRole('status').getByText('5 kept').waitFor();
    const search = page.getByRole('search', { name: 'Requests' });
    await search.getByLabel('Part of the path or query string').fill('MOVIES');
    await expect.poll(() => rows(page).count()).toBe(3);
    await search.getByLabel('Part of a statement').fill('from "director"');
    await expect
      .poll(() => rows(page).allInnerTexts())
      .toEqual([expect.stringContaining('/movies/slow')]);
    await search.getByLabel('Part of a statement').fill('');
    await search.getByLabel('Order').selectOption('queries');
    await expect.poll(() => rows(page).first().innerText()).toContain('26 queries');
    await search.getByLabel('Part of the path or query string').fill('nothing like it');
    await page.getByText('No request matches.').waitFor();
    await search.getByLabel('Part of the path or query string').fill('');
    await search.getByLabel('Status', { exact: true }).selectOption('5xx');
    await expect
      .poll(() => rows(page).allInnerTexts())
      .toEqual([expect.stringContaining('/broken')]);
  });

  test('follows what pages, their scripts and forms do', async () => {
    await serve();
    const { page, tab, button } = await openToolbarPage(browser(), `${site}/live`);
    await button('Uptempo toolbar').click();
    await tab(/^History/).click();
    await expect
      .poll(() => rows(page).allInnerTexts())
      .toEqual(expect.arrayContaining([expect.stringContaining('/api/movies?search=jaws')]));
    await page.getByRole('button', { name: 'Send' }).click();
    await expect
      .poll(() => rows(page).allInnerTexts())
      .toEqual(expect.arrayContaining([expect.stringMatching(/POST\s+\/reviews\s+302/)]));
  });

  test('compares two that are ticked, by keyboard alone', async () => {
    await serve();
    await visit('/movies/slow', '/movies');
    const page = await openPage();
    await expect.poll(() => rows(page).count()).toBe(2);
    await page.getByRole('checkbox', { name: /^Compare GET \/movies of/ }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('1 chosen, tick another one').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.getByRole('status').getByText('2 chosen').waitFor();
    await page.getByRole('link', { name: 'Compare the two' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Two requests compared' }).waitFor();
    const figures = page.getByRole('table', { name: 'Figures' });
    // The older one is A.
    expect(await figures.getByRole('row', { name: /^Queries/ }).innerText()).toMatch(
      /Queries\s+26\s+1\s+−25/,
    );
    const statements = page.getByRole('table', { name: 'Statements' });
    expect(await statements.getByRole('row').count()).toBe(4);
    expect(await statements.innerText()).toMatch(/only A\s+SELECT .*"director"/);
    await page.getByRole('heading', { name: 'Findings gone 1' }).waitFor();
    await page.getByRole('link', { name: 'GET /movies/slow' }).click();
    await page.getByRole('tab', { name: /^Findings/ }).waitFor();
  });

  test('a third one that is ticked takes the place of the first', async () => {
    await serve();
    await visit('/movies/slow', '/nowhere', '/movies');
    const page = await openPage();
    const boxes = page.getByRole('checkbox');
    await expect.poll(() => boxes.count()).toBe(3);
    for (const index of [0, 1, 2]) await boxes.nth(index).check();
    await expect.poll(() => boxes.nth(0).isChecked()).toBe(false);
    expect(await page.getByRole('checkbox', { checked: true }).count()).toBe(2);
  });

  test('shows requests of before a restart', async () => {
    await serve();
    await visit('/movies/slow');
    await app.close();
    await serve();
    const page = await openPage();
    await rows(page).filter({ hasText: '/movies/slow' }).getByRole('button').click();
    await page.getByRole('article', { name: 'N+1 on Movie.director' }).waitFor();
    await page.getByRole('tab', { name: /^SQL/ }).click();
    await page.getByRole('list', { name: 'Queries' }).getByText('×25').waitFor();
  });

  test('shows markup in addresses, statements and findings as text', async () => {
    const history = await openHistoryFile({ file });
    const hostile = {
      url: `/${HOSTILE}`,
      method: HOSTILE,
      statements: { [HOSTILE]: 2 },
      findings: [HOSTILE],
    };
    const requests = ['a', 'b'].map((id) =>
      stored({ id, route: HOSTILE, startedAt: Date.now(), ...hostile }),
    );
    requests.push(
      stored({ id: 'c', startedAt: Date.now(), statements: { [`SELECT '${HOSTILE}'`]: 1 } }),
    );
    history.write({ requests, losses: [], strata: [] }, PREMIERE);
    history.close();
    await serve();
    for (const path of [
      '/',
      '/compare?a=a&b=b',
      '/compare?a=a&b=c',
      '/traces/a',
      `/traces/${HOSTILE}`,
    ]) {
      const page = await openPage(`/__uptempo${path}`);
      await page.getByRole('heading', { level: 2 }).waitFor();
      if (path !== '/compare?a=a&b=b') continue;
      await page.getByRole('table', { name: 'Statements' }).getByText(HOSTILE).waitFor();
    }
    const page = await openPage();
    await rows(page).filter({ hasText: HOSTILE }).first().waitFor();
    await page.getByLabel('Part of a statement').fill(HOSTILE);
    await expect.poll(() => rows(page).count()).toBe(3);
    expect(await page.title()).toBe('Requests · Uptempo');
    expect(await page.locator('img').count()).toBe(0);
  });

  test('says so when one of the two is not kept', async () => {
    await serve();
    await visit('/movies');
    const page = await openPage('/__uptempo/compare?a=x&b=y');
    await page.getByRole('alert').getByText('not kept any more').waitFor();
    await rows(page).getByText('/movies').waitFor();
  });

  test('shows more on request, and exports what matches', async () => {
    const history = await openHistoryFile({ file });
    const requests = Array.from({ length: 120 }, (_, index) =>
      stored({ id: `r${index}`, url: `/films/${index}`, startedAt: Date.now() - index * 1_000 }),
    );
    history.write({ requests, losses: [], strata: [] });
    history.close();
    await serve();
    const page = await openPage();
    await expect.poll(() => rows(page).count()).toBe(50);
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => rows(page).count()).toBe(100);
    await page.getByLabel('Part of the path or query string').fill('films/1');
    await expect.poll(() => rows(page).count()).toBe(31);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Export' }).click(),
    ]);
    const stream = await download.createReadStream();
    const text = (await stream.toArray()).join('');
    expect(text.trim().split('\n')).toHaveLength(31);
  });

  test('nothing is wider than a narrow window', async () => {
    await serve();
    await visit('/movies', '/movies/slow', `/api/movies?search=${'x'.repeat(300)}`);
    const page = await openPage();
    await page.setViewportSize({ width: 360, height: 700 });
    await expect.poll(() => rows(page).count()).toBe(3);
    const ids = (await (await fetch(`${site}/__uptempo/history.json`)).json()).traces;
    for (const path of ['/', `/compare?a=${ids[0].id}&b=${ids[1].id}`]) {
      await page.goto(`${site}/__uptempo${path}`);
      await page.getByRole('heading', { level: 2 }).waitFor();
      const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([path, await overflow()]).toEqual([path, 0]);
    }
  });
});
