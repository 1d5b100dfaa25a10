import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { App } from '../../src/http/index.ts';
import {
  createProjectApp,
  defineConfig,
  findConfigFile,
  loadProject,
  type ProjectAppOptions,
  readEnvironment,
  type Settings,
} from '../../src/project/index.ts';
import { temporaryFiles } from '../support/files.ts';

const REPOSITORY = join(import.meta.dirname, '../..');
const VARIABLES = ['PORT', 'HOST', 'UPTEMPO_MODE', 'NODE_ENV'];
const saved = { ...process.env };

beforeEach(() => {
  for (const name of VARIABLES) delete process.env[name];
});

afterEach(() => {
  for (const name of VARIABLES) {
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
  }
});

const FILES = {
  'uptempo.config.ts': `
    import { defineConfig } from 'uptempo';
    export const config = defineConfig({
      databases: { default: 'sqlite:data/cinema.sqlite' },
      routes: () => import('./routes.ts'),
      templates: { directories: ['templates'] },
      static: { directory: 'public', url: '/files' },
      allowedHosts: ['localhost'],
    });`,
  'routes.ts': `
    import { database } from 'uptempo/db';
    import { UptempoError } from 'uptempo';
    export async function routes(app) {
      app.get('/', async (_request, reply) =>
        reply.type('text/html').send('<!doctype html><h1>Jaws</h1>'));
      app.get('/file', async () => database().alias);
    }`,
  'templates/movies.html': '',
  'public/site.css': 'body { color: teal }',
  'data/readme.txt': '',
  'commands/deep/readme.txt': '',
};

function temporaryProject(files: Readonly<Record<string, string>> = FILES): string {
  const folder = temporaryFiles(files);
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(REPOSITORY, join(folder, 'node_modules', 'uptempo'));
  return folder;
}

async function appOf(folder: string, options?: ProjectAppOptions) {
  const app = await createProjectApp(await loadProject(folder), options);
  onTestFinished(() => app.close());
  return app;
}

describe('loadProject', () => {
  test('finds the configuration upwards and makes its paths absolute', async () => {
    const root = temporaryProject();
    const project = await loadProject(join(root, 'commands/deep'));
    expect(project).toMatchObject({
      root,
      configFile: join(root, 'uptempo.config.ts'),
      mode: 'development',
      settings: {
        host: '127.0.0.1',
        port: 8000,
        toolbar: true,
        templates: { directories: [join(root, 'templates')] },
        static: { directory: join(root, 'public'), url: '/files' },
      },
    });
  });

  test('says where it has looked', async () => {
    const folder = temporaryFiles({});
    await expect(loadProject(folder)).rejects.toMatchObject({
      code: 'project.config.missing',
      message: `No uptempo.config.ts is in ${folder} or in a folder above it.`,
    });
    expect(() => findConfigFile(folder)).toThrow(
      expect.objectContaining({ code: 'project.config.missing' }),
    );
  });

  test('lets the environment win over the settings', async () => {
    const root = temporaryProject({
      'uptempo.config.ts': "export const config = { port: 9000, host: '127.0.0.2' };",
    });
    expect((await loadProject(root)).settings).toMatchObject({ port: 9000, host: '127.0.0.2' });
    Object.assign(process.env, { PORT: '0', HOST: '::1', NODE_ENV: 'production' });
    expect(await loadProject(root)).toMatchObject({
      mode: 'production',
      settings: { port: 0, host: '::1' },
    });
  });

  test.each([
    ['templates', "{ templates: { directories: ['tmplates'] } }"],
    ['static', "{ static: { directory: 'statics' } }"],
    ['commands', "{ commands: 'cmds' }"],
  ])('refuses a directory of %s that is not there', async (_setting, config) => {
    const root = temporaryProject({ 'uptempo.config.ts': `export const config = ${config};` });
    await expect(loadProject(root)).rejects.toMatchObject({ code: 'project.directory.missing' });
  });

  test('lets an error of the configuration itself through', async () => {
    const root = temporaryProject({ 'uptempo.config.ts': "throw new RangeError('torn');" });
    await expect(loadProject(root)).rejects.toThrow(new RangeError('torn'));
  });

  test('says that a package which the configuration imports is missing', async () => {
    const root = temporaryProject({ 'uptempo.config.ts': "import 'no-such-package';" });
    await expect(loadProject(root)).rejects.toMatchObject({
      code: 'project.module.missing',
      message: expect.stringContaining('no-such-package'),
    });
  });
});

