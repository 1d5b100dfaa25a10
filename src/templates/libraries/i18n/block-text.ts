import type { Variable } from '../../expression.ts';
import type { Token } from '../../lexer.ts';
import type { Parser, Tag } from '../../parser.ts';

/** One text of a `{% blocktranslate %}`. */
export interface BlockText {
  /** As catalogues have it: `%(name)s` for a variable, `%%` for a per cent sign. */
  readonly message: string;
  readonly variables: readonly Variable[];
}

export interface BlockTexts {
  readonly singular: BlockText;
  readonly plural: BlockText | undefined;
}

/**
 * Reads up to the end tag. Only texts and variables may stand there: a translator must see the
 * whole sentence.
 *
 * @throws templates.syntax.invalid, templates.tag.unclosed
 */
export function readBlockTexts(
  parser: Parser,
  tag: Tag,
  hasPlural: boolean,
  isTrimmed: boolean,
): BlockTexts {
  const first = readTokens(parser, tag);
  const singular = blockText(parser, first.tokens, isTrimmed);
  if (!hasPlural) {
    checkEnd(parser, tag, first.end);
    return { singular, plural: undefined };
  }
  if (first.end.contents !== 'plural') {
    const problem = `${tag.name} with "count" needs {% plural %} before its end.`;
    throw parser.invalid(first.end.start, problem);
  }
  const second = readTokens(parser, tag);
  checkEnd(parser, tag, second.end);
  return { singular, plural: blockText(parser, second.tokens, isTrimmed) };
}

/** Texts and variables up to the next token that is neither. */
function readTokens(parser: Parser, tag: Tag): { tokens: readonly Token[]; end: Token } {
  const tokens: Token[] = [];
  for (;;) {
    const token = parser.nextToken();
    if (token === undefined) {
      const problem = `Unclosed tag "${tag.name}": the template ends before "end${tag.name}".`;
      throw parser.error(tag.at, 'templates.tag.unclosed', problem);
    }
    if (token.kind !== 'text' && token.kind !== 'variable') return { tokens, end: token };
    tokens.push(token);
  }
}

function checkEnd(parser: Parser, tag: Tag, end: Token): void {
  if (end.kind === 'tag' && end.contents === `end${tag.name}`) return;
  const seen = end.kind === 'comment' ? 'a comment' : `"${end.contents}"`;
  const hint =
    end.contents === 'plural'
      ? 'Say what is counted: count counter=movies|length.'
      : 'Only text and variables may stand in it. Translate the parts, or put values in by "with".';
  throw parser.invalid(end.start, `${tag.name} ends by "end${tag.name}", not by ${seen}.`, hint);
}

function blockText(parser: Parser, tokens: readonly Token[], isTrimmed: boolean): BlockText {
  const variables = tokens
    .filter(({ kind }) => kind === 'variable')
    .map((token) => blockVariable(parser, token));
  return { message: blockMessage(tokens, isTrimmed), variables };
}

/** The message that tokens make, for catalogues. */
export function blockMessage(tokens: readonly Token[], isTrimmed: boolean): string {
  const message = tokens
    .map(({ kind, contents }) =>
      kind === 'variable' ? `%(${contents})s` : contents.replaceAll('%', '%%'),
    )
    .join('');
  return isTrimmed ? trimmed(message) : message;
}

/** Lines joined by one space, the ends cut off, as `trimmed` wants. */
function trimmed(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

function blockVariable(parser: Parser, { contents, contentStart: at }: Token): Variable {
  if (/^(?!_)[\p{L}\p{N}_]+$/u.test(contents)) {
    return { kind: 'variable', path: [contents], text: contents, at };
  }
  throw parser.invalid(
    at,
    `"${contents}" is more than a name, which is all that a translator should see.`,
    'Give it one: {% blocktranslate with name=… %}.',
  );
}
