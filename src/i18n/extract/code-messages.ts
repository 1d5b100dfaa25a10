import { type SourceMessage, type SourceMessages, TRANSLATORS } from './message.ts';
import { type CodeToken, codeTokens } from './tokens.ts';

/** What the arguments of a function are, in their order. */
type Part = 'context' | 'message' | 'plural';

const FUNCTIONS: ReadonlyMap<string, readonly Part[]> = new Map([
  ...named('gettext', ['message'], ['', 'Lazy', 'Noop']),
  ...named('pgettext', ['context', 'message'], ['', 'Lazy']),
  ...named('ngettext', ['message', 'plural'], ['', 'Lazy']),
  ...named('npgettext', ['context', 'message', 'plural'], ['', 'Lazy']),
]);

function named(name: string, parts: readonly Part[], endings: readonly string[]) {
  return endings.map((ending) => [name + ending, parts] as const);
}

/**
 * The messages of a TypeScript or JavaScript file: the texts in calls of `gettext` and its kin,
 * however they are imported. Texts may be joined by `+`; what is computed can't be found.
 */
export function codeMessages(code: string): SourceMessages {
  const tokens = [...codeTokens(code)];
  const messages: SourceMessage[] = [];
  const unreadable: number[] = [];
  let comment: CodeToken | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'comment') comment = followed(comment, token);
    const parts = partsOfCall(tokens, index);
    if (parts === undefined) continue;
    const texts = readTexts(tokens, index + 2, parts.length);
    if (texts === undefined) unreadable.push(token.line);
    else messages.push(messageOf(parts, texts, token.line, commentFor(comment, token.line)));
  }
  return { messages, unreadable };
}

/** The arguments of a call of ours; not of a declaration, nor of somebody's method. */
function partsOfCall(tokens: readonly CodeToken[], index: number): readonly Part[] | undefined {
  const { kind, text } = tokens[index]!;
  const parts = kind === 'name' ? FUNCTIONS.get(text) : undefined;
  if (parts === undefined || tokens[index + 1]?.text !== '(') return undefined;
  return tokens[index - 1]?.text === 'function' ? undefined : parts;
}

/** So many texts with commas between them; undefined where an argument is something else. */
function readTexts(
  tokens: readonly CodeToken[],
  start: number,
  count: number,
): readonly string[] | undefined {
  const code = withoutComments(tokens, start);
  const texts: string[] = [];
  while (texts.length < count) {
    const text = readText(code);
    if (text === undefined) return undefined;
    texts.push(text);
    const mark = code.next().value;
    const isEnd = mark?.kind === 'mark' && (mark.text === ',' || mark.text === ')');
    if (!isEnd || (mark.text === ')' && texts.length < count)) return undefined;
  }
  return texts;
}

/** The tokens that count, of which the next can be looked at without taking it. */
function withoutComments(tokens: readonly CodeToken[], start: number) {
  let at = start;
  const skip = () => {
    while (tokens[at]?.kind === 'comment') at++;
    return tokens[at];
  };
  return {
    peek: skip,
    next: () => {
      const value = skip();
      at++;
      return { value };
    },
  };
}

/** `'one'`, or `'one ' + 'text'`. */
function readText(code: ReturnType<typeof withoutComments>): string | undefined {
  let text = '';
  for (;;) {
    const token = code.next().value;
    if (token?.kind !== 'text') return undefined;
    text += token.text;
    const { kind, text: mark } = code.peek() ?? {};
    if (kind !== 'mark' || mark !== '+') return text;
    code.next();
  }
}

function messageOf(
  parts: readonly Part[],
  texts: readonly string[],
  line: number,
  comment: string | undefined,
): SourceMessage {
  const part = (name: Part) => texts[parts.indexOf(name)];
  return {
    context: part('context'),
    message: part('message')!,
    plural: part('plural'),
    line,
    comment,
  };
}

/** Comments on lines that follow one another are one. */
function followed(before: CodeToken | undefined, token: CodeToken): CodeToken {
  const isOne = before !== undefined && before.line === token.line - 1;
  return isOne ? { ...token, text: `${before.text} ${token.text}` } : token;
}

/** What a comment on the line before, or on the same line, says to translators. */
function commentFor(comment: CodeToken | undefined, line: number): string | undefined {
  if (comment === undefined || !TRANSLATORS.test(comment.text)) return undefined;
  return comment.line === line || comment.line === line - 1 ? comment.text : undefined;
}
