import { type Browser, chromium as playwright } from 'playwright-core';
import { chromium } from '../../scripts/services/index.ts';
import { describeWith, requireService } from './services.ts';

/** Headless, and silent: a test browser talks to nobody but the pages under test. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** `describe` for tests in a browser; see `describeWith`. */
export function describeInBrowser(title: string, body: () => void): void {
  describeWith(chromium, title, body);
}

/** Path of the Chromium that tests use: `CHROMIUM`, else an installed one. */
export function findChromium(): Promise<string> {
  return requireService(chromium);
}

/** Starts it. Whoever launches a browser closes it: `await browser.close()` in `afterAll`. */
export async function launchChromium(): Promise<Browser> {
  return playwright.launch({ executablePath: await findChromium(), args: FLAGS });
}
