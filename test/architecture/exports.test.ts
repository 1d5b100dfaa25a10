import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/repository.ts';

/** Folders that are no subpath: the others export what an application needs of them. */
const INTERNAL = ['core', 'sql-text'];

const { exports, bin }: PackageManifest = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);

interface PackageManifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
}

test('each folder with an index is a subpath, and each subpath such a folder', () => {
  const folders = globSync('*/index.ts', { cwd: join(root, 'src') })
    .map((path) => path.split(/[\\/]/)[0]!)
    .filter((folder) => !INTERNAL.includes(folder));
  const expected = ['.', './package.json', ...folders.map((folder) => `./${folder}`)];
  expect(Object.keys(exports).sort()).toEqual(expected.sort());
});

test('a subpath leads to the source, the types and the compiled code of its index', () => {
  for (const [subpath, targets] of Object.entries(exports)) {
    if (subpath === './package.json') continue;
    const path = subpath === '.' ? 'index' : `${subpath.slice(2)}/index`;
    expect(Object.entries(targets)).toEqual([
      ['uptempo-source', `./src/${path}.ts`],
      ['types', `./dist/${path}.d.ts`],
      ['default', `./dist/${path}.js`],
    ]);
  }
});

test('the command line is where the package says', () => {
  const source = bin.uptempo!.replace('./dist/', './src/').replace(/\.js$/, '.ts');
  expect(existsSync(join(root, source))).toBe(true);
  expect(readFileSync(join(root, source), 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
});
