import { parseArgs } from 'node:util';
import { describeKind, listChoices, nearest } from '../core/index.ts';
import type { CommandOption, CommandOptions, CommandPositionals, CommandUsage } from './command.ts';
import { cliError } from './errors.ts';

/** A command line that has been read and checked. */
export interface ParsedArguments {
  readonly options: Readonly<Record<string, unknown>>;
  readonly positionals: Readonly<Record<string, string | undefined>>;
  /** What stands behind `--`, for a command that takes it. */
  readonly rest: readonly string[];
  readonly wantsHelp: boolean;
  readonly wantsTraceback: boolean;
}

/** Options that every command has. */
export const COMMON_OPTIONS: CommandOptions = {
  help: { type: 'boolean', help: 'Show this help.' },
  traceback: { type: 'boolean', help: 'Show the whole stack of an error.' },
};

/**
 * Reads the arguments of a command.
 *
 * @throws cli.option.unknown, cli.option.invalid, cli.option.missing, cli.argument.missing,
 * cli.argument.unexpected
 */
export function parseArguments(
  command: string,
  usage: CommandUsage,
  argv: readonly string[],
): ParsedArguments {
  const declared = { ...usage.options, ...COMMON_OPTIONS };
  const { given, positionals, rest } = readTokens(
    command,
    declared,
    argv,
    usage.rest !== undefined,
  );
  const wantsHelp = given.get('help') === true;
  const wantsTraceback = given.get('traceback') === true;
  if (wantsHelp) return { options: {}, positionals: {}, rest, wantsHelp, wantsTraceback };
  const options: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(usage.options ?? {})) {
    options[name] = given.get(name) ?? defaultOf(command, name, option);
  }
  const named = namePositionals(command, usage.positionals ?? {}, positionals);
  return { options, positionals: named, rest, wantsHelp, wantsTraceback };
}

/** `dryRun` as it is written on the command line: `--dry-run`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function readTokens(
  command: string,
  declared: CommandOptions,
  argv: readonly string[],
  takesRest: boolean,
) {
  const end = takesRest ? argv.indexOf('--') : -1;
  const rest = end === -1 ? [] : argv.slice(end + 1);
  const names = new Map(Object.keys(declared).map((name) => [flagOf(name).slice(2), name]));
  const given = new Map<string, unknown>();
  const positionals: string[] = [];
  const { tokens } = parseArgs({
    args: end === -1 ? [...argv] : argv.slice(0, end),
    options: parserOptions(declared),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const { rawName, value } = token;
    const name = names.get(token.name);
    const negated = token.name.startsWith('no-') ? names.get(token.name.slice(3)) : undefined;
    if (name !== undefined) given.set(name, readValue(rawName, declared[name]!, value));
    else if (negated !== undefined && declared[negated]?.type === 'boolean')
      given.set(negated, false);
    else throw unknownOption(command, rawName, names.keys());
  }
  return { given, positionals, rest };
}

function parserOptions(declared: CommandOptions) {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type }]) => [
      flagOf(name).slice(2),
      {
        type: type === 'boolean' ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' && { short: 'h' }),
      },
    ]),
  );
}

function readValue(flag: string, option: CommandOption, text: string | undefined): unknown {
  if (option.type === 'boolean') {
    if (text === undefined) return true;
    throw invalid(flag, 'takes no value', `Write ${flag} alone.`);
  }
  if (text === undefined || text.startsWith('--')) throw invalid(flag, 'needs a value');
  if (option.type === 'string') return readChoice(flag, option.choices, text);
  return readNumber(flag, option, text);
}

function readChoice(flag: string, choices: readonly string[] | undefined, text: string): string {
  if (choices === undefined || choices.includes(text)) return text;
  throw invalid(flag, `cannot be "${text}"`, listChoices(choices));
}

function readNumber(
  flag: string,
  { type, min = -Infinity, max = Infinity }: Extract<CommandOption, { type: 'integer' | 'number' }>,
  text: string,
): number {
  const isWritten = type === 'integer' ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/;
  const value = Number(text);
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  if (!isWritten.test(text) || (type === 'integer' && !Number.isSafeInteger(value))) {
    throw invalid(flag, `must be ${kind}, not "${text}"`);
  }
  if (value < min) throw invalid(flag, `must be ${min} or more, not ${describeKind(value)}`);
  if (value > max) throw invalid(flag, `must be ${max} or less, not ${describeKind(value)}`);
  return value;
}

function defaultOf(command: string, name: string, option: CommandOption): unknown {
  if (option.type === 'boolean') return option.default ?? false;
  if (option.default === undefined && option.isRequired === true) {
    throw cliError('cli.option.missing', `"${command}" needs ${flagOf(name)}.`, {
      hint: option.help,
    });
  }
  return option.default;
}

function namePositionals(
  command: string,
  declared: CommandPositionals,
  values: readonly string[],
): Readonly<Record<string, string | undefined>> {
  const names = Object.keys(declared);
  if (values.length > names.length) {
    throw cliError(
      'cli.argument.unexpected',
      `"${command}" does not know what to do with "${values[names.length]}".`,
      { hint: helpHint(command) },
    );
  }
  const missing = names.find((name, index) => {
    return values[index] === undefined && declared[name]?.isOptional !== true;
  });
  if (missing !== undefined) {
    throw cliError('cli.argument.missing', `"${command}" needs <${missing}>.`, {
      hint: declared[missing]!.help,
    });
  }
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

function unknownOption(command: string, rawName: string, names: Iterable<string>) {
  const match = nearest(rawName.replace(/^-+/, ''), names);
  const hint = match === undefined ? helpHint(command) : `Did you mean --${match}?`;
  return cliError('cli.option.unknown', `"${command}" has no option ${rawName}.`, { hint });
}

function invalid(flag: string, problem: string, hint?: string) {
  return cliError('cli.option.invalid', `${flag} ${problem}.`, hint === undefined ? {} : { hint });
}

function helpHint(command: string): string {
  return `See uptempo ${command} --help.`;
}
