import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const REPOSITORY = join(import.meta.dirname, '../..');

/** The modules of ours and of Fastify's family that running a script loads. */
function modulesOf(script: string): string[] {
  const output = execFileSync(
    process.execPath,
    [
      '--conditions=uptempo-source',
      '--input-type=module',
      '--eval',
      `import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { createApp } = await import('uptempo/http');
      ${script}
      console.log(JSON.stringify(loaded));`,
    ],
    { cwd: REPOSITORY, encoding: 'utf8' },
  );
  const urls = JSON.parse(output) as string[];
  return [...new Set(urls.map((url) => /src\/\w+(?=\/)|@fastify\/static/.exec(url)?.[0] ?? ''))]
    .filter((name) => name !== '')
    .sort();
}

test('an app without templates and files loads neither, nor the ORM or the recorder', () => {
  const script = `
    const app = createApp({ allowedHosts: ['localhost'], onServerError() {} });
    app.get('/', async () => { throw new Error('torn'); });
    await app.inject({ url: '/', headers: { accept: 'text/html' } });
    await app.inject('/nowhere');`;
  expect(modulesOf(script)).toEqual(['src/core', 'src/events', 'src/http', 'src/i18n']);
});

test('an app with templates loads them', () => {
  const script = `
    const app = createApp({ mode: 'development', templates: { templates: { 'x.html': 'x' } } });
    await app.ready();`;
  expect(modulesOf(script)).toContain('src/templates');
});
