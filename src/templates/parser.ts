import { isUptempoError, type UptempoError } from '../core/index.ts';
import type { Expression } from './expression.ts';
import { parseExpression, unknownHint } from './expression-parser.ts';
import { type Token, tokenize } from './lexer.ts';
import { addLibrary, emptyLibrary, type Library, type MutableLibrary } from './library.ts';
import { isTextNode, type NodeList, type TemplateNode, textNode } from './node.ts';
import { printNode } from './print-node.ts';
import { errorAt, type TemplateErrorCode, type TemplateSource } from './source.ts';
import { splitWords, type Word } from './words.ts';

/** A `{% … %}` with its words; the first is the tag's name. */
export interface Tag {
  readonly name: string;
  readonly contents: string;
  readonly words: readonly Word[];
  /** Offset of the tag in the template. */
  readonly at: number;
}

/** What a parser knows beside the text: the tags and filters at hand, and the libraries to load. */
export interface ParserSettings {
  readonly builtins: readonly Library[];
  readonly libraries: ReadonlyMap<string, Library>;
  /** Takes each mistake, behind which the parser reads on; without it the first one is thrown. */
  readonly onMistake?: (mistake: Mistake) => void;
}

/** Something that is wrong with a template. */
export interface Mistake {
  readonly error: UptempoError;
  /** Name of the tag it was found in; undefined for a variable. */
  readonly tag: string | undefined;
}

/** Deeper nesting is no page but an attempt to exhaust the stack. */
const MAX_OPEN_TAGS = 100;

/**
 * Reads tokens into nodes. Each tag reads its own words and asks `parse` for what stands between
 * it and its end tag.
 */
export class Parser {
  readonly source: TemplateSource;
  readonly settings: ParserSettings;
  readonly #tokens: readonly Token[];
  readonly #known: MutableLibrary = emptyLibrary();
  readonly #openTags: Tag[] = [];
  readonly #notes = new Map<string, unknown>();
  #next = 0;

  constructor(source: TemplateSource, settings: ParserSettings) {
    this.source = source;
    this.settings = settings;
    this.#tokens = tokenize(source.text);
    for (const library of settings.builtins) this.load(library);
  }

