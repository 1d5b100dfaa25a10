import { valueFilter } from '../filters/define.ts';
import { libraryOf } from '../library.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { localizedText, unlocalizedText } from '../runtime/localized.ts';
import { readSwitch, writeSetting } from './page-setting.ts';

/**
 * `{% localize off %} … {% endlocalize %}`: numbers and dates as they are printed without regard to
 * the language. Filters that format by themselves go on as before.
 */
function parseLocalize(parser: Parser, tag: Tag): TemplateNode {
  const isOn = readSwitch(parser, tag);
  const body = parser.body('endlocalize');
  return {
    at: tag.at,
    children: [body],
    write(code) {
      writeSetting(code, 'isLocalized', String(isOn), body);
    },
  };
}

/** `{% load l10n %}` */
export const localizationLibrary = libraryOf({ localize: parseLocalize }, [
  valueFilter('localize', (value, _argument, { locale, timeZone }) =>
    localizedText(value, locale, timeZone),
  ),
  valueFilter('unlocalize', (value, _argument, { locale, timeZone }) =>
    unlocalizedText(value, locale, timeZone),
  ),
]);
