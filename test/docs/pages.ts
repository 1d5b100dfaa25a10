import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/repository.ts';
import { type Page, parsePage } from './markdown.ts';

export interface RepositoryPage extends Page {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
}

/** Every page of the repository. */
export function readPages(): readonly RepositoryPage[] {
  const patterns = ['*.md', '{docs,src,bench,examples}/**/*.md'];
  const exclude = ['**/node_modules/**', '**/dist/**'];
  return globSync(patterns, { cwd: root, exclude })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, ...parsePage(readFileSync(join(root, path), 'utf8')) }));
}
