import { resolve } from 'node:path';
import type { Project } from './project.ts';

/** In the project's folder; the file lies in a folder of its own, since there are two beside it. */
const DEFAULT_FILE = '.uptempo/metrics.sqlite';

/** The file that production keeps its figures in; undefined where the settings ask for none. */
export function apmFileOf({ root, settings }: Project): string | undefined {
  if (settings.apm === undefined || settings.apm === false) return undefined;
  return resolve(root, settings.apm.storeFile ?? DEFAULT_FILE);
}
