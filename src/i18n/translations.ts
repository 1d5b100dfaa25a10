import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { BoundedMap, checkOptions, listChoices, option } from '../core/index.ts';
import type { Catalogue } from './catalogue.ts';
import { CatalogueStore } from './catalogue-store.ts';
import { i18nError } from './errors.ts';
import { DEFAULT_FORMATS, type Formats, formatsOf } from './formats.ts';
import { languageCode, withGenerics } from './language-codes.ts';
import { fallbacksOf, isBidi, knownLanguages } from './language-info.ts';
import { Locale, UNTRANSLATED } from './locale.ts';

export interface TranslationOptions {
  /** The language where nothing else is chosen. Default `en-us`. */
  readonly languageCode?: string;
  /** The languages that a visitor may choose: codes, or codes and names. Default all known. */
  readonly languages?: readonly (string | readonly [code: string, name: string])[];
  /** Directories of catalogues, `<path>/de/LC_MESSAGES/django.po`; the first wins. */
  readonly localePaths?: readonly string[];
  /** Whether every number has its digits grouped. Default false. */
  readonly useThousandSeparator?: boolean;
  /** Formats by language, instead of those that are known. */
  readonly formats?: Readonly<Record<string, Partial<Formats>>>;
  /** Whether catalogues are read again when they have changed. Default false. */
  readonly isDevelopment?: boolean;
}

const OPTIONS = {
  languageCode: option.string,
  languages: option.arrayOf(option.either(option.string, option.arrayOf(option.string))),
  localePaths: option.arrayOf(option.string),
  useThousandSeparator: option.boolean,
  formats: option.object,
  isDevelopment: option.boolean,
} as const;

const FORMAT_NAMES = Object.fromEntries(
  Object.entries(DEFAULT_FORMATS).map(([name, value]) => {
    if (name === 'NUMBER_GROUPING') {
      return [name, option.either(option.integer({ min: 0 }), option.arrayOf(option.integer()))];
    }
    return [name, typeof value === 'string' ? option.string : option.integer({ min: 0, max: 6 })];
  }),
);

/** Locales kept. Codes can come from outside, and each holds its catalogues. */
const MAX_LOCALES = 200;

interface StoredLocale {
  readonly locale: Locale;
  readonly stamp: string;
}

/** The languages of a site and their catalogues. */
export class Translations {
  /** The language where nothing else is chosen. */
  readonly languageCode: string;
  readonly localePaths: readonly string[];
  readonly #options: TranslationOptions;
  readonly #store: CatalogueStore;
  /** Whether every number has its digits grouped. */
  readonly usesThousandSeparator: boolean;
  readonly #locales = new BoundedMap<string, StoredLocale>(MAX_LOCALES);
  #languages: ReadonlyMap<string, string> | undefined;

  /**
   * @throws core.option.unknown, core.option.invalid, i18n.language.unknown,
   * i18n.settings.language, i18n.settings.locale_path
   */
  constructor(options: TranslationOptions = {}) {
    checkOptions('translations', options, OPTIONS);
    for (const [code, formats] of Object.entries(options.formats ?? {})) {
      checkOptions(`formats of "${code}"`, formats, FORMAT_NAMES);
    }
    this.#options = options;
    this.usesThousandSeparator = options.useThousandSeparator ?? false;
    this.languageCode = languageCode(options.languageCode ?? 'en-us');
    this.localePaths = (options.localePaths ?? []).map(existingDirectory);
    this.#store = new CatalogueStore(this.localePaths);
    if (options.languages !== undefined) this.#checkDefault();
  }

  /** The languages that a visitor may choose, with their English names, in order. */
  get languages(): ReadonlyMap<string, string> {
    this.#languages ??= languagesOf(this.#options.languages);
    return this.#languages;
  }

  /**
   * A language as pages are written in it; null turns translation off.
   *
   * @throws i18n.language.unknown, i18n.catalogue.unreadable, i18n.plural.invalid
   */
  locale(language: string | null): Locale {
    if (language === null) return UNTRANSLATED;
    const stored = this.#locales.get(language);
    const isKept = stored !== undefined && !this.#options.isDevelopment;
    if (isKept) return stored.locale;
    const code = languageCode(language);
    const stamp = this.#chain(code)
      .map((each) => this.#store.stamp(each))
      .join('\n');
    if (stored?.stamp === stamp) return stored.locale;
    const locale = this.#makeLocale(code);
    this.#locales.set(language, { locale, stamp });
    return locale;
  }

  /** Whether a catalogue of the language, or of its generic one, says anything. */
  hasCatalogue(language: string): boolean {
    return withGenerics(language).some((code) => this.#store.catalogue(code) !== undefined);
  }

  #checkDefault(): void {
    const { languageCode: code, languages } = this;
    if (withGenerics(code).some((each) => languages.has(each))) return;
    throw i18nError('i18n.settings.language', `languageCode "${code}" is not among languages.`, {
      hint: `Add it, or take one of them. ${listChoices([...languages.keys()])}`,
    });
  }

  #makeLocale(code: string): Locale {
    const catalogues = this.#chain(code)
      .map((each) => this.#store.catalogue(each))
      .filter((catalogue): catalogue is Catalogue => catalogue !== undefined);
    return new Locale({
      language: code,
      isBidi: isBidi(code),
      formats: this.#formats(code),
      usesThousandSeparator: this.usesThousandSeparator,
      catalogues,
    });
  }

  /**
   * Languages to look for a message in: `de-at`, `de`, then the default language. English does
   * without the default: its messages are the sources, so it would always be told in another.
   */
  #chain(code: string): readonly string[] {
    const own = [...withGenerics(code), ...fallbacksOf(code)];
    if (code === this.languageCode || /^en\b/.test(code)) return own;
    return [...own, ...withGenerics(this.languageCode).filter((each) => !own.includes(each))];
  }

  #formats(code: string): Formats {
    const given = this.#options.formats ?? {};
    const own = withGenerics(code).find((each) => Object.hasOwn(given, each));
    return own === undefined ? formatsOf(code) : { ...formatsOf(code), ...given[own] };
  }
}

function languagesOf(given: TranslationOptions['languages']): ReadonlyMap<string, string> {
  const names = new Map(knownLanguages());
  if (given === undefined) return names;
  return new Map(
    given.map((each) => {
      const [code, name] = typeof each === 'string' ? [each] : each;
      const normal = languageCode(code);
      return [normal, name ?? names.get(normal) ?? normal];
    }),
  );
}

function existingDirectory(path: string): string {
  const absolute = resolve(path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isDirectory() === true) return absolute;
  throw i18nError('i18n.settings.locale_path', `localePaths: there is no directory ${absolute}.`, {
    hint: 'Create it, or correct the path.',
  });
}
