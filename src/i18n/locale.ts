import { type Catalogue, messageKey } from './catalogue.ts';
import { DateWords } from './date-words.ts';
import { DEFAULT_FORMATS, type Formats } from './formats.ts';
import { separateNumber } from './numbers.ts';
import { GERMANIC } from './plural-forms.ts';

export interface LocaleSource {
  readonly language: string | null;
  readonly isBidi: boolean;
  readonly formats: Formats;
  readonly usesThousandSeparator: boolean;
  /** Where translations are looked for, first to last. */
  readonly catalogues: readonly Catalogue[];
}

/** One language as pages are written in it: translations, formats, names of months and days. */
export class Locale {
  /** `de-at`; null where translation is turned off. */
  readonly language: string | null;
  readonly isBidi: boolean;
  readonly formats: Formats;
  /** Whether every number has its digits grouped, not only where a filter asks. */
  readonly usesThousandSeparator: boolean;
  readonly #catalogues: readonly Catalogue[];
  #dateWords: DateWords | undefined;
  #unlocalized: Locale | undefined;

  constructor(source: LocaleSource) {
    this.language = source.language;
    this.isBidi = source.isBidi;
    this.formats = source.formats;
    this.usesThousandSeparator = source.usesThousandSeparator;
    this.#catalogues = source.catalogues;
  }

  /** The translation of a message, or the message. Line ends count as `\n`. */
  gettext(message: string): string {
    const plain = withPlainLineEnds(message);
    return this.#find(undefined, plain) || plain;
  }

  /** As `gettext`, for a message that has several meanings. */
  pgettext(context: string, message: string): string {
    const plain = withPlainLineEnds(message);
    return this.#find(context, plain) || plain;
  }

  /** The form of a message for a number. */
  ngettext(singular: string, plural: string, number: number): string {
    return this.#plural(undefined, singular, plural, number);
  }

  npgettext(context: string, singular: string, plural: string, number: number): string {
    return this.#plural(context, singular, plural, number);
  }

  /** Names of months and days and what else dates are written with. */
  get dateWords(): DateWords {
    this.#dateWords ??= new DateWords(this);
    return this.#dateWords;
  }

  /** The same language with the formats that are no language's: Django's defaults. */
  get unlocalized(): Locale {
    this.#unlocalized ??= new Locale({
      language: this.language,
      isBidi: this.isBidi,
      formats: DEFAULT_FORMATS,
      usesThousandSeparator: false,
      catalogues: this.#catalogues,
    });
    return this.#unlocalized;
  }

  /**
   * A number in plain notation with the language's separators.
   *
   * @param isGrouped - whether digits are grouped. Default: as the settings say.
   */
  number(plain: string, isGrouped: boolean = this.usesThousandSeparator): string {
    return separateNumber(plain, this.formats, isGrouped);
  }

  /** The text of a message; of one with a plural, its form for one. */
  #find(context: string | undefined, message: string): string | undefined {
    if (this.#catalogues.length === 0 || message === '') return undefined;
    const key = messageKey(context, message);
    for (const { messages, plural } of this.#catalogues) {
      const found = messages.get(key);
      if (found !== undefined) return typeof found === 'string' ? found : found[plural.indexOf(1)];
    }
    return undefined;
  }

  #plural(context: string | undefined, singular: string, plural: string, number: number): string {
    const key = messageKey(context, withPlainLineEnds(singular));
    for (const { messages, plural: rule } of this.#catalogues) {
      const forms = messages.get(key);
      const found = typeof forms === 'object' ? forms[rule.indexOf(number)] : undefined;
      if (found) return found;
    }
    return GERMANIC.indexOf(number) === 0 ? singular : plural;
  }
}

/** No language: messages as they stand in the sources, and Django's default formats. */
export const UNTRANSLATED = new Locale({
  language: null,
  isBidi: false,
  formats: DEFAULT_FORMATS,
  usesThousandSeparator: false,
  catalogues: [],
});

/** Templates edited on Windows must find the translations of those that were not. */
function withPlainLineEnds(message: string): string {
  return message.includes('\r') ? message.replaceAll('\r\n', '\n').replaceAll('\r', '\n') : message;
}
