import { COMMON_OPTIONS, flagOf } from './arguments.ts';
import type { CommandOption, CommandPositionals, CommandUsage } from './command.ts';
import type { Terminal } from './terminal/terminal.ts';

/** A command as the list of commands shows it. */
export interface ListedCommand {
  readonly name: string;
  readonly help: string;
}

/** Space between the two columns of a list. */
const GAP = 3;

/** `uptempo help`: all commands, the framework's own first. */
export function showOverview(
  terminal: Terminal,
  version: string,
  builtIn: readonly ListedCommand[],
  ofProject: readonly ListedCommand[],
): void {
  terminal.line(`${terminal.style('bold', 'Uptempo')} ${version}`);
  terminal.line();
  terminal.line('Usage: uptempo <command> [options]');
  showList(terminal, 'Commands', builtIn.map(listed));
  showList(terminal, 'Commands of this project', ofProject.map(listed));
  terminal.line();
  terminal.line('uptempo <command> --help shows what a command takes.');
}

/** `uptempo <command> --help` */
export function showCommandHelp(terminal: Terminal, name: string, usage: CommandUsage): void {
  const { help, options = {}, positionals = {}, rest } = usage;
  const behind = rest === undefined ? '' : ' [-- arguments]';
  terminal.line(`Usage: uptempo ${name} [options]${signature(positionals)}${behind}`);
  terminal.line();
  terminal.line(help);
  showList(terminal, 'Arguments', [
    ...Object.entries(positionals).map(([argument, { help }]) => [argument, help] as const),
    ...(rest === undefined ? [] : [['arguments', rest] as const]),
  ]);
  showList(
    terminal,
    'Options',
    Object.entries({ ...options, ...COMMON_OPTIONS }).map(([option, declared]) => [
      optionSyntax(option, declared),
      `${declared.help}${remarks(declared)}`,
    ]),
  );
}

function listed({ name, help }: ListedCommand): readonly [string, string] {
  return [name, help.split('\n', 1)[0]!];
}

function showList(
  terminal: Terminal,
  title: string,
  entries: readonly (readonly [string, string])[],
): void {
  if (entries.length === 0) return;
  const width = Math.max(...entries.map(([name]) => name.length)) + GAP;
  terminal.line();
  terminal.line(terminal.style('bold', `${title}:`));
  for (const [name, help] of entries) {
    terminal.line(`  ${terminal.style('cyan', name)}${' '.repeat(width - name.length)}${help}`);
  }
}

function signature(positionals: CommandPositionals): string {
  return Object.entries(positionals)
    .map(([name, { isOptional }]) => (isOptional === true ? ` [${name}]` : ` <${name}>`))
    .join('');
}

function optionSyntax(name: string, option: CommandOption): string {
  const flag = flagOf(name);
  if (name === 'help') return '-h, --help';
  if (option.type === 'boolean') return option.default === true ? `--no-${flag.slice(2)}` : flag;
  if (option.type === 'string') return `${flag} <${option.choices?.join('|') ?? 'text'}>`;
  return `${flag} <${option.type === 'integer' ? 'n' : 'number'}>`;
}

function remarks(option: CommandOption): string {
  if (option.type === 'boolean') return '';
  if (option.isRequired === true) return ' Required.';
  return option.default === undefined ? '' : ` Default ${option.default}.`;
}
