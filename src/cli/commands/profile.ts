import { readFile, writeFile } from 'node:fs/promises';
import { listChoices, plainLines } from '../../core/index.ts';
import { FORMATS } from '../../profiling/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { cliError } from '../errors.ts';
import { fetchProfile, remoteApp, takeRemoteProfile } from '../profile/remote-profile.ts';
import { profileScript } from '../profile/script-profile.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Seconds that a running app is looked at where nothing is said. */
const DEFAULT_SECONDS = 10;

export const profile = defineBuiltIn({
  help:
    'Show where the CPU time goes: functions, and lines beside their source.\n\n' +
    'Of a running app, by its address: it must have the profiler’s pages, which uptempo dev has.\n' +
    'Of a script, or of a command of uptempo, from its first line to its end.',
  positionals: { target: { help: 'http://127.0.0.1:8000, script.ts, or the name of a command.' } },
  rest: 'What a script or command is given.',
  options: {
    seconds: {
      type: 'number',
      min: 0.1,
      max: 300,
      help: 'How long. Default 10 for an app; a script runs to its end.',
    },
    interval: {
      type: 'number',
      default: 1,
      min: 0.1,
      max: 100,
      help: 'Milliseconds between two looks.',
    },
    route: { type: 'string', help: 'Only this route of an app: "GET /movies/:id".' },
    output: {
      type: 'string',
      help: 'Also write it to this file: .cpuprofile, .speedscope.json, .pb.gz (pprof), .json, .txt.',
    },
    header: {
      type: 'string',
      help: 'Sent to the app: "authorization: Bearer …"; @file reads it from a file.',
    },
    json: { type: 'boolean', help: 'Print the profile as JSON.' },
  },
  async run({ options, positionals, rest, terminal }) {
    const { target } = positionals;
    const asked = { ...options, format: formatOf(options.output) };
    if (/^https?:\/\//i.test(target)) return profileApp(target, asked, terminal);
    return profileProgram(target, rest, asked, terminal);
  },
});

interface Asked {
  readonly seconds: number | undefined;
  readonly interval: number;
  readonly route: string | undefined;
  readonly output: string | undefined;
  readonly header: string | undefined;
  readonly json: boolean;
  readonly format: string | undefined;
}

async function profileApp(target: string, asked: Asked, terminal: Terminal): Promise<number> {
  if (!URL.canParse(target)) throw invalid('target', `cannot be "${target}"`);
  const app = remoteApp(new URL(target), await headersOf(asked.header));
  const { seconds = DEFAULT_SECONDS, interval: intervalMs, route, output, format } = asked;
  const id = await takeRemoteProfile(app, { seconds, intervalMs }, terminal);
  const shown = await fetchProfile(app, id, asked.json ? 'json' : 'txt', route);
  terminal.line(plainLines(shown.toString('utf8').trimEnd()));
  if (output === undefined || format === undefined) return 0;
  await store(output, await fetchProfile(app, id, format, route), terminal);
  return 0;
}

async function profileProgram(
  target: string,
  argv: readonly string[],
  asked: Asked,
  terminal: Terminal,
): Promise<number> {
  if (asked.route !== undefined) throw invalid('--route', 'is for the address of an app');
  const { profile, exitCode } = await profileScript({
    target,
    argv,
    samplingIntervalMs: asked.interval,
    seconds: asked.seconds,
    isQuiet: asked.json,
  });
  const kept = { id: '', takenAt: profile.startedAt, profile };
  const options = { projectRoot: process.cwd(), basePath: '', route: undefined };
  const write = (format: string) => FORMATS[format]!.write(kept, options);
  terminal.line(String(write(asked.json ? 'json' : 'txt')).trimEnd());
  const { output, format } = asked;
  if (output !== undefined && format !== undefined) await store(output, write(format), terminal);
  return exitCode;
}

async function store(file: string, content: string | Uint8Array, terminal: Terminal) {
  await writeFile(file, content);
  terminal.error(`Wrote ${file}.`);
}

/** The format by the ending of the file; the longer ending counts: `.speedscope.json`. */
function formatOf(output: string | undefined): string | undefined {
  if (output === undefined) return undefined;
  const endings = Object.keys(FORMATS).sort((left, right) => right.length - left.length);
  const format = endings.find((ending) => output.endsWith(`.${ending}`));
  if (format !== undefined) return format;
  const choices = endings.map((ending) => `.${ending}`);
  throw invalid('--output', `cannot be "${output}"`, listChoices(choices));
}

async function headersOf(header: string | undefined): Promise<Readonly<Record<string, string>>> {
  if (header === undefined) return {};
  const text = header.startsWith('@') ? await readFile(header.slice(1), 'utf8') : header;
  const [, name, value] = /^\s*([\w-]+):[ \t]*(\S.*?)\s*$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { [name]: value };
  // The text may be a secret, so it is not shown.
  throw invalid('--header', 'is no header', 'Write --header "name: value".');
}

function invalid(what: string, problem: string, hint?: string) {
  return cliError('cli.option.invalid', `${what} ${problem}.`, hint === undefined ? {} : { hint });
}
