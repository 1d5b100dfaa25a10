import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { database } from '../../src/orm/index.ts';
import { publishRequest } from '../metrics/site.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { addMovies, connectCinema } from '../support/cinema.ts';
import { openSite } from './site.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'">`;

describeInBrowser('the page of the APM', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** A site with requests of each kind, and its page. */
  async function openPage(hash = '', colorScheme: 'light' | 'dark' = 'light') {
    const app = await openSite({ mode: 'development' });
    await sendRequests(app);
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const context = await browser.newContext({
      colorScheme,
      viewport: { width: 1280, height: 900 },
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${address}/__uptempo/apm/${hash}`);
    await page.getByRole('tab', { name: /^Statements/ }).waitFor();
    return { page, problems };
  }

  test('ranks the routes, and leads to each of them and back', async () => {
    await openCinema();
    const { page, problems } = await openPage();
    const rows = page.getByRole('table', { name: 'Routes by their total time' }).getByRole('row');
    expect(await rows.count()).toBeGreaterThan(4);
    await page.getByRole('link', { name: 'GET /movies', exact: true }).click();
    await page.getByRole('heading', { name: 'GET /movies' }).waitFor();
    await page.getByRole('button', { name: /SELECT title FROM movie/ }).waitFor();
    expect(await page.getByRole('tab').count()).toBe(2);
    await page.goBack();
    await page.getByRole('heading', { name: 'Application performance' }).waitFor();
    expect(problems).toEqual([]);
  });

  test('opens a statement to its lines and routes', async () => {
    await openCinema();
    const { page } = await openPage('#tab=queries');
    const statement = page.getByRole('button', { name: /SELECT title FROM movie/ });
    await statement.click();
    await page
      .getByText(/test\/apm\/site\.ts:\d+/)
      .last()
      .waitFor();
    const link = page.getByRole('link', { name: 'GET /movies' });
    expect(await link.getAttribute('href')).toContain('route=GET');
  });

  test('works by keyboard: tabs by arrows, the range by Tab and Enter', async () => {
    await openCinema();
    const { page } = await openPage();
    await page.getByRole('tab', { name: /^Routes/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    const errors = page.getByRole('tab', { name: /^Errors/ });
    expect(await errors.getAttribute('aria-selected')).toBe('true');
    await page.getByText('No film of that name').waitFor();
    await page.getByRole('link', { name: '1 h', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('range=1h');
    expect(await errors.getAttribute('aria-selected')).toBe('true');
  });

  test('keeps the focus and what is open when new figures come', async () => {
    await openCinema();
    const { page } = await openPage('#tab=queries');
    const statement = page.getByRole('button', { name: /SELECT title FROM movie/ });
    await statement.click();
    const answered = page.waitForResponse(/report\.json/);
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await answered;
    await expect.poll(() => statement.getAttribute('aria-expanded')).toBe('true');
    const focused = await page.evaluate(() =>
      document.querySelector('.host')?.shadowRoot?.activeElement?.getAttribute('data-key'),
    );
    expect(focused).toMatch(/^query /);
  });

  test.each(['routes', 'queries', 'errors'])('shows hostile text as text: %s', async (tab) => {
    await openCinema();
    const { page, problems } = await openPage(`#tab=${tab}`);
    await database().raw(`SELECT '1' AS "${HOSTILE.replaceAll('"', '')}"`);
    publishRequest({ route: `/films/${HOSTILE}`, durationMs: 9_000 });
    publishRequest({ statusCode: 500, error: new Error(HOSTILE.replaceAll(/["']/g, '`')) });
    publishRequest({ statusCode: 500, error: Object.assign(new Error('x'), { name: HOSTILE }) });
    await page.goto(`${page.url().split('#')[0]}#tab=${tab}&range=5m&route=`);
    await page.goto(`${page.url().split('#')[0]}#tab=${tab}&range=5m`);
    await page.getByText(/<img/).first().waitFor();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('APM · Uptempo');
    expect(problems).toEqual([]);
  });

  test('says so when the server is gone', async () => {
    await openCinema();
    const { page } = await openPage();
    await page.route(/report\.json/, (route) => route.abort());
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await page.getByRole('alert').getByText('cannot be reached').waitFor();
  });

  test.each(['light', 'dark'] as const)('has text one can read: %s', async (scheme) => {
    await openCinema();
    const { page } = await openPage('', scheme);
    const ratio = await contrastOf(page, 'td');
    expect(ratio).toBeGreaterThan(4.5);
    if (process.env.SCREENSHOTS) {
      await page.screenshot({
        path: `${process.env.SCREENSHOTS}/apm-${scheme}.png`,
        fullPage: true,
      });
    }
  });
});

async function openCinema(): Promise<void> {
  await connectCinema();
  await addMovies();
}

async function sendRequests(app: FastifyInstance): Promise<void> {
  const paths = ['/fast', '/computes', '/waits', '/movies', '/fails', '/nowhere'];
  for (let round = 0; round < 3; round++) {
    await Promise.all(paths.map((path) => app.inject(path)));
  }
}

/** Contrast of text and what is behind it, by WCAG's formula. */
function contrastOf(page: Page, selector: string): Promise<number> {
  return page
    .locator(selector)
    .first()
    .evaluate((cell) => {
      const luminance = (color: string) => {
        const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
        const linear = [red, green, blue].map((value) => {
          const share = value / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * linear[0]! + 0.7152 * linear[1]! + 0.0722 * linear[2]!;
      };
      const behind = cell.closest('.view')!;
      const values = [getComputedStyle(cell).color, getComputedStyle(behind).backgroundColor].map(
        luminance,
      );
      return (Math.max(...values) + 0.05) / (Math.min(...values) + 0.05);
    });
}
