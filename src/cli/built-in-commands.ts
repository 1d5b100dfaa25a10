import type {
  CommandOptions,
  CommandPositionals,
  CommandUsage,
  OptionValues,
  PositionalValues,
} from './command.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command of the framework is given; it loads the project itself if it needs one. */
export interface BuiltInInvocation<
  Options extends CommandOptions = CommandOptions,
  Positionals extends CommandPositionals = CommandPositionals,
> {
  readonly options: OptionValues<Options>;
  readonly positionals: PositionalValues<Positionals>;
  readonly rest: readonly string[];
  readonly terminal: Terminal;
}

/** A command of the framework itself. */
export interface BuiltInCommand<
  Options extends CommandOptions = CommandOptions,
  Positionals extends CommandPositionals = CommandPositionals,
> extends CommandUsage<Options, Positionals> {
  /** @returns the exit code where it is not 0. */
  run(invocation: BuiltInInvocation<Options, Positionals>): Promise<number | undefined>;
}

interface BuiltInEntry {
  readonly help: string;
  load(): Promise<BuiltInCommand>;
}

/** The framework's commands; each is imported when it is run. */
export const BUILT_IN_COMMANDS: Readonly<Record<string, BuiltInEntry>> = {
  dev: {
    help: 'Serve the project with the toolbar, and start again when a file changes.',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  serve: {
    help: 'Serve the project in production mode.',
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  top: {
    help: 'Show what an application is doing: routes by their total time, and why.',
    load: async () => (await import('./commands/top.ts')).top,
  },
  migrate: {
    help: 'Create the tables of the models that the database does not have yet.',
    load: async () => (await import('./commands/migrate.ts')).migrate,
  },
  createcachetable: {
    help: 'Create the tables of the caches that are kept in a database.',
    load: async () => (await import('./commands/createcachetable.ts')).createCacheTable,
  },
  shell: {
    help: 'Open a JavaScript prompt with the models at hand.',
    load: async () => (await import('./commands/shell.ts')).shell,
  },
  routes: {
    help: 'List the routes: methods, path, name, and the line that adds each.',
    load: async () => (await import('./commands/routes.ts')).routes,
  },
  check: {
    help: 'Look for mistakes: templates and what they name, and the checks of the project.',
    load: async () => (await import('./commands/check.ts')).check,
  },
  history: {
    help: 'Search, compare and export the requests that are kept.',
    load: async () => (await import('./commands/history.ts')).history,
  },
  compiletemplates: {
    help: 'Compile the templates ahead for production.',
    load: async () => (await import('./commands/compiletemplates.ts')).compileTemplates,
  },
  profile: {
    help: 'Show where the CPU time of a running app or of a script goes.',
    load: async () => (await import('./commands/profile.ts')).profile,
  },
  makemessages: {
    help: 'Collect the texts to translate into catalogues.',
    load: async () => (await import('./commands/makemessages.ts')).makeMessages,
  },
  help: {
    help: 'List the commands, or show what one takes.',
    load: async () => (await import('./commands/help.ts')).help,
  },
};

/** Keeps the types of a built-in command's options while it is declared. */
export function defineBuiltIn<
  const Options extends CommandOptions = Readonly<Record<never, never>>,
  const Positionals extends CommandPositionals = Readonly<Record<never, never>>,
>(command: BuiltInCommand<Options, Positionals>): BuiltInCommand {
  // Sound: the parser gives `run` the values that these very options and positionals declare.
  return command as unknown as BuiltInCommand;
}
