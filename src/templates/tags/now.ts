import { literal } from '../compiler/javascript.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitTarget, wordsAfterName } from './arguments.ts';

/** `{% now "jS F Y H:i" as moment %}` */
export function parseNow(parser: Parser, tag: Tag): TemplateNode {
  const all = wordsAfterName(tag);
  const { words, target } = all.length === 3 ? splitTarget(all) : { words: all, target: undefined };
  if (words.length !== 1) throw parser.invalid(tag.at, 'now takes one argument, the format.');
  const format = words[0]!.text.slice(1, -1);
  return {
    at: tag.at,
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.mark(tag.at);
      const text = `$nowText($r, ${literal(format)})`;
      if (target === undefined) code.raw(text);
      else code.assign(target, text);
    },
  };
}
