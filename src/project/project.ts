import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Mode } from '../http/index.ts';
import { findConfigFile, importConfig } from './config-file.ts';
import { readEnvironment } from './environment.ts';
import { projectError } from './errors.ts';
import type { Settings } from './settings.ts';

/** A project that has been found and whose settings have been checked. */
export interface Project {
  /** Absolute path of the folder of its configuration file. */
  readonly root: string;
  readonly configFile: string;
  /** What UPTEMPO_MODE or NODE_ENV ask for; development when they say nothing. */
  readonly mode: Mode;
  /** With the environment applied, the defaults filled in and the paths made absolute. */
  readonly settings: ProjectSettings;
}

export interface ProjectSettings extends Settings {
  readonly host: string;
  readonly port: number;
  readonly toolbar: boolean;
}

/**
 * Finds the project a folder belongs to and loads its settings. Opens no database and imports
 * neither models nor routes.
 *
 * @param from - where to look first, then upwards. Default the working directory.
 * @throws project.config.missing, project.config.no_export, project.module.missing,
 * project.directory.missing, project.environment.invalid, core.option.unknown,
 * core.option.invalid
 */
export async function loadProject(from?: string): Promise<Project> {
  const configFile = findConfigFile(from);
  const root = dirname(configFile);
  const environment = readEnvironment();
  const written = await importConfig(configFile);
  return {
    root,
    configFile,
    mode: environment.mode ?? 'development',
    settings: {
      ...withAbsolutePaths(written, root),
      host: environment.host ?? written.host ?? '127.0.0.1',
      port: environment.port ?? written.port ?? 8000,
      toolbar: written.toolbar ?? true,
    },
  };
}

function withAbsolutePaths(settings: Settings, root: string): Settings {
  const { templates, static: files, commands, i18n } = settings;
  const find = (name: string, path: string) => existingDirectory(name, resolve(root, path));
  return {
    ...settings,
    ...(templates && {
      templates: {
        ...templates,
        directories: templates.directories.map((path) => find('templates.directories', path)),
        compiledDirectory: resolve(root, templates.compiledDirectory ?? 'compiled-templates'),
      },
    }),
    ...(i18n?.localePaths && {
      i18n: {
        ...i18n,
        localePaths: i18n.localePaths.map((path) => find('i18n.localePaths', path)),
      },
    }),
    ...(files && { static: { ...files, directory: find('static.directory', files.directory) } }),
    ...(commands !== undefined && { commands: find('commands', commands) }),
  };
}

function existingDirectory(setting: string, path: string): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return path;
  throw projectError('project.directory.missing', `${setting}: there is no directory ${path}.`, {
    hint: 'Create it, or correct the path; it is relative to the configuration file.',
    details: { setting },
  });
}
