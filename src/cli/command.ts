import { checkOptions, option } from '../core/index.ts';
import type { Project } from '../project/index.ts';
import type { Terminal } from './terminal/terminal.ts';

interface OptionBase {
  /** What it does, for `--help`. */
  readonly help: string;
}

/** `--name text` */
export interface StringOption extends OptionBase {
  readonly type: 'string';
  readonly default?: string;
  /** The only values it takes. */
  readonly choices?: readonly string[];
  readonly isRequired?: boolean;
}

/** `--copies 30` (integer) or `--rate 0.5` (number) */
export interface NumberOption extends OptionBase {
  readonly type: 'integer' | 'number';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  readonly isRequired?: boolean;
}

/** `--force`; one whose default is true is turned off by `--no-force`. */
export interface BooleanOption extends OptionBase {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export type CommandOption = StringOption | NumberOption | BooleanOption;

/** Options by name; `dryRun` is written `--dry-run`. */
export type CommandOptions = Readonly<Record<string, CommandOption>>;

/** An argument that is told by its place. */
export interface CommandPositional {
  readonly help: string;
  /** Default false. Optional ones come after the required ones. */
  readonly isOptional?: boolean;
}

/** Positional arguments by name, in their order. */
export type CommandPositionals = Readonly<Record<string, CommandPositional>>;

type ValueOf<Option extends CommandOption> = Option extends { readonly type: 'boolean' }
  ? boolean
  : Option extends { readonly choices: readonly (infer Choice)[] }
    ? Choice
    : Option extends { readonly type: 'string' }
      ? string
      : number;

type IsAlwaysThere<Option extends CommandOption> = Option extends
  | { readonly type: 'boolean' }
  | { readonly default: string | number }
  | { readonly isRequired: true }
  ? true
  : false;

export type OptionValues<Options extends CommandOptions> = {
  readonly [Name in keyof Options]: IsAlwaysThere<Options[Name]> extends true
    ? ValueOf<Options[Name]>
    : ValueOf<Options[Name]> | undefined;
};

export type PositionalValues<Positionals extends CommandPositionals> = {
  readonly [Name in keyof Positionals]: Positionals[Name] extends { readonly isOptional: true }
    ? string | undefined
    : string;
};

/** How a command is called: what `--help` shows and what the command line is read by. */
export interface CommandUsage<
  Options extends CommandOptions = CommandOptions,
  Positionals extends CommandPositionals = CommandPositionals,
> {
  /** What it does, in a sentence or a few. The first line stands in the list of commands. */
  readonly help: string;
  readonly options?: Options;
  readonly positionals?: Positionals;
  /** What may stand behind `--`, where the command takes that; it is passed on unread. */
  readonly rest?: string;
}

/** What a project's own command is given when it runs. */
export interface Invocation<
  Options extends CommandOptions = CommandOptions,
  Positionals extends CommandPositionals = CommandPositionals,
> {
  readonly options: OptionValues<Options>;
  readonly positionals: PositionalValues<Positionals>;
  readonly project: Project;
  readonly terminal: Terminal;
}

/** A command of a project; made by `defineCommand`. */
export interface Command<
  Options extends CommandOptions = CommandOptions,
  Positionals extends CommandPositionals = CommandPositionals,
> extends CommandUsage<Options, Positionals> {
  /** Default: the name of its file. */
  readonly name?: string;
  /** The databases are connected and the models imported before it, and closed after it. */
  run(invocation: Invocation<Options, Positionals>): unknown;
}

const COMMAND = {
  name: option.string,
  help: option.string,
  options: option.object,
  positionals: option.object,
  run: option.function,
} as const;

const OPTION = {
  help: option.string,
  type: option.oneOf('string', 'integer', 'number', 'boolean'),
  default: option.any,
  choices: option.arrayOf(option.string),
  isRequired: option.boolean,
  min: option.any,
  max: option.any,
} as const;

/**
 * Declares a command of the project. Its file lies in the folder that the setting `commands`
 * names and exports it as `command`.
 *
 * ```ts
 * // commands/load-movies.ts, run as: uptempo load-movies --copies 30
 * export const command = defineCommand({
 *   help: 'Loads the films.',
 *   options: { copies: { type: 'integer', default: 1, min: 1, help: 'How often each is loaded.' } },
 *   async run({ options, terminal }) {
 *     const bar = terminal.progress({ total: films.length * options.copies, label: 'Films' });
 *   },
 * });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid
 */
export function defineCommand<
  const Options extends CommandOptions = Readonly<Record<never, never>>,
  const Positionals extends CommandPositionals = Readonly<Record<never, never>>,
>(command: Command<Options, Positionals>): Command<Options, Positionals> {
  checkOptions('defineCommand()', command, COMMAND);
  for (const [name, declared] of Object.entries(command.options ?? {})) {
    checkOptions(`defineCommand(): option "${name}"`, declared, OPTION);
  }
  for (const [name, declared] of Object.entries(command.positionals ?? {})) {
    const kinds = { help: option.string, isOptional: option.boolean };
    checkOptions(`defineCommand(): positional "${name}"`, declared, kinds);
  }
  return command;
}
