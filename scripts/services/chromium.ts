import { findProgram, isExecutable } from './programs.ts';
import type { Service } from './service.ts';

const PROGRAMS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** A Chromium or Chrome for tests that look at a page as its reader does. */
export const chromium: Service = {
  name: 'browser',
  variable: 'CHROMIUM',
  packages: ['chromium'],
  check(value) {
    return isExecutable(value) ? undefined : `there is no program at ${value}`;
  },
  async open() {
    const value = findProgram(PROGRAMS);
    return value === undefined ? undefined : { value, async close() {} };
  },
};