describe('defineConfig', () => {
  test.each([
    [{ alowedHosts: [] }, 'core.option.unknown', 'Did you mean "allowedHosts"?'],
    [{ port: '8000' }, 'core.option.invalid', undefined],
    [{ port: 65_536 }, 'core.option.invalid', undefined],
    [{ templates: { directory: 'x' } }, 'core.option.unknown', 'Did you mean "directories"?'],
    [{ static: { directory: 1 } }, 'core.option.invalid', undefined],
    [{ models: './models.ts' }, 'core.option.invalid', undefined],
  ])('refuses %j', (settings, code, hint) => {
    expect(() => defineConfig(settings as Settings)).toThrow(
      expect.objectContaining({
        code,
        ...(hint !== undefined && { hint: expect.stringContaining(hint) }),
      }),
    );
  });
});

describe('readEnvironment', () => {
  test.each([
    [{}, undefined, undefined],
    [{ NODE_ENV: 'production' }, 'production', undefined],
    [{ NODE_ENV: 'test' }, 'development', undefined],
    [{ NODE_ENV: 'production', UPTEMPO_MODE: 'development' }, 'development', undefined],
    [{ PORT: '08000' }, undefined, 8000],
  ])('%j', (variables, mode, port) => {
    expect(readEnvironment(variables)).toEqual({ mode, port, host: undefined });
  });

  test.each([
    { PORT: '-1' },
    { PORT: '8000 ' },
    { PORT: '8e3' },
    { PORT: '65536' },
    { PORT: '' },
    { HOST: '' },
    { HOST: 'http://localhost' },
    { UPTEMPO_MODE: 'Production' },
    { UPTEMPO_MODE: '' },
  ])('refuses %j rather than to repair it', (variables) => {
    expect(() => readEnvironment(variables)).toThrow(
      expect.objectContaining({ code: 'project.environment.invalid' }),
    );
  });
});

