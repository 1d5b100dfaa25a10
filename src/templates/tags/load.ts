import { suggest } from '../../core/index.ts';
import { type Library, libraryOf } from '../library.ts';
import { emptyNode, type TemplateNode } from '../node.ts';
import type { Parser, Tag } from '../parser.ts';
import type { Word } from '../words.ts';

/** `{% load humanize static %}`, `{% load intcomma from humanize %}` */
export function parseLoad(parser: Parser, tag: Tag): TemplateNode {
  const words = tag.words.slice(1);
  if (words.length >= 3 && words.at(-2)!.text === 'from') {
    const from = words.at(-1)!;
    parser.load(pick(parser, findLibrary(parser, from), from, words.slice(0, -2)));
  } else {
    for (const word of words) parser.load(findLibrary(parser, word));
  }
  return emptyNode(tag.at);
}

function findLibrary(parser: Parser, word: Word): Library {
  const { libraries } = parser.settings;
  const library = libraries.get(word.text);
  if (library !== undefined) return library;
  throw parser.error(
    word.at,
    'templates.library.unknown',
    `There is no library "${word.text}" to load.`,
    suggest(word.text, libraries.keys()),
  );
}

function pick(parser: Parser, library: Library, from: Word, names: readonly Word[]): Library {
  const tags: Record<string, Parameters<typeof libraryOf>[0][string]> = {};
  const filters = [];
  for (const { text, at } of names) {
    const tag = library.tags.get(text);
    const filter = library.filters.get(text);
    if (tag !== undefined) tags[text] = tag;
    if (filter !== undefined) filters.push(filter);
    if (tag === undefined && filter === undefined) {
      throw parser.error(
        at,
        'templates.library.unknown',
        `The library "${from.text}" has no tag or filter "${text}".`,
        suggest(text, [...library.tags.keys(), ...library.filters.keys()]),
      );
    }
  }
  return libraryOf(tags, filters);
}
