import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { apmFileOf, loadProject } from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { Screen } from '../terminal/screen.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { type LinesOptions, reportLines } from '../top/report-lines.ts';
import { openFile, openUrl, type ReportSource } from '../top/report-source.ts';

/** The variable that holds the token, which a command line would show to everybody. */
const TOKEN = 'UPTEMPO_APM_TOKEN';

export const top = defineBuiltIn({
  help:
    'Show what an application is doing: routes by their total time, and what each is bound by.\n' +
    'It asks a running application that has the plugin apm, or reads the file that its processes\n' +
    `write. A token is taken from ${TOKEN}. Press q to leave.`,
  options: {
    range: { type: 'string', default: '5m', help: 'Span of time up to now: 10s to 30d.' },
    interval: { type: 'number', default: 1, min: 0.2, max: 60, help: 'Seconds between two looks.' },
    once: { type: 'boolean', help: 'Print once and end; so it is where there is no terminal.' },
    json: { type: 'boolean', help: 'Print once as JSON.' },
  },
  positionals: {
    source: {
      isOptional: true,
      help: 'Address of the application, or file of its figures. Default: this project’s.',
    },
  },
  async run({ options, positionals, terminal }) {
    const source = await open(positionals.source);
    try {
      if (options.json) terminal.json(await source.read(options.range));
      else if (options.once || !process.stdout.isTTY)
        await printOnce(source, options.range, terminal);
      else await showScreen(source, options.range, options.interval * 1000, terminal);
    } finally {
      source.close();
    }
    return 0;
  },
});

async function open(source: string | undefined): Promise<ReportSource> {
  const token = process.env[TOKEN];
  if (source === undefined) return openProject(token);
  const isFile =
    !/^https?:\/\//.test(source) && (existsSync(source) || /[\\/]|\.sqlite$/.test(source));
  return isFile ? openFile(source) : openUrl(source, token);
}

/** The file of this project's figures where there is one, else the application on its port. */
async function openProject(token: string | undefined): Promise<ReportSource> {
  const project = await loadProject();
  const file = apmFileOf(project);
  if (file !== undefined && existsSync(file)) return openFile(file);
  const { host, port } = project.settings;
  return openUrl(`http://${host.includes(':') ? `[${host}]` : host}:${port}`, token);
}

async function printOnce(source: ReportSource, range: string, terminal: Terminal): Promise<void> {
  const report = await source.read(range);
  const lines = reportLines(report, {
    ...looks(source, range, terminal),
    width: process.stdout.columns,
    height: undefined,
  });
  for (const line of lines) terminal.line(line);
}

/** An application that is restarted is waited for; one that never answers ends the command. */
async function showScreen(
  source: ReportSource,
  range: string,
  intervalMs: number,
  terminal: Terminal,
): Promise<void> {
  await source.read(range);
  const screen = new Screen();
  let hasLeft = false;
  const left = screen.left.then(() => {
    hasLeft = true;
  });
  screen.enter();
  try {
    while (!hasLeft) {
      screen.draw(await lines(source, range, terminal, screen));
      await Promise.race([left, pause(intervalMs)]);
    }
  } finally {
    screen.exit();
  }
}

async function lines(
  source: ReportSource,
  range: string,
  terminal: Terminal,
  { width, height }: Screen,
): Promise<readonly string[]> {
  try {
    const report = await source.read(range);
    return reportLines(report, { ...looks(source, range, terminal), width, height });
  } catch (error) {
    return [terminal.style('red', error instanceof Error ? error.message : String(error))];
  }
}

function looks(
  source: ReportSource,
  range: string,
  terminal: Terminal,
): Omit<LinesOptions, 'width' | 'height'> {
  return {
    source: source.name,
    range,
    bold: (text) => terminal.style('bold', text),
    dim: (text) => terminal.style('dim', text),
    red: (text) => terminal.style('red', text),
  };
}
