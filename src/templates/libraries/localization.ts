import { suggest } from '../../core/index.ts';
import { valueFilter } from '../filters/define.ts';
import { libraryOf } from '../library.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { textOf } from '../runtime/text.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/**
 * `{% localize off %} … {% endlocalize %}`. Numbers and dates have one form, the English one, so
 * there is nothing to switch; templates that were written for Django work as they are.
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
      code.nodes(body);
    },
  };
}

/** `{% load l10n %}` */
export const localizationLibrary = libraryOf({ localize: parseLocalize }, [
  valueFilter('localize', (value) => textOf(value)),
  valueFilter('unlocalize', (value) => textOf(value)),
]);