describe('createProjectApp', () => {
  test('connects the databases in the project’s folder and disconnects them', async () => {
    const root = temporaryProject();
    const app = await createProjectApp(await loadProject(root));
    expect((await app.inject('/file')).body).toBe('default');
    await app.close();
    const { database } = await import('../../src/db/index.ts');
    expect(() => database()).toThrow(expect.objectContaining({ code: 'db.not_connected' }));
  });

  describe('with routers', () => {
    const withRouters = (routers: string) => ({
      ...FILES,
      'uptempo.config.ts': `
        export const config = {
          databases: { default: 'sqlite::memory:', replica: 'sqlite::memory:' },
          routers: ${routers},
          models: () => import('./models.ts'),
          routes: () => import('./routes.ts'),
        };`,
      'models.ts': '',
      'routes.ts': `
        import { databaseForRead, databaseForWrite } from 'uptempo/db';
        const model = { name: 'Movie' };
        export const routes = (app) => {
          app.get('/', async () => databaseForRead(model).alias + ' ' + databaseForWrite(model).alias);
        };`,
    });

    test('asks them', async () => {
      const app = await appOf(temporaryProject(withRouters("[{ dbForRead: () => 'replica' }]")));
      expect((await app.inject('/')).body).toBe('replica default');
    });

    test('forgets those of a project before', async () => {
      const first = await appOf(temporaryProject(withRouters("[{ dbForRead: () => 'replica' }]")));
      const second = await appOf(temporaryProject(withRouters('undefined')));
      expect((await second.inject('/')).body).toBe('default default');
      await first.close();
    });

    test.each([
      ["[{ dbForReed: () => 'replica' }]", 'db.router.invalid', 'routers[0] has "dbForReed"'],
      ['[() => 1]', 'db.router.invalid', 'routers[0] is a function, not a router.'],
      ['{ dbForRead() {} }', 'core.option.invalid', '"routers" must be a list'],
    ])('refuses %s at the start', async (routers, code, message) => {
      await expect(appOf(temporaryProject(withRouters(routers)))).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message),
      });
    });
  });

  test('serves the static directory where the settings say', async () => {
    const app = await appOf(temporaryProject());
    expect((await app.inject('/files/site.css')).body).toBe('body { color: teal }');
  });

  test('adds the toolbar in development alone, and not when it is turned off', async () => {
    const root = temporaryProject();
    const bodyOf = async (options: ProjectAppOptions) =>
      (await (await appOf(root, options)).inject('/')).body;
    expect(await bodyOf({ mode: 'development' })).toContain('toolbar.js');
    expect(await bodyOf({ mode: 'development', toolbar: false })).not.toContain('toolbar');
    expect(await bodyOf({ mode: 'production' })).not.toContain('toolbar');
    expect(await bodyOf({ mode: 'production', toolbar: true })).not.toContain('toolbar');
  });

  test('lets whom the settings let in profile it, and nobody without them', async () => {
    const permitted = temporaryProject({
      ...FILES,
      'uptempo.config.ts': FILES['uptempo.config.ts'].replace(
        "allowedHosts: ['localhost'],",
        "allowedHosts: ['localhost'], profiler: { permission: ({ headers }) => headers['x-key'] === 'popcorn' },",
      ),
    });
    const statusOf = async (root: string, mode: 'production' | 'development', key = '') => {
      const app = await appOf(root, { mode });
      const url = '/__uptempo/profiler/profiles.json';
      return (await app.inject({ url, headers: { 'x-key': key } })).statusCode;
    };
    expect(await statusOf(permitted, 'production', 'popcorn')).toBe(200);
    expect(await statusOf(permitted, 'production')).toBe(403);
    expect(await statusOf(temporaryProject(), 'production', 'popcorn')).toBe(404);
    // The toolbar's is there first, for this machine; the setting does not get in its way.
    expect(await statusOf(permitted, 'development')).toBe(200);
  });

  test('registers plugins before the routes', async () => {
    const app = await appOf(temporaryProject(), {
      plugins: [
        async (scope: App) => {
          scope.get('/plugin', async () => 'from a plugin');
        },
      ],
    });
    expect((await app.inject('/plugin')).body).toBe('from a plugin');
  });

  test('waits for routes that are async and passes their errors on', async () => {
    const slow = temporaryProject({
      ...FILES,
      'routes.ts': `
        import { setTimeout as pause } from 'node:timers/promises';
        export async function routes(app) { await pause(20); app.get('/late', async () => 'late'); }`,
    });
    expect((await (await appOf(slow)).inject('/late')).body).toBe('late');
    const broken = temporaryProject({
      ...FILES,
      'routes.ts': "export function routes() { throw new RangeError('torn'); }",
    });
    await expect(appOf(broken)).rejects.toThrow(new RangeError('torn'));
  });
});

