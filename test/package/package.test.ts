import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { provideNode, SUPPORTED_NODES } from '../../scripts/testing/node-runtimes.ts';
import { writeFiles } from '../support/files.ts';
import { root } from '../support/repository.ts';
import { type LoadedModules, loadedModules } from './loaded-modules.ts';
import { type Consumer, installPackedPackage } from './packed-package.ts';
import { SUBPATHS } from './subpaths.ts';

let consumer: Consumer;
beforeAll(() => {
  consumer = installPackedPackage();
});
afterAll(() => consumer?.remove());

test('each subpath of the export map has its row, and each row its subpath', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const subpaths = Object.keys(exports).filter((subpath) => subpath !== './package.json');
  expect(subpaths.map((subpath) => subpath.replace('.', 'uptempo')).sort()).toEqual(
    SUBPATHS.map(({ specifier }) => specifier).sort(),
  );
});

describe.each(SUPPORTED_NODES)('on Node %i', (major) => {
  let node: string;
  beforeAll(() => {
    node = provideNode(major);
  });

  test.each(SUBPATHS)('$specifier loads, and only what it needs', (subpath) => {
    const loaded = loadedModules(consumer, node, subpath.specifier);
    expect(loaded.exports).not.toEqual([]);
    expect(intersection(loaded.folders, subpath.withoutFolders)).toEqual([]);
    expect(intersection(loaded.packages, subpath.withoutPackages)).toEqual([]);
  });

  test('the probe sees what is loaded', () => {
    const { folders, packages } = loadedModules(consumer, node, 'uptempo/http');
    expect(folders).toContain('http');
    expect(packages).toEqual(expect.arrayContaining(['fastify', 'node:http']));
  });

  test('the command line shows its help', () => {
    const help = consumer.run(node, ['node_modules/uptempo/dist/cli/bin.js', '--help']);
    expect(help).toContain('Usage: uptempo');
  });
});

test('npm links the command line, and it can be executed', () => {
  expect(consumer.run('node_modules/.bin/uptempo', ['--help'])).toContain('uptempo');
});

test('nothing that is installed is compiled or runs a script', () => {
  const folder = join(consumer.folder, 'node_modules');
  const manifests = globSync('**/package.json', { cwd: folder }).map((path) => ({
    path,
    scripts: JSON.parse(readFileSync(join(folder, path), 'utf8')).scripts ?? {},
  }));
  const scripted = manifests.filter(
    ({ scripts }) => scripts.preinstall ?? scripts.install ?? scripts.postinstall,
  );
  expect(scripted.map(({ path }) => path)).toEqual([]);
  expect(globSync('**/{*.node,binding.gyp}', { cwd: folder })).toEqual([]);
});

test('the tarball holds compiled code, its assets and its papers, and no sources', () => {
  const folder = join(consumer.folder, 'node_modules/uptempo');
  const top = globSync('*', { cwd: folder }).sort();
  expect(top).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'dist', 'package.json']);
  expect(globSync('**/!(*.d).ts', { cwd: folder })).toEqual([]);
  expect(publishedAssets(join(folder, 'dist'))).toEqual(publishedAssets(join(root, 'src')));
});

describe.each([
  { module: 'nodenext', moduleResolution: 'nodenext' },
  { module: 'esnext', moduleResolution: 'bundler' },
])('with moduleResolution $moduleResolution', (options) => {
  test('the types of each subpath resolve', () => {
    const uses = SUBPATHS.map(
      ({ specifier }, index) =>
        `import * as module${index} from '${specifier}';\nmodule${index} satisfies object;\n`,
    );
    expect(compile(options, uses.join(''))).toBe('');
  });

  test('a subpath that does not exist is noticed', () => {
    const use = `import * as cinema from 'uptempo/cinema';\ncinema satisfies object;\n`;
    expect(() => compile(options, use)).toThrow(/Cannot find module 'uptempo\/cinema'/);
  });

  test('rows have the types of what was loaded', () => {
    expect(compile(options, LOADED_ROWS)).toBe('');
  });
});

/** A model in an application, and what must and must not compile. */
const LOADED_ROWS = `
import { char, foreignKey, model } from 'uptempo/orm';
const Director = model('Director', { name: char({ maxLength: 120 }) });
const Movie = model('Movie', {
  title: char({ maxLength: 200 }),
  get director() {
    return foreignKey(() => Director, { onDelete: 'cascade' });
  },
});
const [movie] = await Movie.objects.filter({ director__name: 'Kubrick' });
movie?.title satisfies string | undefined;
// @ts-expect-error the director was not selected
movie?.director.name;
const [selected] = await Movie.objects.selectRelated('director');
selected?.director.name satisfies string | undefined;
// @ts-expect-error there is no such field
Movie.objects.filter({ titel: 'Jaws' });
export {};
`;

/** Type-checks a module in the consumer's project; returns what the compiler said. */
function compile(options: object, text: string): string {
  const compilerOptions = {
    ...options,
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable', 'esnext.iterator'],
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(root, 'node_modules/@types')],
  };
  writeFiles(consumer.folder, {
    'consumer.ts': text,
    'tsconfig.json': JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
  });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return consumer.run(process.execPath, [compiler, '-p', '.']);
}

describe('a project whose toolbar is', () => {
  test.each([
    ['off in the settings', { toolbar: false }, { mode: 'development' }],
    ['off in the options', {}, { mode: 'development', toolbar: false }],
    ['on, in production', { toolbar: true, allowedHosts: ['localhost'] }, { mode: 'production' }],
  ])('%s answers and loads nothing of it', (_state, settings, options) => {
    const { folders } = answerOnce(settings, options);
    expect(folders).toEqual(expect.arrayContaining(['http', 'project']));
    expect(intersection(folders, ['toolbar', 'observe'])).toEqual([]);
  });

  test('on answers and loads it', () => {
    const { folders } = answerOnce({}, { mode: 'development' });
    expect(folders).toEqual(expect.arrayContaining(['http', 'toolbar', 'observe']));
  });
});

/** What a project of one route loaded to answer one request. */
function answerOnce(settings: object, options: object): LoadedModules {
  writeFiles(consumer.folder, {
    'uptempo.config.js': `export const config = {
      ...${JSON.stringify(settings)},
      routes: () => import('./routes.js'),
    };`,
    'routes.js': `export function routes(app) { app.get('/', async () => 'Jaws'); }`,
    'app.js': `
      import { createProjectApp, loadProject } from 'uptempo/project';
      const app = await createProjectApp(await loadProject(), ${JSON.stringify(options)});
      const answer = await app.inject({ url: '/', headers: { host: 'localhost' } });
      await app.close();
      if (answer.body !== 'Jaws') throw new Error(answer.body);
    `,
  });
  return loadedModules(consumer, process.execPath, './app.js');
}

function intersection(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => others.includes(name));
}

function publishedAssets(folder: string): readonly string[] {
  return globSync('**/*.*', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(ts|js)$|^README\.md$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length))
    .sort();
}
