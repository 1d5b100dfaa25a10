import { describeKind } from '../../core/index.ts';
import { type LanguageInfo, type Locale, languageInfo, translations } from '../../i18n/index.ts';
import { templateError } from '../errors.ts';
import { isText } from '../safe-string.ts';
import type { Render } from './render.ts';
import { itemsOf } from './sequence.ts';
import { textOf } from './text.ts';

/** What `{% get_language_info %}` gives; the names are those of Django. */
export interface LanguageVariable {
  readonly code: string;
  readonly name: string;
  readonly name_local: string;
  readonly name_translated: string;
  readonly bidi: boolean;
}

/** @throws i18n.language.unknown */
export function languageVariable({ run }: Render, code: unknown): LanguageVariable {
  return variableOf(languageInfo(textOf(code)), run.locale);
}

function variableOf(info: LanguageInfo, locale: Locale): LanguageVariable {
  return {
    code: info.code,
    name: info.name,
    name_local: info.nameLocal,
    name_translated: locale.gettext(info.name),
    bidi: info.isBidi,
  };
}

/**
 * The same for a list of codes, or of pairs that begin with a code.
 *
 * @throws i18n.language.unknown, templates.value.not_iterable
 */
export function languageVariables(render: Render, codes: unknown): readonly LanguageVariable[] {
  const items = isText(codes) && textOf(codes) !== '' ? undefined : itemsOf(codes);
  if (items === undefined) {
    const problem = `{% get_language_info_list %} needs a list, not ${describeKind(codes)}.`;
    throw templateError('templates.value.not_iterable', problem);
  }
  return items.map((item) => languageVariable(render, Array.isArray(item) ? item[0] : item));
}

/** Code and name, in the language of the page, of each language that a visitor may choose. */
export function availableLanguages({ run }: Render): readonly (readonly [string, string])[] {
  return Array.from(translations().languages, ([code, name]) => [code, run.locale.gettext(name)]);
}
