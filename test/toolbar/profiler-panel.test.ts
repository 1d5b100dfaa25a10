import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { burnFor, findPrimes } from '../profiler/burning.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { browserAndCinema, cinemaApp, page as htmlPage } from './cinema-app.ts';
import { openToolbarPage } from './toolbar-page.ts';

describeInBrowser('the profiler’s panel', () => {
  const browser = browserAndCinema();
  let app: FastifyInstance;
  let site: string;

  beforeEach(async () => {
    app = await cinemaApp();
    app.get('/primes/:limit', async (_request, reply) => {
      burnFor(15, () => findPrimes(500));
      return reply.type('text/html').send(htmlPage('<h1>Primes</h1>'));
    });
    site = await app.listen({ port: 0, host: '127.0.0.1' });
  });

  test('profiles the page and shows what took the time, without a trace of it', async () => {
    const { page, bar, tab, complaints } = await openToolbarPage(browser(), `${site}/primes/7?x=1`);
    await bar.getByRole('button').first().click();
    await tab('Profiler').click();
    await page.getByRole('button', { name: 'Profile this page' }).click();
    await page
      .getByRole('treeitem', { name: /^findPrimes, / })
      .first()
      .waitFor();
    await page.getByText(/^Asked for it \d+ times\.$/).waitFor();
    expect(await page.getByRole('combobox', { name: 'What it did for' }).inputValue()).toBe(
      'GET /primes/:limit',
    );
    await page.getByRole('tab', { name: 'Lines' }).click();
    await page.getByText('candidate % divisor').waitFor();
    const { traces } = await (await fetch(`${site}/__uptempo/history.json`)).json();
    // Chromium may have asked for an icon as well, which there is not.
    const urls = traces.map(({ url }: { url: string }) => url);
    expect(urls.filter((url: string) => url !== '/favicon.ico')).toEqual(['/primes/7?x=1']);
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
  });

  test('is the toolbar’s to show: another address is refused', async () => {
    const answer = await app.inject({
      method: 'POST',
      url: '/__uptempo/profiler/profiles',
      remoteAddress: '203.0.113.7',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'http.tool.denied']);
  });
});
