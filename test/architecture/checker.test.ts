import { describe, expect, test } from 'vitest';
import { temporaryFiles } from '../support/files.ts';
import { checkArchitecture } from './checker.ts';
import { type Architecture, type Exception, readArchitecture } from './configuration.ts';
import { readSourceTree } from './source-tree.ts';

/** A house of three floors that keeps to every rule. */
const HOUSE = {
  'src/index.ts': `export { listMovies } from './http/index.ts';`,
  'src/core/README.md': '# core',
  'src/core/index.ts': `export { title } from './title.ts';`,
  'src/core/title.ts': `export const title = 'Jaws';`,
  'src/events/README.md': '# events',
  'src/events/index.ts': 'export const channel = {};',
  'src/http/README.md': '# http',
  'src/http/index.ts': `
    import { join } from 'node:path';
    import fastify from 'fastify';
    import { title } from '../core/index.ts';
    export const listMovies = () => join(title, String(fastify));
  `,
  'src/testing/README.md': '# testing',
  'src/testing/index.ts': `export * from '../http/index.ts';`,
  'test/http/movies.test.ts': `import { listMovies } from '../../src/http/index.ts';`,
};

const ARCHITECTURE: Architecture = {
  levels: [['core', 'events'], ['http']],
  aboveAll: ['testing'],
  packages: { fastify: ['http'], 'node:sqlite': [] },
  consumers: ['test'],
  maxLines: 8,
  exceptions: [],
};

/** Problems of the house after `changes` to its files; an empty text takes a file away. */
function check(
  changes: Readonly<Record<string, string>>,
  configuration: Partial<Architecture> = {},
): readonly string[] {
  const files = Object.entries({ ...HOUSE, ...changes }).filter(([, text]) => text !== '');
  const root = temporaryFiles({
    ...Object.fromEntries(files),
    'architecture.json': JSON.stringify({ ...ARCHITECTURE, ...configuration }),
  });
  return checkArchitecture(readSourceTree(root, readArchitecture(root)));
}

test('a tree that keeps to the rules has no problems', () => {
  expect(check({})).toEqual([]);
});

describe('folders', () => {
  test('one without a level is named', () => {
    expect(check({ 'src/mail/index.ts': 'export {};', 'src/mail/README.md': '# mail' })).toEqual([
      'src/mail/ folder: has no level in architecture.json',
    ]);
  });

  test('a configured one must exist', () => {
    expect(
      check(
        {},
        {
          levels: [
            ['core', 'events'],
            ['http', 'mail'],
          ],
        },
      ),
    ).toEqual(['src/mail/ folder: is in architecture.json and does not exist']);
  });

  test('each has a README', () => {
    expect(check({ 'src/core/README.md': '' })).toEqual(['src/core/ readme: has no README.md']);
  });
});

describe('direction', () => {
  test('nobody imports upward', () => {
    expect(check({ 'src/core/title.ts': `import '../http/index.ts';` })).toContain(
      'src/core/title.ts:1 direction: core must not import http (src/http/index.ts)',
    );
  });

  test('siblings do not import each other, for a type neither', () => {
    const text = `\nimport type { Title } from '../core/index.ts';\nexport const channel = {};`;
    expect(check({ 'src/events/index.ts': text })).toEqual([
      'src/events/index.ts:2 direction: events must not import core (src/core/index.ts)',
    ]);
  });

  test('a type in an import expression counts', () => {
    const text = `export type Title = import('../core/index.ts').Title;`;
    expect(check({ 'src/events/index.ts': text })).toEqual([
      'src/events/index.ts:1 direction: events must not import core (src/core/index.ts)',
    ]);
  });

  test('re-exports and dynamic imports count', () => {
    const text = `export * from '../core/index.ts';\nawait import('../core/index.ts');`;
    expect(check({ 'src/events/index.ts': text })).toEqual([
      'src/events/index.ts:1 direction: events must not import core (src/core/index.ts)',
      'src/events/index.ts:2 direction: events must not import core (src/core/index.ts)',
    ]);
  });

  test('nobody imports what stands above all, nor the root', () => {
    const text = `import '../testing/index.ts';\nimport '../index.ts';`;
    const problems = check({ 'src/http/index.ts': text });
    expect(problems).toContain(
      'src/http/index.ts:1 direction: http must not import testing (src/testing/index.ts)',
    );
    expect(problems).toContain(
      'src/http/index.ts:2 direction: http must not import src/index.ts (src/index.ts)',
    );
  });
});

