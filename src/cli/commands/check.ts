import { relative } from 'node:path';
import {
  type CheckLevel,
  type CheckMessage,
  type CheckReport,
  checkTags,
  isAtLeast,
  LEVELS,
  runChecks,
} from '../../checks/index.ts';
import { loadProject } from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { EXIT_ERROR } from '../error-report.ts';
import type { Style, Terminal } from '../terminal/terminal.ts';
import { refuseAlone, runPerformanceCheck } from './performance-report.ts';

export const check = defineBuiltIn({
  help:
    'Look for mistakes before somebody else meets them.\n\n' +
    'Templates: tags, filters, libraries, blocks that no parent has, templates, static files and\n' +
    'routes that they name with literals. The setting "checks" adds your own; "silencedChecks"\n' +
    'silences an id, with the reason. Exits with 1 when something is as bad as --fail-level.\n\n' +
    '--performance visits each page that needs no parameters, in this process, with GET only, and shows\n' +
    'what could be faster. Exits with 1 when there is something.',
  options: {
    tag: { type: 'string', help: 'Only checks with this tag, or with one of a,b,c.' },
    deploy: { type: 'boolean', help: 'Also what only a deployed project needs.' },
    failLevel: {
      type: 'string',
      choices: LEVELS,
      default: 'error',
      help: 'The level from which on the command fails.',
    },
    listTags: { type: 'boolean', help: 'List the tags there are, and check nothing.' },
    json: { type: 'boolean', help: 'Print the report as JSON.' },
    performance: {
      type: 'boolean',
      help: 'Visit the pages instead, and say what could be faster.',
    },
    url: { type: 'string', help: 'With --performance: also this URL, or these of a,b,c.' },
    urls: { type: 'string', help: 'With --performance: also the URLs of this file, one a line.' },
    requests: { type: 'integer', min: 1, max: 1_000, help: 'With --performance: of each page, 5.' },
    maxQueries: { type: 'integer', min: 0, help: 'With --performance: that a page may make.' },
  },
  async run({ options, terminal }) {
    if (options.performance) return await runPerformanceCheck(options, terminal);
    refuseAlone(options);
    const project = await loadProject();
    if (options.listTags) {
      for (const tag of await checkTags(project)) terminal.line(tag);
      return 0;
    }
    const report = await runChecks(project, {
      isForDeploy: options.deploy,
      ...(options.tag === undefined ? {} : { tags: options.tag.split(',') }),
    });
    if (options.json) terminal.json(toJson(report, project.root));
    else showReport(report, project.root, terminal);
    const fails = report.messages.some(({ level }) => isAtLeast(level, options.failLevel));
    return fails ? EXIT_ERROR : 0;
  },
});

function toJson({ checks, messages, silenced }: CheckReport, root: string): object {
  const written = (message: CheckMessage) => ({
    ...message,
    hint: message.hint ?? null,
    place: message.place === undefined ? null : relativePlace(message.place, root),
  });
  return { checks, messages: messages.map(written), silenced: silenced.map(written) };
}

function relativePlace(place: NonNullable<CheckMessage['place']>, root: string) {
  return { ...place, file: relative(root, place.file) || place.file };
}

const STYLES: Readonly<Record<CheckLevel, Style>> = {
  debug: 'dim',
  info: 'cyan',
  warning: 'yellow',
  error: 'red',
  critical: ['bold', 'red'],
};

function showReport(report: CheckReport, root: string, terminal: Terminal): void {
  for (const message of report.messages) showMessage(message, root, terminal);
  for (const { id, message, reason } of report.silenced) {
    terminal.line(terminal.style('dim', `silenced  ${id}: ${message} (${reason})`));
  }
  if (report.silenced.length > 0) terminal.line();
  terminal.line(summary(report));
}

/** The place first, as editors and terminals make a link of it. */
function showMessage(
  { level, id, message, hint, place }: CheckMessage,
  root: string,
  terminal: Terminal,
): void {
  const at = place && relativePlace(place, root);
  const where = at === undefined ? '' : `${at.file}:${at.line}:${at.column}  `;
  terminal.line(`${where}${terminal.style(STYLES[level], level)}  ${terminal.style('dim', id)}`);
  terminal.line(`  ${message.replaceAll('\n', '\n  ')}`);
  if (at !== undefined) terminal.line(at.excerpt.replace(/^/gm, '  '));
  if (hint !== undefined) terminal.line(`  ${terminal.style('green', 'hint')}  ${hint}`);
  terminal.line();
}

function summary({ checks, messages, silenced }: CheckReport): string {
  const counts = LEVELS.toReversed().flatMap((level) => {
    const count = messages.filter((message) => message.level === level).length;
    return count === 0 ? [] : [`${count} ${PLURALS[level](count)}`];
  });
  const found = counts.length === 0 ? 'nothing to report' : counts.join(', ');
  const rest = silenced.length === 0 ? '' : ` (${silenced.length} silenced)`;
  return `${checks.join(', ')}: ${found}${rest}.`;
}

const counted = (one: string, many: string) => (count: number) => (count === 1 ? one : many);

const PLURALS: Readonly<Record<CheckLevel, (count: number) => string>> = {
  debug: counted('note', 'notes'),
  info: counted('remark', 'remarks'),
  warning: counted('warning', 'warnings'),
  error: counted('error', 'errors'),
  critical: counted('critical error', 'critical errors'),
};
