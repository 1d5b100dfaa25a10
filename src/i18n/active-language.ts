import { AsyncLocalStorage } from 'node:async_hooks';
import { currentContext } from '../events/index.ts';
import { i18nError } from './errors.ts';
import { languageCode } from './language-codes.ts';
import type { Locale } from './locale.ts';
import { type TranslationOptions, Translations } from './translations.ts';

/** Where a request keeps the language that was chosen for it. */
const LANGUAGE = Symbol('uptempo.language');

/** The language of `withLanguage`, which counts before that of the request. */
const overrides = new AsyncLocalStorage<{ readonly language: string | null }>();

/** The one thing a process has of its languages, as it has one set of databases. */
let configured: Translations | undefined;

/**
 * Sets up the languages of this process. Without it there are all known languages, English by
 * default, and the framework's own catalogues.
 *
 * ```ts
 * configureTranslations({ languageCode: 'de', languages: ['de', 'en'], localePaths: ['locale'] });
 * ```
 *
 * @throws core.option.unknown, core.option.invalid, i18n.language.unknown,
 * i18n.settings.language, i18n.settings.locale_path
 */
export function configureTranslations(options: TranslationOptions): Translations {
  configured = new Translations(options);
  return configured;
}

/** What `configureTranslations` set up, or the defaults. */
export function translations(): Translations {
  configured ??= new Translations();
  return configured;
}

/**
 * The language that counts here: that of `withLanguage`, else of the request, else the default.
 * Null where translation is turned off.
 */
export function activeLanguage(): string | null {
  const override = overrides.getStore();
  if (override !== undefined) return override.language;
  const chosen = currentContext()?.values.get(LANGUAGE) as string | undefined;
  return chosen ?? translations().languageCode;
}

/** The language that counts here, with its translations and formats. */
export function activeLocale(): Locale {
  return translations().locale(activeLanguage());
}

/**
 * Chooses the language for the rest of this request, command or task.
 *
 * @throws i18n.language.unknown, i18n.context.missing
 */
export function activateLanguage(language: string): void {
  const context = currentContext();
  if (context === undefined) {
    throw i18nError('i18n.context.missing', 'There is no request whose language could be set.', {
      hint: 'Use withLanguage(language, work), which needs none.',
    });
  }
  context.values.set(LANGUAGE, languageCode(language));
}

/**
 * Runs `work` in a language, through every await below it; null turns translation off.
 *
 * ```ts
 * const subject = withLanguage(user.language, () => gettext('Your order'));
 * ```
 *
 * @throws i18n.language.unknown
 */
export function withLanguage<T>(language: string | null, work: () => T): T {
  return overrides.run({ language: language === null ? null : languageCode(language) }, work);
}
