import { BUILT_IN_COMMANDS, defineBuiltIn } from '../built-in-commands.ts';
import { showOverview } from '../help.ts';
import { loadProjectCommands, projectHere } from '../project-commands.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { packageVersion } from '../version.ts';

/** `uptempo help` and `uptempo help <command>`, which is `uptempo <command> --help`. */
export const help = defineBuiltIn({
  help: 'List the commands, or show what one takes.',
  positionals: { command: { help: 'The command to show.', isOptional: true } },
  async run({ positionals, terminal }) {
    if (positionals.command !== undefined) {
      const { main } = await import('../main.ts');
      return main([positionals.command, '--help']);
    }
    const builtIn = Object.entries(BUILT_IN_COMMANDS).map(([name, entry]) => ({ name, ...entry }));
    showOverview(terminal, packageVersion(), builtIn, await commandsHere(terminal));
    return 0;
  },
});

/** A project that cannot be loaded must not hide the help. */
async function commandsHere(terminal: Terminal) {
  try {
    const project = await projectHere();
    const commands = project === undefined ? [] : await loadProjectCommands(project);
    return commands.map(({ name, command }) => ({ name, help: command.help }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.error(`The project’s own commands are not listed: ${reason}`);
    terminal.error('');
    return [];
  }
}