describe('entry', () => {
  test('a folder is entered through its index', () => {
    const text = `import { title } from '../core/title.ts';\nexport const listMovies = title;`;
    expect(check({ 'src/http/index.ts': text })).toEqual([
      'src/http/index.ts:1 entry: imports past src/core/index.ts (src/core/title.ts)',
    ]);
  });

  test('by tests as well', () => {
    const text = `import { title } from '../../src/core/title.ts';`;
    expect(check({ 'test/http/movies.test.ts': text })).toEqual([
      'test/http/movies.test.ts:1 entry: imports past src/core/index.ts (src/core/title.ts)',
    ]);
  });
});

describe('packages', () => {
  test('belong to the folders named for them', () => {
    const text = `import 'fastify';\nimport '@fastify/static/lib/dirList.js';\nimport 'node:sqlite';`;
    expect(check({ 'src/core/title.ts': `${text}\nexport const title = '';` })).toEqual([
      'src/core/title.ts:1 package: imports fastify, which architecture.json gives to http (fastify)',
      'src/core/title.ts:2 package: imports @fastify/static, which architecture.json gives to nobody (@fastify/static)',
      'src/core/title.ts:3 package: imports node:sqlite, which architecture.json gives to nobody (node:sqlite)',
    ]);
  });
});

describe('cycles', () => {
  const index = `export { title } from './title.ts';\nexport const year = 1975;`;

  test('of files are shown with the way round', () => {
    const title = `import { year } from './index.ts';\nexport const title = 'Jaws ' + year;`;
    expect(check({ 'src/core/index.ts': index, 'src/core/title.ts': title })).toEqual([
      'src/core/index.ts cycle: imports itself: src/core/index.ts → src/core/title.ts → src/core/index.ts',
    ]);
  });

  test('count at run time only: not for types, not for imports that wait for a call', () => {
    const title = `
      import type { year } from './index.ts';
      export const title = 'Jaws', later = () => import('./index.ts');
      export type Year = typeof year;`;
    expect(check({ 'src/core/index.ts': index, 'src/core/title.ts': title })).toEqual([]);
  });

  test('an import of types within braces still runs the file', () => {
    const title = `import { type year } from './index.ts';\nexport const title = 'Jaws';`;
    expect(check({ 'src/core/index.ts': index, 'src/core/title.ts': title })).toHaveLength(1);
  });
});

describe('single files', () => {
  test('do not print', () => {
    const text = `// console.log is only named here\nexport const title = 'console.log';\nconsole.log(1);`;
    expect(check({ 'src/core/title.ts': text })).toEqual([
      'src/core/title.ts:3 console: uses console',
    ]);
  });

  test('have no default export', () => {
    expect(
      check({ 'src/core/title.ts': `export const title = 'Jaws';\nexport default title;` }),
    ).toEqual(['src/core/title.ts:2 default-export: has a default export']);
  });

  test('are not too long', () => {
    const text = `export const title = 'Jaws';\n${'// a line\n'.repeat(8)}`;
    expect(check({ 'src/core/title.ts': text })).toEqual([
      'src/core/title.ts length: has 9 lines, more than 8',
    ]);
  });
});

describe('exceptions', () => {
  const printing = { 'src/core/title.ts': `export const title = 'Jaws';\nconsole.log(title);` };
  const exception: Exception = { rule: 'console', from: 'src/core/title.ts', reason: 'It may.' };

  test('excuse the file they name, or all of a folder', () => {
    expect(check(printing, { exceptions: [exception] })).toEqual([]);
    expect(check(printing, { exceptions: [{ ...exception, from: 'src/core/' }] })).toEqual([]);
  });

  test('excuse from their own rule only', () => {
    expect(check(printing, { exceptions: [{ ...exception, rule: 'length' }] })).toEqual([
      'src/core/title.ts:2 console: uses console',
      'architecture.json: the exception from length for src/core/title.ts is not needed',
    ]);
  });

  test('excuse one import and not the other', () => {
    const text = `import '../core/index.ts';\nimport '../http/index.ts';\nexport const channel = {};`;
    const siblings: Exception = {
      rule: 'direction',
      from: 'src/events/',
      to: 'src/core/',
      reason: 'Shown here.',
    };
    expect(check({ 'src/events/index.ts': text }, { exceptions: [siblings] })).toEqual([
      'src/events/index.ts:2 direction: events must not import http (src/http/index.ts)',
    ]);
  });

  test('that nothing needs are problems themselves', () => {
    expect(check({}, { exceptions: [exception] })).toEqual([
      'architecture.json: the exception from console for src/core/title.ts is not needed',
    ]);
  });

  test('have a reason, a known rule and no unknown key', () => {
    const broken = [
      { rule: 'console', from: 'src/core/' },
      { rule: 'printing', from: 'src/core/', reason: 'It may.' },
      { rule: 'console', form: 'src/core/', reason: 'It may.' },
    ];
    for (const entry of broken) {
      expect(() => check({}, { exceptions: [entry as Exception] })).toThrow(/architecture\.json/);
    }
  });
});
