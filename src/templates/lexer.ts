/** What a piece of a template is: text, `{{ … }}`, `{% … %}` or `{# … #}`. */
export type TokenKind = 'text' | 'variable' | 'tag' | 'comment';

export interface Token {
  readonly kind: TokenKind;
  /** The text itself, or what stands between the delimiters without surrounding white space. */
  readonly contents: string;
  /** Offset of the first character of the token in the template. */
  readonly start: number;
  /** Offset of the first character of `contents`. */
  readonly contentStart: number;
}

const DELIMITERS: Readonly<Record<string, { kind: TokenKind; close: string }>> = {
  '{%': { kind: 'tag', close: '%}' },
  '{{': { kind: 'variable', close: '}}' },
  '{#': { kind: 'comment', close: '#}' },
};

/** Cuts a template into tokens, in order and without gaps. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let verbatimEnd: string | undefined;
  let textStart = 0;
  for (const token of delimitedTokens(text)) {
    if (verbatimEnd !== undefined && !(token.kind === 'tag' && token.contents === verbatimEnd)) {
      continue;
    }
    addText(tokens, text, textStart, token.start);
    tokens.push(token);
    textStart = token.end;
    verbatimEnd = verbatimEnd === undefined ? endOfVerbatim(token) : undefined;
  }
  addText(tokens, text, textStart, text.length);
  return tokens;
}

interface DelimitedToken extends Token {
  /** Offset behind the closing delimiter. */
  readonly end: number;
}

/** A token ends on the line it begins on; a delimiter without its end is text. */
function* delimitedTokens(text: string): Generator<DelimitedToken> {
  const next = new Finder(text);
  for (let start = text.indexOf('{'); start !== -1; ) {
    const delimiter = DELIMITERS[text.slice(start, start + 2)];
    const close = delimiter === undefined ? -1 : next.find(delimiter.close, start + 2);
    const isToken = close !== -1 && close < next.lineEnd(start);
    const end = isToken ? close + 2 : start + 1;
    if (isToken) yield delimitedToken(text, delimiter!.kind, start, end);
    start = text.indexOf('{', end);
  }
}

/**
 * Finds marks at or behind positions that only grow, and looks at each character once for each
 * mark, however often it is asked.
 */
class Finder {
  readonly #text: string;
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  find(mark: string, from: number): number {
    let at = this.#found.get(mark) ?? -2;
    if (at !== -1 && at < from) {
      at = this.#text.indexOf(mark, from);
      this.#found.set(mark, at);
    }
    return at;
  }

  lineEnd(from: number): number {
    const at = this.find('\n', from);
    return at === -1 ? this.#text.length : at;
  }
}

function delimitedToken(text: string, kind: TokenKind, start: number, end: number): DelimitedToken {
  const inner = text.slice(start + 2, end - 2);
  const leading = inner.length - inner.trimStart().length;
  return { kind, contents: inner.trim(), start, contentStart: start + 2 + leading, end };
}

function addText(tokens: Token[], text: string, start: number, end: number): void {
  if (start === end) return;
  tokens.push({ kind: 'text', contents: text.slice(start, end), start, contentStart: start });
}

/** `{% verbatim name %}` ends at `{% endverbatim name %}` and nowhere else. */
function endOfVerbatim(token: Token): string | undefined {
  if (token.kind !== 'tag' || !/^verbatim(?: |$)/.test(token.contents)) return undefined;
  return `end${token.contents}`;
}
