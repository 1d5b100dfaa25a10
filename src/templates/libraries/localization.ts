import { suggest } from '../../core/index.ts';
import { valueFilter } from '../filters/define.ts';
import { libraryOf } from '../library.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { localizedText, unlocalizedText } from '../runtime/localized.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/**
 * `{% localize off %} … {% endlocalize %}`: numbers and dates as they are printed without regard to
 * the language. Filters that format by themselves go on as before.
 */
function parseLocalize(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  const mode = words[0]?.text ?? 'on';
  if (words.length > 1 || (mode !== 'on' && mode !== 'off')) {
    throw parser.invalid(tag.at, 'localize takes "on" or "off".', suggest(mode, ['on', 'off']));
  }
  const body = parser.parse('endlocalize');
  parser.endTag();
  return {
    at: tag.at,
    children: [body],
    write(code) {
      code.braces('', () => {
        const before = code.temporary('$r.run.isLocalized');
        code.line(`$r.run.isLocalized = ${mode === 'on'};`);
        code.nodes(body);
        code.line(`$r.run.isLocalized = ${before};`);
      });
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
