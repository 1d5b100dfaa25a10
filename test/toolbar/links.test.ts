import { expect, test } from 'vitest';
import { apm } from '../../src/apm/index.ts';
import { describeInBrowser } from '../support/chromium.ts';
import { openWatched } from '../support/hostile.ts';
import { browserAndCinema, cinemaApp, Movie } from './cinema-app.ts';

describeInBrowser('from tool to tool', () => {
  const browser = browserAndCinema();

  async function serve({ hasApm }: { readonly hasApm: boolean }): Promise<string> {
    const app = await cinemaApp();
    if (hasApm) await app.register(apm, { mode: 'development' });
    app.get('/movies/:id', async ({ params }, reply) => {
      const movie = await Movie.objects.get({ id: Number((params as { id: string }).id) });
      return reply
        .type('text/html')
        .send(`<!doctype html><title>Movie</title><h1>${movie.title}</h1>`);
    });
    return app.listen({ host: '127.0.0.1', port: 0 });
  }

  test('a request leads to the figures of its route, those to its requests and statements', async () => {
    const site = await serve({ hasApm: true });
    for (const path of ['/movies/1', '/movies/2', '/movies'])
      await (await fetch(site + path)).text();
    const { page, expectHarmless } = await openWatched(browser(), `${site}/movies/3`);
    await page.getByRole('button', { name: 'Uptempo toolbar' }).click();
    await page.getByRole('link', { name: 'route’s figures' }).click();
    await page.getByRole('heading', { name: 'GET /movies/:id' }).waitFor();

    await page.getByRole('link', { name: 'Its slowest requests' }).click();
    const rows = page.getByRole('list', { name: 'Requests' }).getByRole('listitem');
    await expect.poll(() => rows.count()).toBe(3);
    expect(await page.getByLabel('The whole route').inputValue()).toBe('/movies/:id');
    expect(await page.getByLabel('Order').inputValue()).toBe('ms');
    await page.getByLabel('Part of the path').fill('/movies/2');
    await expect.poll(() => rows.count()).toBe(1);

    await page.goto(`${site}/__uptempo/apm/#tab=queries`);
    await page.getByRole('button', { name: /FROM "movie" INNER JOIN/ }).click();
    await page.getByRole('link', { name: 'the slowest that ran it' }).click();
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().innerText()).toMatch(/GET\s+\/movies\s/);
    await expectHarmless();
  });

  test('nothing leads to what the application does not have', async () => {
    const site = await serve({ hasApm: false });
    const { page } = await openWatched(browser(), `${site}/movies/3`);
    await page.getByRole('button', { name: 'Uptempo toolbar' }).click();
    await page.getByRole('heading', { name: 'GET /movies/3' }).waitFor();
    expect(await page.getByRole('link', { name: 'route’s figures' }).count()).toBe(0);
  });
});
