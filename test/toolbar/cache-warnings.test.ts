import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { cache, connectCaches, disconnectCaches } from '../../src/cache/index.ts';
import { createApp } from '../../src/http/index.ts';
import { toolbar } from '../../src/toolbar/index.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { temporaryFiles } from '../support/files.ts';
import { openToolbarPage, type ToolbarPage } from './toolbar-page.ts';

const IDS = Array.from({ length: 12 }, (_, id) => id);

const FRAGMENTS = `<!doctype html>
<body>{% load cache %}
{% for id in ids %}
{% cache 600 vote id using="files" %}{{ id }}{% endcache %}
{% endfor %}
</body>`;

/** Pages that ask a cache one key at a time, in files or in memory, and one that never finds its key. */
async function cachingSite(): Promise<string> {
  const folder = temporaryFiles({ 'fragments.html': FRAGMENTS });
  connectCaches({ default: 'memory:', files: 'file:cache' }, folder);
  const app = createApp({ mode: 'development', templates: { directories: [folder] } });
  await app.register(toolbar, { isEnabled: true });
  for (const name of ['default', 'files'])
    app.get(`/${name}`, async (_request, reply) => {
      for (const id of IDS) await cache(name).set(`vote:${id}`, id);
      for (const id of IDS) await cache(name).get(`vote:${id}`); // many
      return reply.type('text/html').send('<!doctype html><body>votes</body>');
    });
  app.get('/never', async (_request, reply) => {
    await cache().get('lost'); // never
    return reply.type('text/html').send('<!doctype html><body>votes</body>');
  });
  app.get('/fragments', (_request, reply) => reply.render('fragments.html', { ids: IDS }));
  onTestFinished(async () => {
    await app.close();
    await disconnectCaches();
  });
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** Where a line of this file is marked so. */
function lineOf(mark: string): string {
  const lines = readFileSync(import.meta.filename, 'utf8').split('\n');
  const index = lines.findIndex((line) => line.endsWith(`; // ${mark}`));
  return `${basename(import.meta.filename)}:${index + 1}`;
}

describeInBrowser('warnings about caches in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  /** The page after it was asked for three times before, and what its tabs say. */
  async function visited(path: string): Promise<ToolbarPage & { findings(): Promise<string> }> {
    const site = await cachingSite();
    for (let visit = 0; visit < 3; visit += 1) await fetch(site + path);
    const page = await openToolbarPage(browser, site + path);
    await page.button(/finding/).click();
    return { ...page, findings: () => page.page.getByRole('article').first().innerText() };
  }

  async function notices({ tab, page }: ToolbarPage): Promise<readonly string[]> {
    await tab(/^Cache/).click();
    await page.getByRole('list', { name: 'Cache calls' }).waitFor();
    return page.getByRole('note').allInnerTexts();
  }

  test('more than ten calls of one line', async () => {
    const visit = await visited('/files');
    const texts = (await visit.page.getByRole('article').allInnerTexts()).join('\n');
    expect(texts).toContain('One line called get() of the cache files (file) 12 times');
    expect(texts).toContain(lineOf('many'));
    expect(texts).toContain('Call getMany() once');
    expect(await notices(visit)).toEqual([expect.stringMatching(/^More than 10 calls/)]);
  });

  test('not as many of a cache in memory', async () => {
    const visit = await visited('/default');
    expect(await visit.button('No findings').count()).toBe(1);
    expect(await notices(visit)).toEqual([]);
  });

  test('a key that is never found', async () => {
    const visit = await visited('/never');
    const text = await visit.findings();
    expect(text).toContain('This line missed the cache default in each of the last 4 requests');
    expect(text).toContain(lineOf('never'));
    expect(await notices(visit)).toEqual([
      'Missed in every request kept, and never found: default: lost.',
    ]);
  });

  test('fragments in a loop, by the line of the tag', async () => {
    const visit = await visited('/fragments');
    const text = await visit.findings();
    expect(text).toContain('One {% cache %} in a template asked the cache files (file) 12 times');
    expect(text).toMatch(/fragments\.html:4\n/);
    expect(text).toContain('Put {% cache %} around the loop');
    expect(await notices(visit)).toHaveLength(1);
  });
});
