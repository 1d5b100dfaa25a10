import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/files.ts';
import { cinemaFolder } from './cinema.ts';

/** Long enough for a slow machine; nothing waits this long unless it fails. */

/** Runs what `npm start` runs, with a database and a port of its own. */
function start(env: Readonly<Record<string, string>> = {}) {
  const inherited = { ...process.env };
  for (const name of ['HOST', 'NODE_ENV', 'UPTEMPO_MODE', 'FORCE_COLOR']) delete inherited[name];
  const child = spawn(process.execPath, [join(cinemaFolder, 'start.ts')], {
    env: {
      ...inherited,
      DATABASE_URL: `sqlite:${join(temporaryFolder(), 'films.sqlite')}`,
      PORT: '0',
      ...env,
    },
  });
  onTestFinished(() => {
    child.kill();
  });
  const printed = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      printed.text += text;
    });
  }
  const ended = Promise.withResolvers<number | null>();
  child.on('close', ended.resolve);
  return { child, printed, ended: ended.promise };
}

test('creates the tables, loads the films, serves, says where, and ends when told', async () => {
  const { child, printed, ended } = start();
  await expect.poll(() => printed.text).toMatch(/http:\/\/127\.0\.0\.1:\d+/);
  expect(printed.text).toMatch(/Created table movie[\s\S]+Films: 3,200 in/);
  const [site] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed.text)!;
  expect(await (await fetch(`${site}/movies`)).text()).toContain('The Shawshank Redemption');
  child.kill();
  await ended;
  await expect(fetch(site)).rejects.toThrow();
});

test('ends with the command that fails, and tells why', async () => {
  const { printed, ended } = start({ DATABASE_URL: 'sqlite:/no/such/folder/films.sqlite' });
  expect(await ended).toBe(1);
  expect(printed.text).toContain('db.');
  expect(printed.text).not.toContain('http://');
});
