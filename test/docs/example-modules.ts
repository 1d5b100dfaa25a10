import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../support/repository.ts';
import type { CodeBlock } from './markdown.ts';
import type { RepositoryPage } from './pages.ts';

/** Blocks of a page that make up one file. */
export interface ExampleModule {
  /** Page and name of the file, for titles of tests. */
  readonly title: string;
  /** Absolute path. */
  readonly file: string;
  readonly isRun: boolean;
  /** What running it must print: the `text output` blocks that follow; undefined without any. */
  readonly output: string | undefined;
}

/** Inside of the repository, where `uptempo/orm` leads to src/. */
const FOLDER = join(root, '.cache', 'docs');

/** Files that the code of every page finds beside it: models and routes of a small cinema. */
const PROJECT = join(import.meta.dirname, 'project');

/**
 * Writes the examples of pages to disk, each page to a folder of its own. Its `ts` blocks make up
 * one module, from a `ts new` on another one; `ts file=models.ts` is a file beside them. Each
 * block stands at the line it has on the page, so that an error's line is the page's.
 */
export function writeExamples(pages: readonly RepositoryPage[]): readonly ExampleModule[] {
  rmSync(FOLDER, { recursive: true, force: true });
  return pages.flatMap(writePage);
}

function writePage(page: RepositoryPage): readonly ExampleModule[] {
  const folder = join(FOLDER, page.path.replace(/\.md$/, ''));
  const blocksByFile = groupByFile(page.blocks);
  if (blocksByFile.size > 0) copyProject(folder);
  return [...blocksByFile].map(([name, blocks]) => {
    const file = join(folder, name);
    const code = blocks.filter(isExample);
    const outputs = blocks.filter(isOutput);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, placeAtLines(code));
    return {
      title: `${page.path} (${name})`,
      file,
      isRun: code.some(({ flags }) => flags.includes('run')),
      output: outputs.length === 0 ? undefined : outputs.map((block) => `${block.code}\n`).join(''),
    };
  });
}

/** Which blocks of code and output belong to which file, by its name. */
function groupByFile(blocks: readonly CodeBlock[]): ReadonlyMap<string, readonly CodeBlock[]> {
  let count = 1;
  return Map.groupBy(
    blocks.filter((block) => isExample(block) || isOutput(block)),
    ({ flags }) => {
      const named = flags.find((flag) => flag.startsWith('file='));
      if (named !== undefined) return named.slice('file='.length);
      if (flags.includes('new')) count++;
      return count === 1 ? 'page.ts' : `page-${count}.ts`;
    },
  );
}

function isExample({ language, flags }: CodeBlock): boolean {
  return language === 'ts' && !flags.includes('fragment');
}

function isOutput({ flags }: CodeBlock): boolean {
  return flags.includes('output');
}

function copyProject(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(PROJECT)) copyFileSync(join(PROJECT, name), join(folder, name));
}

function placeAtLines(blocks: readonly CodeBlock[]): string {
  const lines: string[] = [];
  for (const { line, code } of blocks) {
    while (lines.length < line - 1) lines.push('');
    lines.push(...code.split('\n'));
  }
  // A module even without an import, so that names of two pages don't meet.
  return `${lines.join('\n')}\nexport {};\n`;
}

/** Type-checks all modules in one run; returns the compiler's lines, none when all is well. */
export function typeCheck(modules: readonly ExampleModule[]): readonly string[] {
  const configuration = {
    extends: '../../tsconfig.json',
    compilerOptions: { noUnusedLocals: false, noUnusedParameters: false },
    include: [],
    files: modules.map(({ file }) => file),
  };
  writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(configuration));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', FOLDER], {
    cwd: root,
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
}

/**
 * Runs a module in its folder and returns what it printed.
 *
 * @throws Error when it fails, with its standard error.
 */
export function run({ file }: ExampleModule): string {
  return execFileSync(process.execPath, [file], { cwd: dirname(file), encoding: 'utf8' });
}
