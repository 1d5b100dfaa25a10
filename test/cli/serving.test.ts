import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { writeFiles } from '../support/files.ts';
import { CINEMA, type CommandOptions, startUptempo, temporaryProject, uptempo } from './uptempo.ts';

/** Long enough for a slow machine; nothing waits this long unless it fails. */

/** A server started by the command line, and what it has printed so far. */
async function startServer(argv: readonly string[], options: CommandOptions) {
  const child = startUptempo(argv, options);
  const printed = { output: '', errors: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    printed.errors += text;
  });
  const ended = Promise.withResolvers<number | null>();
  child.on('close', ended.resolve);
  await expect.poll(() => printed.output + printed.errors).toMatch(/http:\/\/\S+/);
  const url = /http:\/\/[\w.:]+/.exec(printed.output)![0];
  return { child, printed, url, ended: ended.promise };
}

const SITE = {
  ...CINEMA,
  'routes.ts': `import type { App } from 'uptempo/http';
import { Movie } from './models.ts';
import { title } from './title.ts';
export function routes(app: App): void {
  app.get('/', async (_request, reply) => reply.type('text/html').send(\`<!doctype html><h1>\${title}</h1>\`));
  app.get('/broken', async () => { throw new Error('The reel is torn'); });
  app.get('/unmigrated', async () => ({ movies: await Movie.objects.count() }));
}`,
  'title.ts': `export const title = 'Jaws';`,
};

function htmlOf(url: string): Promise<string> {
  return fetch(url, { headers: { accept: 'text/html' } }).then((response) => response.text());
}

describe('dev', () => {
  test('serves in development mode, logs requests, stops at Ctrl-C', async () => {
    const folder = temporaryProject(SITE);
    const { child, printed, url, ended } = await startServer(['dev', '--port', '0'], { folder });
    expect(await htmlOf(url)).toContain('<h1>Jaws</h1>');
    expect(await htmlOf(`${url}/broken`)).toContain('The reel is torn');
    await expect.poll(() => printed.output).toMatch(/500 GET \/broken [\d.]+ ms/);
    expect(printed.output).toMatch(/200 GET \/ [\d.]+ ms/);
    expect(printed.errors).toMatch(/Error: The reel is torn\n +at .*routes\.ts:6:\d+/);
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  test('shows the application’s line for an error from deep in the framework', async () => {
    const folder = temporaryProject(SITE);
    const { url } = await startServer(['dev', '--port', '0', '--no-watch'], { folder });
    const page = await htmlOf(`${url}/unmigrated`);
    expect(page).toContain('db.table.missing');
    expect(page).toContain('routes.ts:7');
  });

  test('carries the toolbar unless told otherwise', async () => {
    const folder = temporaryProject(SITE);
    const withToolbar = await startServer(['dev', '--port', '0', '--no-watch'], { folder });
    expect(await htmlOf(withToolbar.url)).toContain('toolbar.js');
    const without = await startServer(['dev', '--port', '0', '--no-watch', '--no-toolbar'], {
      folder,
    });
    expect(await htmlOf(without.url)).not.toContain('toolbar');
  });

  test('starts again on the same address when a file changes, comes or breaks', async () => {
    const folder = temporaryProject(SITE);
    const { printed, url } = await startServer(['dev', '--port', '0'], { folder });
    writeFiles(folder, { 'title.ts': `export const title = 'Duel';` });
    await expect.poll(() => htmlOf(url).catch(() => '')).toContain('Duel');

    writeFiles(folder, { 'title.ts': 'export const title = ' });
    await expect.poll(() => printed.output).toContain('The next change');
    expect(printed.errors).toContain('title.ts');

    writeFiles(folder, { 'title.ts': `export { title } from './lib/names.ts';` });
    writeFiles(folder, { 'lib/names.ts': `export const title = 'Hook';` });
    await expect.poll(() => htmlOf(url).catch(() => '')).toContain('Hook');

    writeFiles(folder, { 'lib/names.ts': `export const title = 'Lincoln';` });
    await expect.poll(() => htmlOf(url).catch(() => '')).toContain('Lincoln');
  });

  test('does not start again for a database or a template', async () => {
    const folder = temporaryProject(SITE);
    const { printed, url } = await startServer(['dev', '--port', '0'], { folder });
    writeFiles(folder, { 'cinema.sqlite': '', 'templates/movies.html': 'x', '.cache/x.ts': '' });
    writeFiles(folder, { 'title.ts': `export const title = 'Duel';` });
    await expect.poll(() => htmlOf(url).catch(() => '')).toContain('Duel');
    expect(printed.output).not.toMatch(/(?:sqlite|html|cache\S*) has changed/);
  });

  test('ends its server when it is killed itself', async () => {
    const folder = temporaryProject(SITE);
    const { child, url } = await startServer(['dev', '--port', '0'], { folder });
    child.kill('SIGKILL');
    await expect
      .poll(() =>
        fetch(url).then(
          () => 'up',
          () => 'down',
        ),
      )
      .toBe('down');
  });

  test.each([['dev'], ['dev', '--no-watch']])(
    'says plainly that a port is taken, and ends: %j',
    async (...argv) => {
      const other = createServer().listen(0, '127.0.0.1');
      onTestFinished(() => {
        other.close();
      });
      await new Promise((resolve) => other.once('listening', resolve));
      const { port } = other.address() as { port: number };
      const { code, errors } = await uptempo(argv, {
        folder: temporaryProject(SITE),
        env: { PORT: String(port) },
      });
      expect(code).toBe(1);
      expect(errors).toBe(
        `error  Port ${port} on 127.0.0.1 is taken by another program.\n` +
          `hint   Stop that program, or choose another port: PORT=${port + 1}.\n` +
          'code   http.port.taken\n',
      );
    },
  );
});

describe('serve', () => {
  const PRODUCTION = {
    ...SITE,
    'uptempo.config.ts': CINEMA['uptempo.config.ts'].replace(
      'databases:',
      "allowedHosts: ['127.0.0.1'], databases:",
    ),
  };

  test('serves in production mode and finishes at SIGTERM', async () => {
    const folder = temporaryProject(PRODUCTION);
    const { child, printed, url, ended } = await startServer(['serve', '--port', '0'], { folder });
    expect(await htmlOf(url)).toBe('<!doctype html><h1>Jaws</h1>');
    expect(await htmlOf(`${url}/broken`)).not.toContain('torn');
    expect(printed.errors).toContain('The reel is torn');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('HOST and PORT are honoured, and options win over them', async () => {
    const folder = temporaryProject(PRODUCTION);
    const env = { HOST: '127.0.0.2', PORT: '0' };
    const { url } = await startServer(['serve'], { folder, env });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.2:\d+$/);
    const other = await startServer(['serve', '--host', '127.0.0.1'], { folder, env });
    expect(other.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test('does not start without allowedHosts', async () => {
    const { code, errors } = await uptempo(['serve'], { folder: temporaryProject(SITE) });
    expect([code, errors]).toEqual([1, expect.stringContaining('code   http.hosts.missing')]);
  });
});
