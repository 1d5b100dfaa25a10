import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../src/http/index.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { openToolbarPage } from '../toolbar/toolbar-page.ts';
import { cinemaFolder, openCinema } from './cinema.ts';

const PAGES = ['/', '/movies', '/movies/slow', '/movies/peers', '/directors', '/movies/1'];

/** `views/movie-list-slow.ts:9` of the one line of a view that holds `text`. */
function placeOf(view: string, text: string): string {
  const lines = readFileSync(join(cinemaFolder, view), 'utf8').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  expect(found).toHaveLength(1);
  return `${view}:${found[0]}`;
}

describeInBrowser('the cinema in a browser', () => {
  let browser: Browser;
  let app: App;
  let site: string;

  beforeAll(async () => {
    browser = await launchChromium();
    app = await openCinema({ mode: 'development', toolbar: true });
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  test('/movies/slow: the toolbar names the relation, both lines, and the fix', async () => {
    const { panel, button } = await openToolbarPage(browser, `${site}/movies/slow`);
    expect(await button(/queries/).innerText()).toContain('50 queries');
    await button('1 finding').click();
    const finding = panel.getByRole('article', { name: 'N+1 on Movie.director' });
    const text = await finding.innerText();
    const view = 'views/movie-list-slow.ts';
    expect(text).toContain('49 Movie rows each loaded their director');
    expect(text).toMatch(new RegExp(`QuerySet\\s+\\S*${placeOf(view, "fetchMode('one')")}\\b`));
    expect(text).toMatch(new RegExp(`Accessed in\\s+\\S*${placeOf(view, '.load()')}\\b`));
    expect(text).toMatch(/They cost\s+[\d.]+ (?:ms|µs)/);
    expect(await finding.locator('pre ins').first().innerText()).toBe(".selectRelated('director')");
  });

  test.each([
    ['/movies', '2 queries'],
    ['/movies/peers', '2 queries'],
    ['/directors', '3 queries'],
  ])('%s: the toolbar counts %s and finds nothing', async (path, queries) => {
    const { button } = await openToolbarPage(browser, site + path);
    await button('No findings').waitFor();
    expect(await button(/queries/).innerText()).toContain(queries);
  });

  test('/api/movies: the answer says what it cost and where its trace is', async () => {
    const { headers } = await fetch(`${site}/api/movies`);
    expect(headers.get('server-timing')).toMatch(/db;dur=[\d.]+;desc="2 queries"/);
    const [, address] = /<(.+)>; rel="trace"/.exec(headers.get('link') ?? '')!;
    const trace = await fetch(site + address, { headers: { accept: 'text/html' } });
    expect(trace.status).toBe(200);
  });

  test.each(PAGES)('%s: nothing fails to load, nothing is wider than a phone', async (path) => {
    const viewport = { width: 375, height: 700 };
    const { page, complaints } = await openToolbarPage(browser, site + path, { viewport });
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  });

  test('the keyboard reaches the content first, and sees where it is', async () => {
    const { page } = await openToolbarPage(browser, `${site}/movies`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('q');
  });

  test('searching by keyboard finds a film and leads to its page', async () => {
    const { page } = await openToolbarPage(browser, `${site}/movies`);
    await page.getByLabel('Title').fill('casabl');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Casablanca' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Casablanca');
    expect(await page.getByText('1942, day unknown').isVisible()).toBe(true);
  });
});
