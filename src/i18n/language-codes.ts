import { i18nError } from './errors.ts';

/** `de`, `de-at`, `zh-hans`, `nl-nl-x-informal`; letters and digits only, since it names files. */
const LANGUAGE_CODE = /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*(?:@[a-z0-9]{1,20})?$/i;
const MAX_LENGTH = 100;

export function isLanguageCode(code: string): boolean {
  return code.length <= MAX_LENGTH && LANGUAGE_CODE.test(code);
}

/**
 * The code in lower case, with hyphens.
 *
 * @throws i18n.language.unknown for what is not written as a code
 */
export function languageCode(code: string): string {
  const normal = code.toLowerCase().replaceAll('_', '-');
  if (isLanguageCode(normal)) return normal;
  throw i18nError('i18n.language.unknown', `${JSON.stringify(code.slice(0, 40))} is no language.`, {
    hint: 'Write a code such as "de", "pt-br" or "zh-hans".',
  });
}

/** The name of a language's directory: `de`, `de_AT`, `zh_Hans`, `nl_NL-x-informal`. */
export function localeName(code: string): string {
  const [language = '', country, ...tail] = code.toLowerCase().split('-');
  if (country === undefined) return language;
  const region =
    country.length > 2 ? country[0]!.toUpperCase() + country.slice(1) : country.toUpperCase();
  return [`${language}_${region}`, ...tail].join('-');
}

/** The code of a directory's name, `de-at` for `de_AT`. */
export function codeOfLocale(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** A code and what it is a variant of, closest first: `zh-hant-tw`, `zh-hant`, `zh`. */
export function withGenerics(code: string): string[] {
  const parts = code.split('-');
  return parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
}
