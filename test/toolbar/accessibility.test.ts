import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { apm } from '../../src/apm/index.ts';
import { profilerPages } from '../../src/profiling/index.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { browserAndCinema, cinemaApp } from './cinema-app.ts';
import { openShadowRoots } from './toolbar-page.ts';

/** The rules of axe-core, which are those of the WCAG and good practice. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What the application's own page does wrong is none of the toolbar's business. */
const TOOLBAR = 'uptempo-toolbar';

describeInBrowser('axe-core finds nothing wrong', () => {
  const browser = browserAndCinema();

  async function serve(): Promise<string> {
    const app = await cinemaApp();
    await app.register(apm, { mode: 'development' });
    await app.register(profilerPages, { permission: () => true });
    const site = await app.listen({ port: 0, host: '127.0.0.1' });
    for (const path of ['/movies', '/movies/slow', '/api/movies', '/nowhere', '/broken']) {
      await (await fetch(site + path)).text();
    }
    return site;
  }

  async function open(url: string, colorScheme: 'light' | 'dark'): Promise<Page> {
    // Its Content-Security-Policy would keep axe out.
    const context = await browser().newContext({ colorScheme, bypassCSP: true });
    onTestFinished(() => context.close());
    await context.addInitScript(openShadowRoots);
    const page = await context.newPage();
    await page.goto(url);
    return page;
  }

  async function problemsIn(page: Page, within?: string): Promise<readonly string[]> {
    await page.evaluate(AXE);
    const { violations } = await page.evaluate((selector): Promise<AxeResults> => {
      const { axe } = globalThis as unknown as { readonly axe: typeof import('axe-core') };
      return axe.run(selector ?? document);
    }, within);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }

  async function historyOf(site: string) {
    const answer = await fetch(`${site}/__uptempo/history.json`);
    const { traces } = (await answer.json()) as { traces: { id: string; url: string }[] };
    return (url: string) => traces.find((trace) => trace.url === url)!.id;
  }

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test('with the panels of the toolbar', async () => {
      const page = await open(`${await serve()}/movies/slow`, scheme);
      await page.getByRole('button', { name: '1 finding' }).click();
      const tabs = await page.getByRole('tab').all();
      expect(tabs.length).toBeGreaterThanOrEqual(11);
      for (const tab of tabs) {
        await tab.click();
        const name = (await tab.innerText()).split('\n')[0];
        await page.getByRole('tabpanel').waitFor();
        await page.waitForLoadState('networkidle');
        expect(await problemsIn(page, TOOLBAR), name).toEqual([]);
      }
    });

    test('with the pages of the tools', async () => {
      const site = await serve();
      const idOf = await historyOf(site);
      const profile = await fetch(`${site}/__uptempo/profiler/profile?seconds=1&format=txt`);
      await profile.text();
      const paths = [
        '/',
        `/traces/${idOf('/movies/slow')}`,
        `/compare?a=${idOf('/movies/slow')}&b=${idOf('/movies')}`,
        '/apm/',
        '/apm/#route=GET%20%2Fmovies%2Fslow',
        '/profiler/',
        `/profiler/profiles/${profile.headers.get('x-uptempo-profile')}`,
      ];
      for (const path of paths) {
        const page = await open(`${site}/__uptempo${path}`, scheme);
        await page.locator('.view').waitFor();
        await page.waitForLoadState('networkidle');
        expect(await problemsIn(page), path).toEqual([]);
      }
    });
  });
});
