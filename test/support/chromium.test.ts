import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeInBrowser, launchChromium } from './chromium.ts';

describeInBrowser('the browser of the tests', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('runs scripts and shows what they wrote', async () => {
    const page = await browser.newPage();
    await page.setContent(
      `<ul id="movies"></ul>
       <script>
         for (const title of ['Jaws', 'Alien']) {
           movies.append(Object.assign(document.createElement('li'), { textContent: title }));
         }
       </script>`,
    );
    expect(await page.getByRole('listitem').allInnerTexts()).toEqual(['Jaws', 'Alien']);
  });
});