  /** Makes the tags and filters of a library known from here on. */
  load(library: Library): void {
    addLibrary(this.#known, library);
  }

  /**
   * Reads nodes up to a tag whose name is one of `ends`, which is left for `endTag`;
   * without `ends`, up to the end of the template.
   *
   * @throws templates.tag.unclosed when the template ends first
   */
  parse(...ends: readonly string[]): NodeList {
    const nodes: TemplateNode[] = [];
    while (this.#next < this.#tokens.length) {
      const token = this.#tokens[this.#next]!;
      if (token.kind === 'tag' && ends.includes(tagName(token))) return nodes;
      this.#next++;
      const node = this.#readToken(token, nodes, ends);
      if (node !== undefined) nodes.push(node);
    }
    if (ends.length > 0) throw this.#unclosed(ends);
    return nodes;
  }

  /** Reads nodes up to the tag `end`, and takes that too. */
  body(end: string): NodeList {
    const nodes = this.parse(end);
    this.endTag();
    return nodes;
  }

  /** Takes the tag that ended the last `parse`. */
  endTag(): Tag {
    return toTag(this.#tokens[this.#next++]!);
  }

  /** Passes over everything up to the tag `end`, unread. */
  skipPast(end: string): void {
    while (this.#next < this.#tokens.length) {
      const token = this.#tokens[this.#next++]!;
      if (token.kind === 'tag' && token.contents === end) return;
    }
    throw this.#unclosed([end]);
  }

  /** The next token, taken; for tags that read their contents as text. */
  nextToken(): Token | undefined {
    return this.#tokens[this.#next++];
  }

  /**
   * A fact that tags of one template share while it is read, such as the names of its blocks;
   * made by `create` when first asked for.
   */
  note<T>(key: string, create: () => T): T {
    if (!this.#notes.has(key)) this.#notes.set(key, create());
    return this.#notes.get(key) as T;
  }

  /** Reads `value|filter:argument`. */
  expression(word: Word): Expression {
    const { libraries } = this.settings;
    return parseExpression(word, { source: this.source, filters: this.#known.filters, libraries });
  }

  expressions(words: readonly Word[]): Expression[] {
    return words.map((word) => this.expression(word));
  }

  /** The error of a tag that is not written as it should be. */
  invalid(at: number, problem: string, hint?: string): Error {
    return errorAt(this.source, at, 'templates.syntax.invalid', problem, hint);
  }

  error(at: number, code: TemplateErrorCode, problem: string, hint?: string): Error {
    return errorAt(this.source, at, code, problem, hint);
  }

  /** The error of a tag that is not known, or not here, where one of `ends` may stand. */
  unknownTag(tag: Tag, ends: readonly string[]): Error {
    const expected = ends.length > 0 ? `, expected ${orList(ends)}` : '';
    const known = [...this.#known.tags.keys(), ...ends];
    return this.error(
      tag.at,
      'templates.tag.unknown',
      `Unknown tag "${tag.contents}"${expected}.`,
      unknownHint(tag.name, 'tag', known, this.settings.libraries),
    );
  }

  #readToken(token: Token, before: NodeList, ends: readonly string[]): TemplateNode | undefined {
    const { onMistake } = this.settings;
    if (onMistake === undefined) return this.#parseToken(token, before, ends);
    const open = this.#openTags.length;
    try {
      return this.#parseToken(token, before, ends);
    } catch (error) {
      if (!isUptempoError(error) || error.code === 'templates.limit.nesting') throw error;
      this.#openTags.length = open;
      onMistake({ error, tag: token.kind === 'tag' ? tagName(token) : undefined });
      return undefined;
    }
  }

  #parseToken(token: Token, before: NodeList, ends: readonly string[]): TemplateNode | undefined {
    switch (token.kind) {
      case 'text':
        return textNode(token.start, token.contents);
      case 'comment':
        return undefined;
      case 'variable':
        if (token.contents === '') throw this.invalid(token.start, 'Empty variable tag.');
        return printNode(this.expression({ text: token.contents, at: token.contentStart }));
      case 'tag':
        return this.#parseTag(token, before, ends);
    }
  }

  #parseTag(token: Token, before: NodeList, ends: readonly string[]): TemplateNode {
    if (token.contents === '') throw this.invalid(token.start, 'Empty block tag.');
    const tag = toTag(token);
    const parseTag = this.#known.tags.get(tag.name);
    if (parseTag === undefined) throw this.unknownTag(tag, ends);
    this.#openTags.push(tag);
    if (this.#openTags.length > MAX_OPEN_TAGS) throw this.#tooDeep(tag);
    const node = parseTag(this, tag);
    this.#openTags.pop();
    if (node.mustBeFirst && before.some((earlier) => !isTextNode(earlier))) {
      throw this.invalid(tag.at, `"${tag.name}" must be the first tag in the template.`);
    }
    return node;
  }

  #tooDeep(tag: Tag): Error {
    const problem = `More than ${MAX_OPEN_TAGS} tags stand inside one another.`;
    return this.error(tag.at, 'templates.limit.nesting', problem);
  }

  #unclosed(ends: readonly string[]): Error {
    const tag = this.#openTags.at(-1)!;
    return this.error(
      tag.at,
      'templates.tag.unclosed',
      `Unclosed tag "${tag.name}": the template ends before ${orList(ends)}.`,
    );
  }
}

function tagName(token: Token): string {
  return /^\S*/.exec(token.contents)![0];
}

function toTag(token: Token): Tag {
  return {
    name: tagName(token),
    contents: token.contents,
    words: splitWords(token.contents, token.contentStart),
    at: token.start,
  };
}

function orList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}
