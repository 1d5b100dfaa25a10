import { nearest } from '../core/index.ts';
import type { Project } from '../project/index.ts';
import { parseArguments } from './arguments.ts';
import { BUILT_IN_COMMANDS } from './built-in-commands.ts';
import { reportError } from './error-report.ts';
import { cliError } from './errors.ts';
import { showCommandHelp } from './help.ts';
import {
  findProjectCommand,
  loadProjectCommands,
  type ProjectCommand,
  projectHere,
  runProjectCommand,
} from './project-commands.ts';
import { Terminal } from './terminal/terminal.ts';
import { packageVersion } from './version.ts';

/**
 * Runs a command line.
 *
 * @param argv - what stands behind `uptempo`.
 * @returns the exit code: 0, 1 for an error, 2 for a wrong command line.
 */
export async function main(argv: readonly string[]): Promise<number> {
  const terminal = new Terminal();
  try {
    return await dispatch(argv, terminal);
  } catch (error) {
    terminal.leaveProgress();
    return reportError(error, terminal, argv.includes('--traceback'));
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal): Promise<number> {
  const at = argv.findIndex((argument) => !argument.startsWith('-'));
  const name = at === -1 ? 'help' : argv[at]!;
  const before = at === -1 ? argv : argv.slice(0, at);
  if (before.includes('--version') || before.includes('-V')) {
    terminal.line(packageVersion());
    return 0;
  }
  const rest = [...before, ...(at === -1 ? [] : argv.slice(at + 1))];
  if (Object.hasOwn(BUILT_IN_COMMANDS, name)) return runBuiltIn(name, rest, terminal);
  return runOwn(name, rest, terminal);
}

async function runBuiltIn(
  name: string,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const command = await BUILT_IN_COMMANDS[name]!.load();
  const { options, positionals, rest, wantsHelp } = parseArguments(name, command, argv);
  if (wantsHelp && name !== 'help') {
    showCommandHelp(terminal, name, command);
    return 0;
  }
  // Sound: the parser has read them by this command's own declarations.
  const values = { options, positionals, rest } as Parameters<typeof command.run>[0];
  return (await command.run({ ...values, terminal })) ?? 0;
}

async function runOwn(name: string, argv: readonly string[], terminal: Terminal): Promise<number> {
  const project = await projectHere();
  if (project === undefined) throw unknownCommand(name, []);
  const found = await findProjectCommand(project, name);
  if (found === undefined) throw unknownCommand(name, await loadProjectCommands(project), project);
  const parsed = parseArguments(name, found.command, argv);
  if (parsed.wantsHelp) showCommandHelp(terminal, name, found.command);
  else await runProjectCommand(found, project, parsed, terminal);
  return 0;
}

function unknownCommand(name: string, ofProject: readonly ProjectCommand[], project?: Project) {
  const names = [...Object.keys(BUILT_IN_COMMANDS), ...ofProject.map((command) => command.name)];
  const match = nearest(name, names);
  const question = match === undefined ? '' : `Did you mean "${match}"? `;
  const place = project === undefined ? 'No project is here, so it has no commands. ' : '';
  return cliError('cli.command.unknown', `There is no command "${name}".`, {
    hint: `${question}${place}uptempo help lists what there is.`,
  });
}
