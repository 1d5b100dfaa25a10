/**
 * What a project's configuration and commands are written with. Importing it loads no server, no
 * database driver and no templates; those are `uptempo/http`, `uptempo/orm`, `uptempo/templates`.
 */
export {
  type Command,
  type CommandOption,
  type CommandOptions,
  type CommandPositional,
  type CommandPositionals,
  defineCommand,
  type Invocation,
  type Progress,
  type Terminal,
} from './cli/index.ts';
export { isUptempoError, UptempoError } from './core/index.ts';
export { defineConfig, type RoutesModule, type Settings } from './project/index.ts';
