import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isUptempoError, option } from '../core/index.ts';
import {
  connectDatabases,
  disconnectDatabases,
  loadModels,
  loadProject,
  type Project,
} from '../project/index.ts';
import type { ParsedArguments } from './arguments.ts';
import { BUILT_IN_COMMANDS } from './built-in-commands.ts';
import type { Command } from './command.ts';
import { cliError } from './errors.ts';
import type { Terminal } from './terminal/terminal.ts';

/** A command of the project with the name it is called by. */
export interface ProjectCommand {
  readonly name: string;
  readonly file: string;
  readonly command: Command;
}

const EXTENSIONS = ['.ts', '.mts', '.js', '.mjs'];

/** The project of the working directory, or undefined outside of any. */
export async function projectHere(): Promise<Project | undefined> {
  try {
    return await loadProject();
  } catch (error) {
    if (isUptempoError(error, 'project.config.missing')) return undefined;
    throw error;
  }
}

/**
 * Imports the commands of a project, sorted by name.
 *
 * @throws cli.command.invalid, cli.command.duplicate
 */
export async function loadProjectCommands(project: Project): Promise<readonly ProjectCommand[]> {
  const commands: ProjectCommand[] = [];
  for (const file of commandFiles(project.settings.commands))
    commands.push(await importCommand(file));
  commands.sort((a, b) => a.name.localeCompare(b.name));
  refuseDuplicates(commands);
  return commands;
}

/**
 * The command of a name: the file called so, which is the only one imported then, or the one that
 * takes the name for itself.
 *
 * @throws cli.command.invalid, cli.command.duplicate
 */
export async function findProjectCommand(
  project: Project,
  name: string,
): Promise<ProjectCommand | undefined> {
  const file = commandFiles(project.settings.commands).find((path) => nameOf(path) === name);
  const command = file === undefined ? undefined : await importCommand(file);
  if (command?.name === name) return command;
  return (await loadProjectCommands(project)).find((candidate) => candidate.name === name);
}

/** Runs a command with the databases connected and the models imported. */
export async function runProjectCommand(
  { command }: ProjectCommand,
  project: Project,
  { options, positionals }: ParsedArguments,
  terminal: Terminal,
): Promise<void> {
  await connectDatabases(project);
  try {
    await loadModels(project);
    // Sound: the parser has read them by this command's own declarations.
    const values = { options, positionals } as Pick<
      Parameters<Command['run']>[0],
      'options' | 'positionals'
    >;
    await command.run({ ...values, project, terminal });
  } finally {
    await disconnectDatabases();
  }
}

/** Files whose names begin with `_` or `.` are parts of commands; tests are none. */
function commandFiles(folder: string | undefined): readonly string[] {
  if (folder === undefined) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && EXTENSIONS.includes(extname(entry.name)))
    .filter(({ name }) => !/^[_.]|\.d\.m?ts$|\.(?:test|spec)\./.test(name))
    .map(({ name }) => join(folder, name));
}

async function importCommand(file: string): Promise<ProjectCommand> {
  const { command }: { command?: Command } = await import(pathToFileURL(file).href);
  const isCommand =
    option.object.accepts(command) &&
    option.function.accepts(command.run) &&
    option.string.accepts(command.help);
  if (!isCommand) {
    throw cliError('cli.command.invalid', `${file} exports no "command".`, {
      hint: 'Write export const command = defineCommand({ help, run }), or let its name begin with _.',
    });
  }
  return { name: command.name ?? nameOf(file), file, command };
}

function nameOf(file: string): string {
  return basename(file, extname(file));
}

function refuseDuplicates(commands: readonly ProjectCommand[]): void {
  commands.forEach(({ name, file }, index) => {
    const other = commands[index + 1];
    if (Object.hasOwn(BUILT_IN_COMMANDS, name)) throw duplicate(name, file, 'the framework');
    if (other?.name === name) throw duplicate(name, file, other.file);
  });
}

function duplicate(name: string, file: string, other: string) {
  return cliError('cli.command.duplicate', `"${name}" is a command of ${file} and of ${other}.`, {
    hint: 'Give one of them another name, by its file or with name: "…".',
  });
}
