import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readHistoryFile } from '../../src/history/index.ts';
import { createProjectApp, loadProject } from '../../src/project/index.ts';
import { temporaryProject } from '../cli/uptempo.ts';

const CONFIG = (setting: string) => ({
  'package.json': '{ "type": "module" }',
  'uptempo.config.ts': `
    import { defineConfig } from 'uptempo';
    export const config = defineConfig({
      routes: () => import('./routes.ts'),
      allowedHosts: ['localhost'],
      ${setting}
    });`,
  'routes.ts': `export function routes(app) { app.get('/movies', async () => 'Jaws'); }`,
});

async function serve(setting: string, options: Parameters<typeof createProjectApp>[1]) {
  const folder = temporaryProject(CONFIG(setting));
  const app = await createProjectApp(await loadProject(folder), options);
  const { statusCode } = await app.inject('/movies?token=1');
  expect(statusCode).toBe(200);
  const page = await app.inject('/__uptempo/history/');
  await app.close();
  return { folder, pageStatus: page.statusCode };
}

async function keptIn(folder: string, file = '.uptempo/history.sqlite') {
  const reader = await readHistoryFile(join(folder, file));
  const { entries } = reader.search({});
  reader.close();
  return entries.map(({ url }) => url);
}

test('development keeps requests where it is asked to, out of the repository', async () => {
  const { folder } = await serve('', { mode: 'development', history: true });
  expect(await keptIn(folder)).toEqual(['/movies?token=••••••']);
  expect(readFileSync(join(folder, '.uptempo/.gitignore'), 'utf8')).toBe('*\n');
});

test.each([
  ['', { mode: 'development' }],
  ['history: false,', { mode: 'development', history: true }],
  ['toolbar: false,', { mode: 'development', history: true }],
  ['', { mode: 'production' }],
  ['history: { maxBytes: 5_000_000 },', { mode: 'production' }],
  ['history: { permission: () => true },', { mode: 'production', history: false }],
] as const)('%j with %j keeps nothing', async (setting, options) => {
  const { folder, pageStatus } = await serve(setting, options);
  expect(existsSync(join(folder, '.uptempo'))).toBe(false);
  expect(pageStatus).toBe(404);
});

test('production keeps requests where somebody may see them', async () => {
  const setting = `history: { permission: () => true, file: 'kept/requests.sqlite' },`;
  const { folder, pageStatus } = await serve(setting, { mode: 'production' });
  expect(pageStatus).toBe(200);
  expect(await keptIn(folder, 'kept/requests.sqlite')).toEqual(['/movies?token=••••••']);
});

test.each(['history: true,', 'history: { size: 1 },', 'history: { maxBytes: 5 },'])(
  '%j is refused',
  async (setting) => {
    const folder = temporaryProject(CONFIG(setting));
    await expect(loadProject(folder)).rejects.toMatchObject({
      code: expect.stringMatching(/^core\.option\./),
    });
  },
);
