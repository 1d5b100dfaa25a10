import { relative } from 'node:path';
import {
  type CompiledComparison,
  compareCompiledTemplates,
  compileProjectTemplates,
  loadProject,
  type Project,
} from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { EXIT_ERROR } from '../error-report.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Terminal } from '../terminal/terminal.ts';

export const compileTemplates = defineBuiltIn({
  help:
    'Compile the templates ahead for production.\n\n' +
    'Writes a module and a manifest to the directory of the setting templates.compiledDirectory,\n' +
    'which production reads: no template is compiled for its first visitor, and templates are\n' +
    'rendered where making code from text is forbidden.',
  options: {
    check: {
      type: 'boolean',
      help: 'Write nothing; exit with 1 when templates are not as they were compiled.',
    },
    json: { type: 'boolean', help: 'Print the outcome as JSON.' },
  },
  async run({ options, terminal }) {
    const project = await loadProject();
    return options.check
      ? compare(project, options.json, terminal)
      : compile(project, options.json, terminal);
  },
});

async function compile(project: Project, asJson: boolean, terminal: Terminal): Promise<number> {
  let bar: Progress | undefined;
  const summary = await compileProjectTemplates(project, (_name, total) => {
    bar ??= terminal.progress({ total, label: 'Templates' });
    bar.advance();
  });
  bar?.finish();
  const directory = relative(project.root, summary.directory);
  if (asJson) terminal.json({ ...summary, directory });
  else
    terminal.line(
      `Wrote ${summary.templates} templates, ${kilobytes(summary.bytes)}, to ${directory}.`,
    );
  return 0;
}

async function compare(project: Project, asJson: boolean, terminal: Terminal): Promise<number> {
  const comparison = await compareCompiledTemplates(project);
  const isFresh = Object.values(comparison).every((names) => names.length === 0);
  if (asJson) terminal.json({ isFresh, ...comparison });
  else if (isFresh) terminal.line('The compiled templates are those that there are now.');
  else showStale(comparison, terminal);
  return isFresh ? 0 : EXIT_ERROR;
}

function showStale({ changed, missing, extra }: CompiledComparison, terminal: Terminal): void {
  for (const name of changed) terminal.line(`changed  ${name}`);
  for (const name of missing) terminal.line(`missing  ${name}`);
  for (const name of extra) terminal.line(`extra    ${name}`);
  terminal.line();
  terminal.line('Run uptempo compiletemplates.');
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
