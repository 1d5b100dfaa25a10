import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Catalogue, mergeCatalogues } from './catalogue.ts';
import { readCatalogue } from './catalogue-file.ts';
import { localeName, withGenerics } from './language-codes.ts';

/** The framework's own messages: one file per language, without Django's directories. */
const OWN = fileURLToPath(new URL('locale', import.meta.url));

interface StoredFile {
  readonly stamp: string;
  readonly catalogue: Catalogue;
}

/**
 * The catalogues of a list of `locale` directories, each file read once; where files are watched,
 * again when it has changed.
 */
export class CatalogueStore {
  readonly #paths: readonly string[];
  readonly #files = new Map<string, StoredFile>();

  /** @param paths - directories like Django's, `<path>/de_AT/LC_MESSAGES/*.po`; the first wins. */
  constructor(paths: readonly string[]) {
    this.#paths = paths;
  }

  /** What all directories have of one language; undefined when none has anything. */
  catalogue(code: string): Catalogue | undefined {
    const files = this.#filesOf(code).filter((file) => stampOf(file) !== undefined);
    return mergeCatalogues(files.map((file) => this.#read(file)));
  }

  /** Changes when a file of the language comes, goes or changes. */
  stamp(code: string): string {
    return this.#filesOf(code)
      .map((file) => stampOf(file) ?? '-')
      .join(' ');
  }

  /** A `.po` counts before the `.mo` made of it, which may be older. */
  #filesOf(code: string): readonly string[] {
    const name = localeName(code);
    const places = this.#paths.map((path) => join(path, name, 'LC_MESSAGES', 'django'));
    const texts = places.map((place) => (isFile(`${place}.po`) ? `${place}.po` : `${place}.mo`));
    return [...texts, join(OWN, `${name}.po`)];
  }

  #read(file: string): Catalogue {
    const stamp = stampOf(file) ?? '';
    const stored = this.#files.get(file);
    if (stored?.stamp === stamp) return stored.catalogue;
    const catalogue = readCatalogue(file);
    this.#files.set(file, { stamp, catalogue });
    return catalogue;
  }
}

/** The framework's own catalogue of a language or of what it is a variant of, if there is one. */
export function ownCatalogueFile(code: string): string | undefined {
  const files = withGenerics(code).map((each) => join(OWN, `${localeName(each)}.po`));
  return files.find(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function stampOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true ? `${stats.mtimeMs}:${stats.size}` : undefined;
}
