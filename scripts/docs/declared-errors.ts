import { globSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { declaredErrors, type ErrorDeclaration } from '../../src/core/index.ts';
import { root } from '../testing/root.ts';

/**
 * Every error code of the framework. Loads each folder's index and each error table, since some
 * tables are loaded late.
 */
export async function loadDeclaredErrors(): Promise<ReadonlyMap<string, ErrorDeclaration>> {
  const files = globSync(['src/*/index.ts', 'src/**/errors.ts'], { cwd: root });
  for (const file of files) await import(pathToFileURL(join(root, file)).href);
  return declaredErrors();
}
