import { compileFunction } from 'node:vm';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { burnFor } from '../profiler/burning.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { HOSTILE_TEXTS, openWatched } from '../support/hostile.ts';
import { KEY, profiledApp } from './profiled-app.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'">.html`;

describeInBrowser('the profiler in a browser', () => {
  let browser: Browser;
  let app: FastifyInstance;
  let site: string;
  let work = () => {};

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    app = await profiledApp();
    const hostile = compileFunction('let n = 0; for (let i = 0; i < 1e5; i++) n += i % 7;', [], {
      filename: HOSTILE,
    });
    app.get('/hostile', async () => {
      burnFor(10, () => hostile());
      return 'hostile';
    });
    app.get('/named', async () => {
      work();
      return 'named';
    });
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  async function open(path: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext({ extraHTTPHeaders: KEY, ...options });
    onTestFinished(() => context.close());
    await context.addInitScript(openShadowRoots);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    await page.goto(`${site}/__uptempo/profiler${path}`);
    return { page, complaints };
  }

  /** The id of a profile of a few requests of a path. */
  async function takeProfile(path: string): Promise<string> {
    const url = '/__uptempo/profiler/profiles';
    const started = await app.inject({
      method: 'POST',
      url,
      headers: KEY,
      payload: { intervalMs: 0.5 },
    });
    const { id } = started.json();
    for (let at = 0; at < 15; at++) await app.inject(path);
    await app.inject({ method: 'POST', url: `${url}/${id}/stop`, headers: KEY });
    return id;
  }

  const box = (page: Page, name: string) =>
    page.getByRole('treeitem', { name: new RegExp(`^${name}, `) }).first();

  test('takes a profile, lists it and opens it', async () => {
    const { page, complaints } = await open('/');
    await page.getByRole('spinbutton', { name: 'Seconds' }).fill('60');
    await page.getByRole('button', { name: 'Take a profile' }).click();
    await page.getByText('Taking a profile').waitFor();
    await page.getByRole('progressbar', { name: 'Profile' }).waitFor();
    for (let at = 0; at < 10; at++) await app.inject('/primes');
    await page.getByRole('button', { name: 'End it now' }).click();
    await page.getByText('The profile is there.').waitFor();
    await page.getByRole('link', { name: /^Profile of/ }).click();
    await box(page, 'findPrimes').waitFor();
    expect(complaints).toEqual([]);
  });

  test('says why a second one is refused', async () => {
    const { page } = await open('/');
    await page.getByText('No profiles yet.').waitFor();
    const url = '/__uptempo/profiler/profiles';
    // Another window takes one in the moment before the click.
    await page.route('**/profiles', async (route) => {
      await app.inject({ method: 'POST', url, headers: KEY, payload: { seconds: 60 } });
      await route.continue();
    });
    await page.getByRole('button', { name: 'Take a profile' }).click();
    await page.getByRole('alert').getByText('is being taken').waitFor();
  });

  test('a click gives a function the whole width, and another one takes it back', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    const widthOf = async (name: string) => (await box(page, name).boundingBox())!.width;
    await box(page, 'findPrimes').waitFor();
    const whole = await widthOf('findPrimes');
    await box(page, 'burnFor').click();
    const tree = (await page.getByRole('tree').boundingBox())!.width;
    expect(await widthOf('burnFor')).toBeGreaterThan(tree * 0.99);
    expect(await widthOf('findPrimes')).toBeGreaterThanOrEqual(whole);
    await page.getByRole('button', { name: 'Show all' }).click();
    expect(await widthOf('findPrimes')).toBe(whole);
  });

  test('works by keys alone', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    const focused = () => page.locator('[role="treeitem"]:focus').getAttribute('aria-label');
    expect(await focused()).toMatch(/^All: /);
    await page.keyboard.press('ArrowDown');
    const first = await focused();
    expect(first).toMatch(/: .* \(.*%\), of its own /);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Show all' }).waitFor();
    expect(await focused()).toBe(first);
    await page.keyboard.press('Escape');
    expect(await focused()).toMatch(/^All: /);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await focused()).toBe(first);
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toMatch(/^All: /);
  });

  test('shows the whole stack, or only what the application wrote', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    const switched = page.getByRole('checkbox', { name: 'Only your code' });
    expect(await switched.isChecked()).toBe(true);
    await box(page, 'findPrimes').waitFor();
    expect(await box(page, 'runInContext').count()).toBe(0);
    await switched.uncheck();
    await box(page, 'runInContext').waitFor();
    await box(page, 'findPrimes').waitFor();
  });

  test('finds functions by name, and says how much of the time they took', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    await page.getByRole('searchbox', { name: 'Find a function' }).fill('FINDprimes');
    await page
      .getByRole('status')
      .getByText(/^\d+ % of the time$/)
      .waitFor();
    const marked = await page
      .locator('.flame-box.match')
      .evaluateAll((boxes) =>
        boxes.map((found) => found.getAttribute('aria-label')!.split(',')[0]),
      );
    expect(new Set(marked)).toEqual(new Set(['findPrimes']));
    await page.getByRole('searchbox').fill('no such function');
    await page.getByRole('status').getByText('None found').waitFor();
  });

  test('lists functions by either time, and shows one in the graph', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    await page.getByRole('tab', { name: /^Functions/ }).click();
    const table = page.getByRole('table', { name: 'Functions by their time' });
    const firstRow = () => table.getByRole('row').nth(1).innerText();
    expect(await firstRow()).toMatch(/findPrimes\s+profiler\/burning\.ts:5/);
    await table.getByRole('button', { name: 'With calls' }).click();
    const head = table.getByRole('columnheader', { name: 'With calls' });
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    await table.getByRole('button', { name: 'findPrimes' }).click();
    await box(page, 'findPrimes').waitFor();
    expect(await page.locator('.flame-box.match').count()).toBeGreaterThan(0);
  });

  test('shows the time of a line beside its source', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    await page.getByRole('tab', { name: 'Lines' }).click();
    const table = page.getByRole('table', { name: 'Time of the lines of profiler/burning.ts' });
    const line = table.getByRole('row').filter({ hasText: 'candidate % divisor' });
    expect(await line.innerText()).toMatch(/^11\s+[\d.]+ (?:ms|s) \d+ %\s+if \(candidate/);
  });

  test('shows the part of one route', async () => {
    const { page } = await open(`/profiles/${await takeProfile('/primes')}`);
    const choice = page.getByRole('combobox', { name: 'What it did for' });
    await choice.selectOption({ index: 1 });
    await expect
      .poll(() => choice.evaluate((select) => (select as HTMLSelectElement).value))
      .toBe('GET /primes');
    await box(page, 'findPrimes').waitFor();
    const link = page.getByRole('link', { name: /speedscope/ });
    expect(await link.getAttribute('href')).toContain('?route=GET+%2Fprimes');
  });

  test('what a profile names stays text', async () => {
    const { page, complaints } = await open(`/profiles/${await takeProfile('/hostile')}`);
    await page.getByRole('tree').waitFor();
    await page.getByRole('tab', { name: /^Functions/ }).click();
    await page.getByText(HOSTILE).first().waitFor();
    await page.getByRole('tab', { name: 'Lines' }).click();
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('Profile · Uptempo');
    expect(complaints).toEqual([]);
  });

  test.each(['script', 'attribute', 'terminal'])(
    'nothing runs of a file or a route that has hostile text for a name: %s',
    async (name) => {
      const text = HOSTILE_TEXTS[name]!;
      const count = 'let n = 0; for (let i = 0; i < 1e5; i++) n += i % 7;';
      const burn = compileFunction(count, [], { filename: `${text}.js` });
      work = () => burnFor(10, () => burn());
      const id = await takeProfile('/named');
      const route = encodeURIComponent(text);
      const { page, expectHarmless } = await openWatched(
        browser,
        `${site}/__uptempo/profiler/profiles/${id}?route=${route}`,
        { extraHTTPHeaders: KEY },
      );
      await page.locator('main').getByText(/\S/).first().waitFor();
      await expectHarmless();
      await page.goto(`${site}/__uptempo/profiler/profiles/${id}`);
      await page.getByRole('tree').waitFor();
      for (const tab of await page.getByRole('tab').all()) await tab.click();
      await page.getByRole('tab', { name: /^Functions/ }).click();
      const shown = await page.getByRole('tabpanel').innerText();
      if (name === 'script' || name === 'attribute') expect(shown).toContain(text);
      await expectHarmless();
    },
  );

  test('shows what there is more of in the heap', async () => {
    class SpareTicket {}
    const { page, complaints } = await open('/');
    await page.getByText('No summary yet.').waitFor();
    await page.getByRole('button', { name: 'Take a summary' }).click();
    await page.getByText('The summary is there.').waitFor();
    const spare = Array.from({ length: 5_000 }, () => new SpareTicket());
    await page.getByRole('button', { name: 'Take a summary' }).click();
    const row = page.getByRole('row').filter({ hasText: 'SpareTicket' });
    await row.waitFor();
    expect(await row.innerText()).toMatch(/^\+5,000\s/);
    expect(spare.length).toBe(5_000);
    expect(complaints).toEqual([]);
  });

  test('a profile that is gone is said to be', async () => {
    const { page } = await open('/profiles/00000000-0000-0000-0000-000000000000');
    await page.getByRole('alert').getByText('is not kept').waitFor();
  });
});

function openShadowRoots(): void {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, { ...init, mode: 'open' });
  };
}
