import { languageInfo } from '../../../i18n/index.ts';
import { valueFilter } from '../../filters/define.ts';
import { libraryOf } from '../../library.ts';
import { textOf } from '../../runtime/text.ts';
import { infoTag } from '../info-tag.ts';
import { parseBlockTranslate } from './block-translate.ts';
import { infoForTag, parseLanguage } from './language-tags.ts';
import { parseTranslate } from './translate.ts';

/** `{% load i18n %}` */
export const i18nLibrary = libraryOf(
  {
    translate: parseTranslate,
    trans: parseTranslate,
    blocktranslate: parseBlockTranslate,
    blocktrans: parseBlockTranslate,
    language: parseLanguage,
    get_current_language: infoTag('$r.run.locale.language'),
    get_current_language_bidi: infoTag('$r.run.locale.isBidi'),
    get_available_languages: infoTag('$availableLanguages($r)'),
    get_language_info: infoForTag('$languageVariable'),
    get_language_info_list: infoForTag('$languageVariables'),
  },
  [
    valueFilter('language_name', (code) => languageInfo(textOf(code)).name),
    valueFilter('language_name_local', (code) => languageInfo(textOf(code)).nameLocal),
    valueFilter('language_name_translated', (code, _argument, { locale }) =>
      locale.gettext(languageInfo(textOf(code)).name),
    ),
    valueFilter('language_bidi', (code) => languageInfo(textOf(code)).isBidi),
  ],
);
