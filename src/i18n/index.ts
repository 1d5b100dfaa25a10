export {
  activateLanguage,
  activeLanguage,
  activeLocale,
  configureTranslations,
  translations,
  withLanguage,
} from './active-language.ts';
export { gettextParser, parseCatalogueFile } from './catalogue-file.ts';
export type { CatalogueEntry, CatalogueTable } from './catalogue-table.ts';
export { DateWords } from './date-words.ts';
export { type CatalogueUpdate, updateCatalogue } from './extract/catalogue-writing.ts';
export { codeMessages } from './extract/code-messages.ts';
export { type GatheredMessages, gatherMessages } from './extract/gather.ts';
export { type SourceMessage, type SourceMessages, TRANSLATORS } from './extract/message.ts';
export type { Formats } from './formats.ts';
export {
  gettext,
  gettextLazy,
  gettextNoop,
  interpolate,
  isUnknownPlaceholder,
  type MessageValues,
  ngettext,
  ngettextLazy,
  npgettext,
  npgettextLazy,
  pgettext,
  pgettextLazy,
} from './gettext.ts';
export { acceptedLanguages, chooseLanguage, supportedLanguage } from './language-choice.ts';
export { codeOfLocale, isLanguageCode, localeName } from './language-codes.ts';
export { type LanguageInfo, languageInfo } from './language-info.ts';
export { LazyText } from './lazy-text.ts';
export { Locale, UNTRANSLATED } from './locale.ts';
export { type TranslationOptions, Translations } from './translations.ts';
