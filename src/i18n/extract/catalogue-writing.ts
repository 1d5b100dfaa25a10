import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gettextParser, parseCatalogueFile } from '../catalogue-file.ts';
import { ownCatalogueFile } from '../catalogue-store.ts';
import type { CatalogueTable } from '../catalogue-table.ts';
import { languageCode, localeName } from '../language-codes.ts';
import { parsePluralForms } from '../plural-forms.ts';
import type { FoundMessage, MergeSummary } from './merge.ts';
import { mergeMessages } from './merge.ts';

export interface CatalogueUpdate extends MergeSummary {
  readonly file: string;
  /** Whether the file is not what it should be, or was not before it was written. */
  readonly isChanged: boolean;
}

/**
 * Brings the catalogue of a language in a directory in line with the sources; a new one gets the
 * header of its language.
 *
 * @param isWriting - false to only tell what would change.
 * @throws i18n.catalogue.unreadable, i18n.language.unknown, i18n.plural.invalid
 */
export function updateCatalogue(
  directory: string,
  language: string,
  messages: readonly FoundMessage[],
  isWriting: boolean,
): CatalogueUpdate {
  const code = languageCode(language);
  const file = join(directory, localeName(code), 'LC_MESSAGES', 'django.po');
  const exists = existsSync(file);
  const before = exists ? parseCatalogueFile(file) : newCatalogue(code);
  const { table, summary } = mergeMessages(before, messages, formCount(before, file));
  const bytes = gettextParser().po.compile(table, { foldLength: 79 });
  const text = `${Buffer.from(bytes).toString('utf8').trimEnd()}\n`;
  const isChanged = !exists || readFileSync(file, 'utf8') !== text;
  if (isChanged && isWriting) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { ...summary, file, isChanged };
}

const GERMANIC_FORMS = 'nplurals=2; plural=(n != 1);';

/** The header that Django has for the language, which the framework's own catalogue carries. */
function newCatalogue(code: string): CatalogueTable {
  const own = ownCatalogueFile(code);
  const plural = own === undefined ? '' : pluralForms(parseCatalogueFile(own));
  return {
    charset: 'utf-8',
    headers: {
      Language: localeName(code),
      'MIME-Version': '1.0',
      'Content-Type': 'text/plain; charset=UTF-8',
      'Content-Transfer-Encoding': '8bit',
      'Plural-Forms': plural === '' ? GERMANIC_FORMS : plural,
    },
    translations: {},
  };
}

function pluralForms({ headers = {} }: CatalogueTable): string {
  const name = Object.keys(headers).find((each) => each.toLowerCase() === 'plural-forms');
  return name === undefined ? '' : headers[name]!;
}

function formCount(table: CatalogueTable, file: string): number {
  return parsePluralForms(pluralForms(table) || GERMANIC_FORMS, file).count;
}
