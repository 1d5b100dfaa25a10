import { writeContext } from '../custom/tag-code.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';

/** `{% debug %}`: the names in sight with their values; nothing outside of development. */
export function parseDebug(_parser: Parser, tag: Tag): TemplateNode {
  return {
    at: tag.at,
    write(code) {
      code.braces('if ($r.run.host.isDevelopment)', () => {
        code.raw(`$debugText(${writeContext(code, false)})`);
      });
    },
  };
}
