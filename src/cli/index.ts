export {
  type BooleanOption,
  type Command,
  type CommandOption,
  type CommandOptions,
  type CommandPositional,
  type CommandPositionals,
  defineCommand,
  type Invocation,
  type NumberOption,
  type StringOption,
} from './command.ts';
export type { Progress, ProgressOptions } from './terminal/progress.ts';
export type { TableRow } from './terminal/table.ts';
export { Terminal } from './terminal/terminal.ts';
