import type { Architecture, Rule } from './configuration.ts';
import { importCycles } from './cycles.ts';
import type { Import, SourceFile } from './source-file.ts';
import { folderOf, type SourceTree } from './source-tree.ts';

/** One break of one rule. */
export interface Violation {
  readonly rule: Rule;
  /** The file or folder that breaks it. */
  readonly from: string;
  /** What it imports, for the rules about imports. */
  readonly to?: string;
  readonly line?: number;
  readonly message: string;
}

/** What each rule finds in a tree, exceptions not yet considered. */
export const rules: Readonly<Record<Rule, (tree: SourceTree) => readonly Violation[]>> = {
  folder: unknownFolders,
  readme: foldersWithoutReadme,
  direction: importsNotDownward,
  entry: importsPastTheIndex,
  package: packagesOfOthers,
  cycle: cyclesAtRunTime,
  console: consoleOutput,
  'default-export': defaultExports,
  length: longFiles,
};

/** Each folder of src/ has a level, and each configured folder exists. */
function unknownFolders({ architecture, folders }: SourceTree): Violation[] {
  const configured = [...architecture.levels.flat(), ...architecture.aboveAll];
  const unknown = folders.filter((name) => !configured.includes(name));
  const absent = configured.filter((name) => !folders.includes(name));
  return [
    ...unknown.map((name) => folderViolation(name, 'has no level in architecture.json')),
    ...absent.map((name) => folderViolation(name, 'is in architecture.json and does not exist')),
  ];
}

function folderViolation(name: string, message: string): Violation {
  return { rule: 'folder', from: `src/${name}/`, message };
}

/** Each folder of src/ explains itself. */
function foldersWithoutReadme({ folders, foldersWithReadme }: SourceTree): Violation[] {
  return folders
    .filter((name) => !foldersWithReadme.includes(name))
    .map((name) => ({ rule: 'readme', from: `src/${name}/`, message: 'has no README.md' }));
}

/** Folders import from lower levels only. Types count: who names a type depends on its folder. */
function importsNotDownward({ architecture, sources }: SourceTree): Violation[] {
  return crossings(sources).flatMap(({ file, fromFolder, toFolder, imported }) => {
    if (isDownward(architecture, fromFolder, toFolder)) return [];
    const message = `${fromFolder ?? 'src'} must not import ${toFolder ?? 'src/index.ts'}`;
    return [importViolation('direction', file, imported, message)];
  });
}

function isDownward(
  architecture: Architecture,
  from: string | undefined,
  to: string | undefined,
): boolean {
  if (to === undefined) return false;
  return levelOf(architecture, to) < levelOf(architecture, from);
}

/** Files that lie in src/ itself stand above everything. */
function levelOf({ levels, aboveAll }: Architecture, folder: string | undefined): number {
  if (folder === undefined) return levels.length + 1;
  if (aboveAll.includes(folder)) return levels.length;
  const level = levels.findIndex((names) => names.includes(folder));
  return level === -1 ? levels.length : level;
}

/** From outside, a folder is what its index.ts exports. */
function importsPastTheIndex({ sources, consumers }: SourceTree): Violation[] {
  return crossings([...sources, ...consumers]).flatMap(({ file, toFolder, imported }) => {
    const entry = toFolder === undefined ? 'src/index.ts' : `src/${toFolder}/index.ts`;
    if (imported.target === entry) return [];
    return [importViolation('entry', file, imported, `imports past ${entry}`)];
  });
}

/** Packages and restricted parts of Node are imported by the folders named for them only. */
function packagesOfOthers({ architecture, sources }: SourceTree): Violation[] {
  return sources.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const name = packageOf(imported);
      if (name === undefined) return [];
      const allowed = Object.hasOwn(architecture.packages, name)
        ? architecture.packages[name]!
        : undefined;
      if (allowed === undefined && name.startsWith('node:')) return [];
      if (allowed?.includes(folderOf(file.path) ?? '')) return [];
      const owners = allowed?.join(', ') || 'nobody';
      const message = `imports ${name}, which architecture.json gives to ${owners}`;
      return [importViolation('package', file, imported, message)];
    }),
  );
}

/** `@fastify/static` for `@fastify/static/lib/x.js`; undefined for a file. */
function packageOf({ specifier, target }: Import): string | undefined {
  if (target !== undefined) return undefined;
  if (specifier.startsWith('node:')) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/**
 * Files do not import each other in a circle. Only what runs at import counts: type imports are
 * gone by then, and dynamic imports wait for a call.
 */
function cyclesAtRunTime({ sources }: SourceTree): Violation[] {
  return importCycles(sources).map((cycle) => ({
    rule: 'cycle',
    from: cycle[0]!,
    message: `imports itself: ${[...cycle, cycle[0]].join(' → ')}`,
  }));
}

/** A library does not print; it throws, returns or publishes. */
function consoleOutput({ sources }: SourceTree): Violation[] {
  return sources.flatMap((file) =>
    file.consoleLines.map((line) => ({
      rule: 'console' as const,
      from: file.path,
      line,
      message: 'uses console',
    })),
  );
}

/** A thing has one name wherever it is imported. */
function defaultExports({ sources }: SourceTree): Violation[] {
  return sources
    .filter((file) => file.defaultExportLine !== undefined)
    .map((file) => ({
      rule: 'default-export',
      from: file.path,
      line: file.defaultExportLine!,
      message: 'has a default export',
    }));
}

/** A long file has more than one job, or a reason. */
function longFiles({ architecture, sources }: SourceTree): Violation[] {
  return sources
    .filter((file) => file.lineCount > architecture.maxLines)
    .map((file) => ({
      rule: 'length',
      from: file.path,
      message: `has ${file.lineCount} lines, more than ${architecture.maxLines}`,
    }));
}

/** The imports that leave the top-level folder they are written in and lead into src/. */
function crossings(files: readonly SourceFile[]) {
  return files.flatMap((file) =>
    file.imports
      .filter(({ target }) => target?.startsWith('src/'))
      .map((imported) => ({
        file,
        imported,
        fromFolder: folderOf(file.path),
        toFolder: folderOf(imported.target!),
      }))
      .filter(({ fromFolder, toFolder }) => fromFolder !== toFolder || fromFolder === undefined),
  );
}

function importViolation(
  rule: Rule,
  file: SourceFile,
  imported: Import,
  message: string,
): Violation {
  const to = imported.target ?? packageOf(imported)!;
  return { rule, from: file.path, to, line: imported.line, message };
}
