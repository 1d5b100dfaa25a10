import { checkOptions, option } from '../core/index.ts';
import type { Permission } from '../http/index.ts';
import { profilingError } from './errors.ts';

export interface ProfilerPagesOptions {
  /**
   * Who may take profiles and see them. They name functions and show lines of the source, and taking
   * one costs the process a tenth of its speed; so there is no default.
   */
  readonly permission: Permission;
  /** Path of the pages. Default `/__uptempo/profiler`. */
  readonly basePath?: string;
  /** The longest that one profile may take, 1 to 300. Default 60. */
  readonly maxSeconds?: number;
  /** Profiles kept, the newest ones, for an hour. Default 5. */
  readonly history?: number;
  /** Folder that files are shown relative to. Default: the working directory. */
  readonly projectRoot?: string;
}

export type ProfilerPagesSettings = Required<ProfilerPagesOptions>;

/** @throws core.option.unknown, core.option.invalid, profiling.path.invalid */
export function profilerPagesSettings(options: ProfilerPagesOptions): ProfilerPagesSettings {
  // A plugin without options is given an object without permission.
  const written = { ...options, permission: options.permission ?? null };
  checkOptions('profilerPages()', written, {
    permission: option.function,
    basePath: option.string,
    maxSeconds: option.integer({ min: 1, max: 300 }),
    history: option.integer({ min: 1, max: 50 }),
    projectRoot: option.string,
  });
  return {
    permission: options.permission,
    basePath: checkPath(options.basePath ?? '/__uptempo/profiler'),
    maxSeconds: options.maxSeconds ?? 60,
    history: options.history ?? 5,
    projectRoot: options.projectRoot ?? process.cwd(),
  };
}

/** It is written into HTML and compared with the paths of requests. */
function checkPath(path: string): string {
  if (/^(?:\/[\w.~-]+)+$/.test(path)) return path;
  throw profilingError(
    'profiling.path.invalid',
    `profilerPages(): "basePath" cannot be "${path}".`,
    {
      hint: 'Begin it with a slash and end it without one: "/__uptempo/profiler".',
    },
  );
}
