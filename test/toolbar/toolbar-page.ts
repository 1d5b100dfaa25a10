import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page with the toolbar on it, and its parts by what a reader calls them. */
export interface ToolbarPage {
  readonly page: Page;
  readonly bar: Locator;
  readonly panel: Locator;
  /** What the browser has complained about: errors of scripts, blocked resources. */
  readonly complaints: readonly string[];
  button(name: string | RegExp): Locator;
  tab(name: string | RegExp): Locator;
}

/**
 * Opens a URL in a window of its own and waits for the toolbar. Its shadow tree is closed, so the
 * test asks the browser for an open one before any script runs; nothing else is changed.
 */
export async function openToolbarPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions & { readonly isOpenRoot?: boolean } = {},
): Promise<ToolbarPage> {
  const { isOpenRoot = true, ...contextOptions } = options;
  const context = await browser.newContext(contextOptions);
  onTestFinished(() => context.close());
  if (isOpenRoot) await context.addInitScript(openShadowRoots);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('uptempo-toolbar').waitFor({ state: 'attached' });
  return {
    page,
    bar: page.getByRole('toolbar', { name: 'Uptempo' }),
    panel: page.getByRole('region', { name: 'Uptempo' }),
    complaints,
    button: (name) => page.getByRole('toolbar').getByRole('button', { name }),
    tab: (name) => page.getByRole('tab', { name }),
  };
}

/** Makes shadow trees open, for the tests to look into. */
export function openShadowRoots(): void {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, { ...init, mode: 'open' });
  };
}
