import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Catalogue, catalogueOf } from './catalogue.ts';
import type { CatalogueTable, GettextParser } from './catalogue-table.ts';
import { i18nError } from './errors.ts';

/** Fifty times the catalogue of a large project. */
const MAX_BYTES = 20 * 1024 * 1024;

let loaded: GettextParser | undefined;

/**
 * The library, loaded when the first catalogue is read: it takes as long to load as the whole
 * framework, and rendering, which may be what asks for a translation, can't wait for an `import`.
 */
export function gettextParser(): GettextParser {
  loaded ??= createRequire(import.meta.url)('gettext-parser') as GettextParser;
  return loaded;
}

/**
 * Reads a `.po` or `.mo` file.
 *
 * @throws i18n.catalogue.unreadable, i18n.plural.invalid
 */
export function readCatalogue(file: string): Catalogue {
  return catalogueOf(parseCatalogueFile(file), file);
}

/** A catalogue as gettext-parser has it, with comments and obsolete messages. */
export function parseCatalogueFile(file: string): CatalogueTable {
  const { size } = statSync(file);
  if (size > MAX_BYTES) throw unreadable(file, `it has more than ${MAX_BYTES / 1024 / 1024} MiB`);
  const { po, mo } = gettextParser();
  const bytes = readFileSync(file);
  try {
    if (file.endsWith('.mo')) return checkedTable(mo.parse(bytes, 'utf-8'));
    return checkedTable(po.parse(bytes, { defaultCharset: 'utf-8' }));
  } catch (error) {
    throw unreadable(file, error instanceof Error ? error.message : String(error), error);
  }
}

/** The library answers with nothing for some files that are no catalogues. */
function checkedTable(table: CatalogueTable | false | undefined): CatalogueTable {
  if (!table) throw new Error('It is not in the format of gettext');
  return table;
}

function unreadable(file: string, problem: string, cause?: unknown): Error {
  return i18nError('i18n.catalogue.unreadable', `${file} can't be read: ${problem}.`, {
    hint: 'Check it with msgfmt --check, or restore it from version control.',
    ...(cause === undefined ? {} : { cause }),
  });
}
