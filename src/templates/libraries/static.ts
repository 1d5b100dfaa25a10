import type { FunctionWriter } from '../compiler/function-writer.ts';
import { libraryOf } from '../library.ts';
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

/** `{% get_static_prefix as prefix %}` */
function parseStaticPrefix(parser: Parser, tag: Tag): TemplateNode {
  const words = wordsAfterName(tag);
  if (words.length > 0 && words[0]!.text !== 'as') {
    throw parser.invalid(tag.at, 'get_static_prefix takes nothing, or "as" and a name.');
  }
  const target = words[1]?.text;
  return {
    at: tag.at,
    ...(target === undefined ? {} : { assigns: [target] }),
    write(code) {
      if (target === undefined) code.raw('$r.run.host.staticPrefix');
      else code.assign(target, '$r.run.host.staticPrefix');
    },
  };
}

function writeUrl(code: FunctionWriter, url: string, target: string | undefined): void {
  if (target === undefined) code.raw(code.shown(url));
  else code.assign(target, url);
}

/** `{% load static %}` */
export const staticLibrary = libraryOf({
  static: parseStatic,
  get_static_prefix: parseStaticPrefix,
});
