import type { TagParser } from '../library.ts';
import { wordsAfterName } from '../tags/arguments.ts';

/** A tag that sets one name: `{% get_current_language as LANGUAGE_CODE %}`. */
export function infoTag(value: string): TagParser {
  return (parser, tag) => {
    const [as, target, ...rest] = wordsAfterName(tag);
    if (as?.text !== 'as' || target === undefined || rest.length > 0) {
      throw parser.invalid(tag.at, `Write {% ${tag.name} as name %}.`);
    }
    const name = target.text;
    return {
      at: tag.at,
      assigns: [name],
      write(code) {
        code.mark(tag.at);
        code.assign(name, value);
      },
    };
  };
}
