import type { FunctionWriter } from '../compiler/function-writer.ts';
import { libraryOf, type TagParser } from '../library.ts';
import type { TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import { splitTarget, wordsAfterName } from '../tags/arguments.ts';

/** `{% static "css/site.css" as address %}` */
function parseStatic(parser: Parser, tag: Tag): TemplateNode {
  const { words, target } = splitTarget(wordsAfterName(tag));
  if (words.length !== 1) throw parser.invalid(tag.at, 'static takes one argument, a path.');
  const path = parser.expression(words[0]!);
  return {
    at: tag.at,
    isRepeatable: true,
    reference: { kind: 'static', target: path },
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      code.braces('', () => {
        code.mark(tag.at);
        const value = code.value(path, 'text');
        const url = code.temporary(`$r.run.host.staticUrl($textOf(${value}))`);
        writeUrl(code, url, target);
      });
    },
  };
}

/** `{% get_static_prefix as prefix %}`, `{% get_media_prefix %}` */
function prefixTag(prefix: string): TagParser {
  return (parser, tag) => {
    const words = wordsAfterName(tag);
    const target = words[1]?.text;
    if (words.length > 0 && (words[0]!.text !== 'as' || target === undefined)) {
      throw parser.invalid(tag.at, `${tag.name} takes nothing, or "as" and a name.`);
    }
    return {
      at: tag.at,
      ...(target === undefined ? {} : { assigns: [target] }),
      write(code) {
        if (target === undefined) code.raw(prefix);
        else code.assign(target, prefix);
      },
    };
  };
}

function writeUrl(code: FunctionWriter, url: string, target: string | undefined): void {
  if (target === undefined) code.raw(code.shown(url));
  else code.assign(target, url);
}

/** `{% load static %}` */
export const staticLibrary = libraryOf({
  static: parseStatic,
  get_static_prefix: prefixTag('$r.run.host.staticPrefix'),
  get_media_prefix: prefixTag('$r.run.host.mediaPrefix'),
});
