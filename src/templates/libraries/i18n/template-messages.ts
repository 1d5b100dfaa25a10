import { type SourceMessage, type SourceMessages, TRANSLATORS } from '../../../i18n/index.ts';
import { type Token, tokenize } from '../../lexer.ts';
import { splitWords, type Word } from '../../words.ts';
import { blockMessage } from './block-text.ts';

const QUOTED = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'`;
const LITERAL = new RegExp(`^(?:${QUOTED})`, 's');
const MARKED = new RegExp(String.raw`_\((${QUOTED})\)`, 'gs');

/**
 * The messages of a template: `{% translate %}`, `{% blocktranslate %}` and `_("…")`. Nothing is
 * loaded or compiled for it, so tags that are not known are no trouble.
 */
export function templateMessages(text: string): SourceMessages {
  return new TemplateExtractor(text).extract();
}

class TemplateExtractor {
  readonly #tokens: readonly Token[];
  readonly #text: string;
  readonly #messages: SourceMessage[] = [];
  readonly #unreadable: number[] = [];
  #next = 0;
  #line = 1;
  #lineAt = 0;
  #comment: string | undefined;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokenize(text);
  }

  extract(): SourceMessages {
    while (this.#next < this.#tokens.length) this.#read(this.#tokens[this.#next++]!);
    return { messages: this.#messages, unreadable: this.#unreadable };
  }

  #read(token: Token): void {
    if (token.kind === 'text') return;
    if (token.kind === 'comment') this.#noteComment(token.contents);
    else if (token.kind === 'variable') this.#readMarked(token);
    else this.#readTag(token);
  }

  #readTag(token: Token): void {
    const words = splitWords(token.contents, token.contentStart);
    const name = words[0]?.text ?? '';
    if (name === 'comment') this.#readComment();
    else if (name === 'translate' || name === 'trans') this.#readTranslate(token, words);
    else if (name === 'blocktranslate' || name === 'blocktrans') this.#readBlock(token, words);
    else this.#readMarked(token);
  }

  /** `{% comment %}Translators: …{% endcomment %}`; nothing inside is a message. */
  #readComment(): void {
    let text = '';
    for (let token = this.#tokens[this.#next++]; token !== undefined; ) {
      if (token.kind === 'tag' && token.contents === 'endcomment') break;
      text += token.contents;
      token = this.#tokens[this.#next++];
    }
    this.#noteComment(text);
  }

  #readTranslate(token: Token, words: readonly Word[]): void {
    const literal = LITERAL.exec(words[1]?.text.replace(/^_\(/, '') ?? '')?.[0];
    // A variable is marked where it gets its value, with gettextNoop for one.
    if (literal !== undefined) {
      this.#addIn(token, words, doubled(unquoted(literal)), undefined);
    }
    this.#readMarked(token, 2, words);
  }

  #readBlock(token: Token, words: readonly Word[]): void {
    const isTrimmed = words.some(({ text }) => text === 'trimmed');
    const singular = this.#blockTokens();
    const isCounted = this.#tokens[this.#next - 1]?.contents === 'plural';
    const plural = isCounted ? blockMessage(this.#blockTokens(), isTrimmed) : undefined;
    this.#addIn(token, words, blockMessage(singular, isTrimmed), plural);
    this.#readMarked(token, 1, words);
  }

  /** Up to the next tag, which is taken too. */
  #blockTokens(): readonly Token[] {
    const tokens: Token[] = [];
    for (let token = this.#tokens[this.#next++]; token !== undefined; ) {
      if (token.kind !== 'text' && token.kind !== 'variable') break;
      tokens.push(token);
      token = this.#tokens[this.#next++];
    }
    return tokens;
  }

  /** Each `_("…")` of a token, or of its words from the one of that number on. */
  #readMarked(token: Token, from = 0, words?: readonly Word[]): void {
    const texts = words?.slice(from).map(({ text }) => text) ?? [token.contents];
    for (const text of texts) {
      for (const [, quoted] of text.matchAll(MARKED)) {
        this.#add(token, undefined, doubled(unquoted(quoted!)), undefined);
      }
    }
  }

  /** With the context of a tag; one that is computed could not be found in a catalogue. */
  #addIn(token: Token, words: readonly Word[], message: string, plural: string | undefined): void {
    const at = words.findIndex(({ text }) => text === 'context');
    const literal = at === -1 ? undefined : LITERAL.exec(words[at + 1]?.text ?? '')?.[0];
    if (at !== -1 && literal === undefined) this.#unreadable.push(this.#lineOf(token));
    else this.#add(token, literal && unquoted(literal), message, plural);
  }

  #add(
    token: Token,
    context: string | undefined,
    message: string,
    plural: string | undefined,
  ): void {
    const line = this.#lineOf(token);
    if (message !== '') {
      this.#messages.push({ context, message, plural, line, comment: this.#comment });
    }
    this.#comment = undefined;
  }

  #noteComment(text: string): void {
    this.#comment = TRANSLATORS.test(text) ? text.trim().replace(/\s+/g, ' ') : undefined;
  }

  /** Tokens come in order, so each line end is counted once. */
  #lineOf({ start }: Token): number {
    for (let at = this.#text.indexOf('\n', this.#lineAt); at !== -1 && at < start; ) {
      this.#line++;
      this.#lineAt = at + 1;
      at = this.#text.indexOf('\n', this.#lineAt);
    }
    return this.#line;
  }
}

function unquoted(literal: string): string {
  const quote = literal[0]!;
  return literal.slice(1, -1).replaceAll(`\\${quote}`, quote).replaceAll('\\\\', '\\');
}

/** Catalogues have each per cent sign twice. */
function doubled(text: string): string {
  return text.replaceAll('%', '%%');
}
