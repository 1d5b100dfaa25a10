import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectError } from './errors.ts';
import { importing } from './module-import.ts';
import { checkSettings, type Settings } from './settings.ts';

const CONFIG_NAMES = [
  'uptempo.config.ts',
  'uptempo.config.mts',
  'uptempo.config.js',
  'uptempo.config.mjs',
];

const EXAMPLE =
  "export const config = defineConfig({ databases: { default: 'sqlite:db.sqlite' } });";

/**
 * The configuration file of the project that a folder belongs to: in it or in one above.
 *
 * @throws project.config.missing
 */
export function findConfigFile(from: string = process.cwd()): string {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    const name = CONFIG_NAMES.find((candidate) => existsSync(join(folder, candidate)));
    if (name !== undefined) return join(folder, name);
    if (folder === dirname(folder)) break;
  }
  throw projectError(
    'project.config.missing',
    `No uptempo.config.ts is in ${start} or in a folder above it.`,
    { hint: `Go to your project's folder, or create the file: ${EXAMPLE}` },
  );
}

/**
 * Imports a configuration file and gives its settings as they stand there.
 *
 * @throws project.config.no_export, project.module.missing, core.option.unknown,
 * core.option.invalid
 */
export async function importConfig(file: string): Promise<Settings> {
  const module: object = await importing(() => import(pathToFileURL(file).href));
  if (!('config' in module)) {
    throw projectError('project.config.no_export', `${file} does not export "config".`, {
      hint:
        'default' in module
          ? 'It has a default export; name it instead: export const config = defineConfig({ … }).'
          : `Write ${EXAMPLE}`,
    });
  }
  return checkSettings(file, module.config as Settings);
}
