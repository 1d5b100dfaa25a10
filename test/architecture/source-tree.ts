import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Architecture } from './configuration.ts';
import { readSourceFiles, type SourceFile } from './source-file.ts';

/** A repository as the rules see it. */
export interface SourceTree {
  readonly architecture: Architecture;
  /** Files of src/. */
  readonly sources: readonly SourceFile[];
  /** Files outside of src/ that use it: tests, benches, examples, scripts. */
  readonly consumers: readonly SourceFile[];
  /** Top-level folders of src/ that hold a file. */
  readonly folders: readonly string[];
  /** Those of them with a README.md. */
  readonly foldersWithReadme: readonly string[];
}

export function readSourceTree(root: string, architecture: Architecture): SourceTree {
  const folders = readdirSync(join(root, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasFile(join(entry.parentPath, entry.name)))
    .map((entry) => entry.name);
  return {
    architecture,
    sources: readSourceFiles(root, ['src']),
    consumers: readSourceFiles(root, architecture.consumers),
    folders,
    foldersWithReadme: folders.filter((name) => existsSync(join(root, 'src', name, 'README.md'))),
  };
}

/** The top-level folder of a path in src/: `orm` for `src/orm/query/plan.ts`. */
export function folderOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function hasFile(folder: string): boolean {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).some((entry) =>
    entry.isFile(),
  );
}
