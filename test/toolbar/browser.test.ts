import type { FastifyInstance } from 'fastify';
import type { BrowserContextOptions } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { describeInBrowser } from '../support/chromium.ts';
import { browserAndCinema, cinemaApp, page as htmlPage, Movie } from './cinema-app.ts';
import { openToolbarPage, type ToolbarPage } from './toolbar-page.ts';

const HOSTILE = `<img src=x onerror="document.title='owned'">`;

/** Styles that reach for everything, as resets and careless sites do. */
const LOUD_STYLES = `
  * { letter-spacing: 4px !important; box-sizing: content-box !important; }
  div, section, html > * { display: none !important; background: red !important; }
  button { padding: 40px !important; font: 30px fantasy !important; color: lime !important; }
`;

describeInBrowser('the toolbar in a browser', () => {
  const browser = browserAndCinema();
  let app: FastifyInstance;
  let site: string;

  beforeEach(async () => {
    app = await cinemaApp();
    addPages(app);
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  function open(
    path: string,
    options: BrowserContextOptions & { isOpenRoot?: boolean } = {},
  ): Promise<ToolbarPage> {
    return openToolbarPage(browser(), site + path, options);
  }

  describe('the bar', () => {
    test('says what the page cost and what was found', async () => {
      const { bar, button } = await open('/movies/slow');
      await button('1 finding').waitFor();
      expect(await bar.innerText()).toMatch(
        /s\s+first\s+26 queries\s*[\d.]+ (?:s|ms|µs)\s+1 finding/,
      );
    });

    test('is quiet on a good page', async () => {
      const { button } = await open('/movies');
      await button('No findings').waitFor();
      expect(await button(/^1 query/).count()).toBe(1);
    });

    test('neither takes the page’s styles nor gives it any', async () => {
      const plain = await open('/movies');
      const loud = await open('/loud');
      for (const { button } of [plain, loud]) await button('No findings').waitFor();
      const look = ({ bar }: ToolbarPage) =>
        bar.evaluate((element) => {
          const { height, display, backgroundColor, letterSpacing } = getComputedStyle(element);
          return { height, display, backgroundColor, letterSpacing };
        });
      expect(await look(loud)).toEqual(await look(plain));
      const heading = await plain.page
        .getByRole('heading', { name: 'Movies' })
        .evaluate((title) => {
          const { fontFamily, color } = getComputedStyle(title);
          return { fontFamily, color, sheets: document.adoptedStyleSheets.length };
        });
      expect(heading).toEqual({ fontFamily: expect.anything(), color: 'rgb(0, 0, 0)', sheets: 0 });
    });

    test('cannot be reached into from the page', async () => {
      const { page } = await open('/movies/slow', { isOpenRoot: false });
      expect(await page.evaluate(() => document.querySelector('uptempo-toolbar')?.shadowRoot)).toBe(
        null,
      );
      expect(await page.getByText('26 queries').count()).toBe(0);
    });

    test('works under a strict Content-Security-Policy', async () => {
      const { button, panel, complaints } = await open('/strict');
      await button('No findings').click();
      await panel.getByText('Nothing to report.').waitFor();
      expect(complaints).toEqual([]);
    });

    test('says so when the policy forbids it to fetch the trace', async () => {
      const { button, panel } = await open('/stricter');
      await button('no trace').click();
      await panel.getByRole('alert').getByText('connect-src').waitFor();
    });

    test('is not printed', async () => {
      const { page, button, bar } = await open('/movies');
      await button('No findings').waitFor();
      await page.emulateMedia({ media: 'print' });
      expect(await bar.isVisible()).toBe(false);
    });
  });

  describe('the N+1 card', () => {
    test('names the relation, both lines, the cost and the line to write', async () => {
      const { button, page } = await open('/movies/slow');
      await button('1 finding').click();
      const card = page.getByRole('article', { name: 'N+1 on Movie.director' });
      const text = await card.innerText();
      const [querySet, access] = await lines(page);
      expect(text).toContain(`test/toolbar/cinema-app.ts:${querySet}`);
      expect(text).toContain(`test/toolbar/cinema-app.ts:${access}`);
      expect(text).toMatch(/Queries\s+25\s+They cost\s+[\d.]+ (?:ms|µs)\s+The fix saves/);
      expect(await card.locator('ins').innerText()).toBe(".selectRelated('director')");
      expect(text).toContain('const movies = await Movie.objects.slice(0, count);');
    });

    /** The lines of the finding, from the JSON that other tools read. */
    async function lines(page: ToolbarPage['page']): Promise<number[]> {
      const { traces } = await (await page.request.get(`${site}/__uptempo/history.json`)).json();
      const { id } = traces.find((trace: { url: string }) => trace.url === '/movies/slow');
      const trace = await (await page.request.get(`${site}/__uptempo/traces/${id}.json`)).json();
      return [trace.findings[0].querySet.site.line, trace.findings[0].access.site.line];
    }

    test('copies the code', async () => {
      const { button, page } = await open('/movies/slow', {
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      await button('1 finding').click();
      await page.getByRole('button', { name: 'Copy the code' }).first().click();
      await page.getByText('Copied').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        "const movies = await Movie.objects.selectRelated('director').fetchMode('one').slice(0, count);",
      );
    });

    test('leads to its queries, and they back to all', async () => {
      const { button, page, tab } = await open('/movies/slow');
      await button('1 finding').click();
      await page.getByRole('button', { name: 'Show the 25 queries' }).click();
      expect(await tab(/^SQL/).getAttribute('aria-selected')).toBe('true');
      const rows = page.getByRole('list', { name: 'Queries' }).getByRole('listitem');
      expect(await rows.count()).toBe(1);
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await rows.count()).toBe(2);
    });
  });

  describe('the SQL panel', () => {
    test('tells how many QuerySets found their statement compiled', async () => {
      await open('/movies/slow');
      const { button, panel } = await open('/movies/slow');
      await button(/^26 queries/).click();
      const all = /(\d+) of \1 QuerySets? compiled before \(\d+ % of [\d,]+ in this process\)/;
      expect(await panel.innerText()).toMatch(all);
    });

    test('groups alike queries and shows each one’s values and line', async () => {
      const { button, page } = await open('/movies/slow');
      await button(/^26 queries/).click();
      const rows = page.getByRole('list', { name: 'Queries' }).getByRole('button');
      await rows.filter({ hasText: '×25' }).click();
      expect(await page.getByLabel('SQL', { exact: true }).innerText()).toMatch(
        /^SELECT .*\nFROM "director"\nWHERE "director"\."id" = \?\n$/,
      );
      const runs = page.getByRole('list', { name: 'Runs' }).getByRole('listitem');
      expect(await runs.count()).toBe(25);
      expect(await runs.first().innerText()).toMatch(/2\s+1\s+1 row\s+.*cinema-app\.ts:\d+/s);
      await page.getByLabel('Group alike').uncheck();
      await expect.poll(() => rows.count()).toBe(26);
    });

    test('explains a statement, and marks what looks at every row', async () => {
      const { button, page, complaints } = await open('/movies');
      await button(/^1 query/).click();
      await page.getByRole('list', { name: 'Queries' }).getByRole('button').click();
      await page.getByRole('button', { name: 'Explain' }).click();
      const plan = page.getByRole('list', { name: 'Plan' });
      await plan.waitFor();
      expect(await plan.innerText()).toMatch(/SCAN movie\s+every row\s+SEARCH director/);
      expect(await page.locator('.plan-step.scan .plan-title').allInnerTexts()).toEqual([
        'SCAN movie',
      ]);
      expect(await page.getByRole('button', { name: 'Run and measure' }).isVisible()).toBe(false);
      expect(await page.getByRole('button', { name: 'Copy the plan' }).isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    });

    test('says why a statement cannot be explained', async () => {
      const { button, page } = await open('/movies');
      await button(/^1 query/).click();
      await page.getByRole('list', { name: 'Queries' }).getByRole('button').click();
      await page.route('**/explain', (route) =>
        route.fulfill({ status: 400, json: { message: 'No plan.', hint: 'Ask again.' } }),
      );
      await page.getByRole('button', { name: 'Explain' }).click();
      await page.getByText('No plan. Ask again.').waitFor();
    });

    test('opens each run for its values and its stack', async () => {
      const { button, page } = await open('/movies/slow');
      await button(/^26 queries/).click();
      const rows = page.getByRole('list', { name: 'Queries' }).getByRole('button');
      await rows.filter({ hasText: '×25' }).click();
      const runs = page.getByRole('list', { name: 'Runs' });
      await runs.getByRole('button').nth(3).click();
      expect(await runs.innerText()).toMatch(/Called from\s+test\/toolbar\/cinema-app\.ts:\d+/);
    });

    test('can be filtered', async () => {
      const { button, page } = await open('/movies/slow');
      await button(/^26 queries/).click();
      await page.getByLabel('Filter queries by SQL, model or file').fill('movie.DIRECTOR');
      const rows = page.getByRole('list', { name: 'Queries' }).getByRole('listitem');
      await expect.poll(() => rows.count()).toBe(1);
    });

    test('makes rows as they are scrolled to', async () => {
      const { button, page } = await open('/many');
      await button(/^1,500 queries/).click();
      await page.getByLabel('Group alike').uncheck();
      const rows = page.locator('.query');
      await expect.poll(() => rows.count()).toBeGreaterThan(1);
      expect(await rows.count()).toBeLessThan(300);
      await page.getByRole('tabpanel', { name: /SQL/ }).evaluate(async (panel) => {
        while (panel.querySelectorAll('.query').length < 1500) {
          panel.scrollTop = panel.scrollHeight;
          await new Promise(requestAnimationFrame);
        }
      });
      expect(await rows.last().innerText()).toContain('1500');
    });

    test('shows markup in values and addresses as text', async () => {
      const { button, page, tab } = await open(`/hostile?title=${encodeURIComponent(HOSTILE)}`);
      await button(/^1 query/).click();
      await page.getByRole('list', { name: 'Queries' }).getByRole('button').click();
      await page.getByText(`onerror=\\"document.title='owned'\\"`).waitFor();
      for (const name of [/^Findings/, /^Templates/, /^Time\b/, /^Request/, /^History/]) {
        await tab(name).click();
      }
      await page.getByRole('list', { name: 'Requests' }).getByText('/hostile').waitFor();
      expect(await page.title()).toBe('Cinema');
      expect(await page.locator('uptempo-toolbar img').count()).toBe(0);
    });
  });

  describe('the other panels', () => {
    test('account for the time and show when it passed', async () => {
      const { page, button, tab } = await open('/movies');
      await button('Uptempo toolbar').click();
      await tab(/^Time\b/).click();
      const panel = page.getByRole('tabpanel', { name: 'Time' });
      expect(await panel.innerText()).toMatch(
        // Parts below a thousandth of the whole are left out, and a busy machine makes parts small.
        /Code\s+[\d.]+ \S+ [<\d ]+%/,
      );
      expect(await panel.innerText()).toContain('movies/list.html');
    });

    test('show templates with their context', async () => {
      const { page, button, tab } = await open('/movies');
      await button('Uptempo toolbar').click();
      await tab(/^Templates/).click();
      await page.getByRole('list', { name: 'Templates' }).getByRole('button').click();
      await page.getByText('movies, page').waitFor();
    });

    test('show the request without its secrets', async () => {
      const { page, button, tab } = await open('/movies?token=s3cret', {
        extraHTTPHeaders: { authorization: 'Bearer s3cret' },
      });
      await button('Uptempo toolbar').click();
      await tab(/^Request/).click();
      const text = await page.getByRole('tabpanel', { name: 'Request' }).innerText();
      expect(text).toMatch(/authorization\s+Bearer ••••••/);
      expect(text).toMatch(/token\s+••••••/);
    });

    test('show requests of the page’s scripts as they happen', async () => {
      const { page, button } = await open('/live');
      await button('2 requests made since, show the history').click();
      const requests = page.getByRole('list', { name: 'Requests' }).getByRole('button');
      await expect.poll(() => requests.count()).toBeGreaterThan(2);
      await requests.filter({ hasText: '/api/movies?search=jaws' }).click();
      await page.getByRole('heading', { name: 'GET /api/movies?search=jaws' }).waitFor();
      expect(await button(/^0 queries/).count()).toBe(1);
    });
  });

  describe('by keyboard', () => {
    test('one Tab reaches the bar, arrows move, Enter opens, Escape closes', async () => {
      const { page, button, panel, tab } = await open('/movies/slow');
      await button('1 finding').waitFor();
      await page.keyboard.press('Tab');
      await expectFocus(button('Uptempo toolbar'));
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expectFocus(button(/^26 queries/));
      await page.keyboard.press('Enter');
      await expectFocus(tab(/^SQL/));
      expect(await button('Uptempo toolbar').getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('Escape');
      expect(await panel.count()).toBe(0);
      await expectFocus(button(/^26 queries/));
    });

    test('arrows, Home and End move between tabs', async () => {
      const { page, button, tab } = await open('/movies/slow');
      await button('1 finding').click();
      await page.keyboard.press('ArrowRight');
      await expectFocus(tab(/^SQL/));
      await page.keyboard.press('End');
      await expectFocus(tab(/^History/));
      await page.keyboard.press('ArrowRight');
      await expectFocus(tab(/^Findings/));
      expect(await tab(/^Findings/).getAttribute('aria-selected')).toBe('true');
      expect(await page.getByRole('tabpanel').count()).toBe(1);
    });

    test('keys pressed in it are no shortcuts of the page', async () => {
      const { page, button } = await open('/shortcuts');
      await button(/queries/).click();
      await page.keyboard.press('s');
      expect(await page.title()).toBe('Cinema');
      await page.locator('body').click({ position: { x: 5, y: 5 } });
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.keyboard.press('s');
      expect(await page.title()).toBe('pressed s');
    });

    async function expectFocus(target: ReturnType<ToolbarPage['button']>): Promise<void> {
      const hasFocus = () =>
        target.evaluate(
          (element) => (element.getRootNode() as ShadowRoot).activeElement === element,
        );
      await expect.poll(hasFocus).toBe(true);
    }
  });

  test('the panel stays open from page to page', async () => {
    const { page, button, tab } = await open('/movies/slow');
    await button('1 finding').click();
    await tab(/^Request/).click();
    await page.goto(`${site}/movies`);
    await expect.poll(() => tab(/^Request/).getAttribute('aria-selected')).toBe('true');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.goto(`${site}/movies/slow`);
    // A second visit may show what recurs as well.
    await button(/^\d+ findings?$/).waitFor();
    expect(await tab(/^Request/).count()).toBe(0);
  });

  test('the time of a first request is said not to be the usual one', async () => {
    const app = await cinemaApp();
    const own = await app.listen({ port: 0, host: '127.0.0.1' });
    const { page, bar } = await openToolbarPage(browser(), `${own}/movies`);
    await bar.getByTitle(/first request of this route/).waitFor();
    await page.reload();
    await bar.getByText(/quer/).first().waitFor();
    expect(await bar.getByTitle(/first request of this route/).count()).toBe(0);
  });

  test('it is light or dark as the reader likes it, and still when asked', async () => {
    const colors: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { bar, button, panel } = await open('/movies', {
        colorScheme,
        reducedMotion: 'reduce',
      });
      await button('No findings').click();
      colors.push(await bar.evaluate((element) => getComputedStyle(element).backgroundColor));
      expect(await panel.evaluate((element) => getComputedStyle(element).animationName)).toBe(
        'none',
      );
    }
    expect(colors).toEqual(['rgb(255, 255, 255)', 'rgb(23, 25, 28)']);
  });

  test('nothing is wider than a narrow window', async () => {
    const { page, button, tab } = await open('/movies/slow', {
      viewport: { width: 360, height: 640 },
    });
    await button('1 finding').click();
    for (const name of [/^Findings/, /^SQL/, /^Templates/, /^Time\b/, /^Request/, /^History/]) {
      await tab(name).click();
      const overflow = await page
        .getByRole('tabpanel')
        .evaluate((panel) => panel.scrollWidth - panel.clientWidth);
      expect(overflow, String(name)).toBe(0);
    }
  });

  test('a trace has a page of its own', async () => {
    const { page, button } = await open('/movies/slow');
    await button('1 finding').click();
    const [own] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open in a page of its own' }).click(),
    ]);
    await own.getByRole('article', { name: 'N+1 on Movie.director' }).waitFor();
    expect(await own.title()).toBe('GET /movies/slow · Uptempo');
    await own.getByRole('tab', { name: 'History' }).click();
    await own.getByRole('list', { name: 'Requests' }).getByText('/movies/slow').waitFor();
  });

  test('the page of a trace that is gone says so and lists the others', async () => {
    const { page } = await open('/movies');
    await page.goto(`${site}/__uptempo/traces/unknown`);
    await page.getByRole('alert').getByText('not kept any more').waitFor();
    await page.getByRole('list', { name: 'Requests' }).getByText('/movies').click();
    await page.getByRole('heading', { name: 'GET /movies' }).waitFor();
  });
});

/** Pages for what a browser alone can show. */
function addPages(app: FastifyInstance): void {
  const pages: Record<string, string> = {
    '/loud': htmlPage(`<style>${LOUD_STYLES}</style><h1>Movies</h1>`),
    '/strict': htmlPage('<h1>Movies</h1>'),
    '/stricter': htmlPage('<h1>Movies</h1>'),
    '/live': htmlPage(
      `<script>for (const title of ['jaws', 'alien']) fetch('/api/movies?search=' + title);</script>`,
    ),
    '/shortcuts': htmlPage(
      `<h1>Movies</h1><script>addEventListener('keydown', ({ key }) => { document.title = 'pressed ' + key; });</script>`,
    ),
  };
  const policies: Record<string, string> = {
    '/strict': "default-src 'self'; object-src 'none'; require-trusted-types-for 'script'",
    '/stricter': "default-src 'none'; script-src 'self'",
  };
  app.get('/favicon.ico', (_request, reply) => reply.code(204).send());
  for (const [path, html] of Object.entries(pages)) {
    app.get(path, (_request, reply) => {
      const policy = policies[path];
      if (policy !== undefined) reply.header('content-security-policy', policy);
      reply.type('text/html').send(html);
    });
  }
  app.get('/many', async (_request, reply) => {
    for (let votes = 0; votes < 1_500; votes++) await Movie.objects.filter({ votes }).count();
    return reply.type('text/html').send(htmlPage('<h1>Many</h1>'));
  });
  app.get<{ Querystring: { title: string } }>('/hostile', async ({ query: { title } }, reply) => {
    await Movie.objects.filter({ title }).count();
    return reply.type('text/html').send(htmlPage('<h1>Search</h1>'));
  });
}
