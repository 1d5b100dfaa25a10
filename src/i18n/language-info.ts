import { suggest } from '../core/index.ts';
import { readData } from './data-file.ts';
import { i18nError } from './errors.ts';
import { withGenerics } from './language-codes.ts';

/** What is known of a language, as Django tells it. */
export interface LanguageInfo {
  readonly code: string;
  /** In English. */
  readonly name: string;
  /** In the language itself. */
  readonly nameLocal: string;
  /** Whether it is written from right to left. */
  readonly isBidi: boolean;
}

interface LanguageData {
  readonly name?: string;
  readonly name_local?: string;
  readonly bidi?: boolean;
  readonly fallback?: readonly string[];
  /** Its name in Django's default list of languages, where it stands there. */
  readonly listed?: string;
}

let table: ReadonlyMap<string, LanguageData> | undefined;

function languages(): ReadonlyMap<string, LanguageData> {
  table ??= new Map(Object.entries(readData<LanguageData>('languages')));
  return table;
}

/** Django's default list of languages: codes and English names, in its order. */
export function knownLanguages(): readonly (readonly [code: string, name: string])[] {
  return [...languages()].flatMap(([code, { listed }]) =>
    listed ? [[code, listed] as const] : [],
  );
}

/** Languages that stand in for one: `zh-hant` for `zh-tw`. */
export function fallbacksOf(code: string): readonly string[] {
  return languages().get(code)?.fallback ?? [];
}

/**
 * A language by its code; what is not known of `de-at` is told of `de`.
 *
 * @throws i18n.language.unknown
 */
export function languageInfo(code: string): LanguageInfo {
  for (const candidate of withGenerics(code.toLowerCase())) {
    const { name, name_local, bidi, fallback } = languages().get(candidate) ?? {};
    if (name !== undefined) {
      return { code: candidate, name, nameLocal: name_local ?? name, isBidi: bidi === true };
    }
    if (fallback !== undefined) return languageInfo(fallback[0]!);
  }
  throw i18nError('i18n.language.unknown', `There is no language ${JSON.stringify(code)}.`, {
    hint: suggest(code, languages().keys()),
  });
}

/** Whether a language is written from right to left; unknown ones are not. */
export function isBidi(code: string): boolean {
  return languages().get(code.split('-')[0]!)?.bidi === true;
}
