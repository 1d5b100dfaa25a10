import { join, relative } from 'node:path';
import type { CatalogueUpdate } from '../../i18n/index.ts';
import {
  catalogueLanguages,
  loadProject,
  type Project,
  projectMessages,
} from '../../project/index.ts';
import { defineBuiltIn } from '../built-in-commands.ts';
import { EXIT_ERROR } from '../error-report.ts';
import { cliError } from '../errors.ts';
import type { Terminal } from '../terminal/terminal.ts';

export const makeMessages = defineBuiltIn({
  help:
    'Collect the texts to translate into catalogues.\n\n' +
    'Reads {% translate %}, {% blocktranslate %} and _("…") in templates and calls of gettext, ngettext\n' +
    'and their kin in code, and writes locale/LANGUAGE/LC_MESSAGES/django.po in the first directory of\n' +
    'i18n.localePaths. Translations stay; those of texts that are gone are marked as obsolete.',
  options: {
    locale: {
      type: 'string',
      help: 'Languages, such as de,pt-br. Default: those with a catalogue.',
    },
    check: {
      type: 'boolean',
      help: 'Write nothing; exit with 1 when a catalogue lacks a text or has one too many.',
    },
    json: { type: 'boolean', help: 'Print the outcome as JSON.' },
  },
  async run({ options, terminal }) {
    const project = await loadProject();
    const directory = project.settings.i18n?.localePaths?.[0] ?? join(project.root, 'locale');
    const languages = options.locale?.split(',') ?? catalogueLanguages(directory);
    if (languages.length === 0) throw noLanguages(relative(project.root, directory));
    const { updateCatalogue } = await import('../../i18n/index.ts');
    const { messages, unreadable } = await projectMessages(project);
    const updates = languages.map((language) =>
      updateCatalogue(directory, language.trim(), messages, !options.check),
    );
    report(
      { project, updates, unreadable, isCheck: options.check, asJson: options.json },
      terminal,
    );
    return options.check && updates.some(({ isChanged }) => isChanged) ? EXIT_ERROR : 0;
  },
});

interface Outcome {
  readonly project: Project;
  readonly updates: readonly CatalogueUpdate[];
  readonly unreadable: readonly string[];
  readonly isCheck: boolean;
  readonly asJson: boolean;
}

function report({ project, updates, unreadable, isCheck, asJson }: Outcome, terminal: Terminal) {
  const catalogues = updates.map((update) => ({
    ...update,
    file: relative(project.root, update.file),
  }));
  if (asJson) {
    terminal.json({ catalogues, unreadable });
    return;
  }
  for (const place of unreadable)
    terminal.line(`${place}: a text that is computed can't be collected.`);
  terminal.table(
    catalogues.map(({ file, added, kept, obsolete, untranslated, isChanged }) => ({
      Catalogue: file,
      Added: added,
      Kept: kept,
      Obsolete: obsolete,
      Untranslated: untranslated,
      [isCheck ? 'Stale' : 'Written']: isChanged ? 'yes' : 'no',
    })),
  );
}

function noLanguages(directory: string): Error {
  return cliError('cli.locale.missing', `There is no catalogue in ${directory} yet.`, {
    hint: 'Name the languages to begin with: uptempo makemessages --locale de,fr',
  });
}