describe('the APM of a project', () => {
  const withApm = (apm: string) => ({
    ...FILES,
    'uptempo.config.ts': FILES['uptempo.config.ts'].replace(
      'defineConfig({',
      `defineConfig({ apm: ${apm},`,
    ),
  });
  const status = async (app: App, headers = {}) =>
    (await app.inject({ url: '/__uptempo/apm/', headers })).statusCode;

  test('is there in development, and in production when the settings ask for it', async () => {
    const plain = temporaryProject();
    const app = await appOf(plain, { mode: 'development' });
    expect(await status(app)).toBe(200);
    const page = await app.inject('/__uptempo/apm/');
    const tools = /name="uptempo-tools" content="([^"]*)"/.exec(page.body)![1]!;
    const links = JSON.parse(tools.replaceAll('&quot;', '"')) as { name: string; path: string }[];
    expect(links.map(({ name }) => name)).toEqual(['Requests', 'Performance', 'Profiler']);
    for (const { path } of links) expect((await app.inject(path)).statusCode).toBe(200);
    expect(await status(await appOf(plain, { mode: 'development', toolbar: false }))).toBe(404);
    const without = temporaryProject(withApm('false'));
    expect(await status(await appOf(without, { mode: 'development' }))).toBe(404);
    expect(await status(await appOf(without, { mode: 'production' }))).toBe(404);
  });

  test('asks for its token in production, and keeps its figures in the project', async () => {
    const root = temporaryProject(withApm("{ token: 'a-token-of-the-tests' }"));
    const app = await appOf(root, { mode: 'production' });
    expect(await status(app)).toBe(401);
    expect(await status(app, { authorization: 'Bearer a-token-of-the-tests' })).toBe(200);
    await app.close();
    expect(existsSync(join(root, '.uptempo/metrics.sqlite'))).toBe(true);
  });

  test('does not start in production without saying who may see it', async () => {
    const root = temporaryProject(withApm('{}'));
    await expect(appOf(root, { mode: 'production' })).rejects.toMatchObject({
      code: 'apm.permission.missing',
    });
    const wrong = temporaryProject(withApm('{ tokn: 1 }'));
    await expect(appOf(wrong, { mode: 'production' })).rejects.toMatchObject({
      code: 'core.option.unknown',
    });
  });
});

test('the package’s root loads neither server, database nor templates', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    await import('uptempo');
    console.log(loaded.filter((url) => /fastify|sqlite|src.(?:http|db|orm|templates|toolbar|observe)/.test(url)).join());
    console.log(loaded.some((url) => url.includes('/project/')));`;
  const output = execFileSync(
    process.execPath,
    ['--conditions=uptempo-source', '--input-type=module', '--eval', script],
    { cwd: temporaryProject(), encoding: 'utf8' },
  );
  expect(output).toBe('\ntrue\n');
});

describe('languages', () => {
  const SITE = {
    'uptempo.config.ts': `
      import { defineConfig } from 'uptempo';
      export const config = defineConfig({
        i18n: { languageCode: 'en', languages: ['en', 'de'], localePaths: ['locale'], cookie: 'lang' },
        templates: { directories: ['templates'] },
        routes: () => import('./routes.ts'),
      });`,
    'routes.ts': `
      export function routes(app) { app.get('/', (_request, reply) => reply.render('page.html')); }`,
    'templates/page.html': '{% load i18n %}{% translate "Films" %} {{ 1.5 }}',
    'locale/de/LC_MESSAGES/django.po': 'msgid "Films"\nmsgstr "Filme"\n',
  };

  test('a request has the language of its cookie or its browser', async () => {
    const app = await appOf(temporaryProject(SITE), { toolbar: false });
    const page = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/', headers })).body;
    expect(await page({})).toBe('Films 1.5');
    expect(await page({ 'accept-language': 'de-ch' })).toBe('Filme 1,5');
    expect(await page({ cookie: 'lang=de' })).toBe('Filme 1,5');
    expect(await page({ cookie: 'lang=en', 'accept-language': 'de' })).toBe('Films 1.5');
  });

  test('a directory that is not there, or a misspelled setting, stops the start', async () => {
    const { 'locale/de/LC_MESSAGES/django.po': _catalogue, ...rest } = SITE;
    await expect(loadProject(temporaryProject(rest))).rejects.toMatchObject({
      code: 'project.directory.missing',
    });
    expect(() => defineConfig({ i18n: { langauges: ['de'] } as never })).toThrow('langauges');
  });
});
