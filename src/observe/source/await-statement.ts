import { maskSource } from './code-mask.ts';

/** `const movies = await Movie.objects.filter(…);` found in a source text; numbers are offsets. */
export interface AwaitStatement {
  readonly start: number;
  /** Behind its semicolon, where it has one. */
  readonly end: number;
  /** What it is bound to as it is written: `movies`, `{ rows }`. */
  readonly target: string;
  /** The names that it declares. */
  readonly names: readonly string[];
  /** What is awaited, without `await`. */
  readonly expression: string;
}

/** Lines above a line on which its statement may begin. */
const MAX_LINES_ABOVE = 40;

const DECLARATION = /(?<=^|[;{}\n])[ \t]*(?:const|let|var)\s+(?<target>[^=;]+?)\s*=\s*await\b\s*/g;

/**
 * The declaration that awaits what a line calls, or undefined when the line belongs to none.
 *
 * @param line - counted from 1, as `column` is.
 */
export function findAwaitStatement(
  source: string,
  line: number,
  column: number,
): AwaitStatement | undefined {
  const masked = maskSource(source);
  const site = offsetOf(masked, line, column);
  if (site === undefined) return undefined;
  DECLARATION.lastIndex = offsetOf(masked, Math.max(1, line - MAX_LINES_ABOVE), 1) ?? 0;
  let found: AwaitStatement | undefined;
  for (let match = DECLARATION.exec(masked); match !== null; match = DECLARATION.exec(masked)) {
    if (match.index > site) break;
    const statement = readStatement(source, masked, match);
    if (statement !== undefined && site < statement.end) found = statement;
  }
  return found;
}

/** Whether nothing but white space and comments stands between two statements. */
export function isDirectlyBefore(
  source: string,
  first: AwaitStatement,
  second: AwaitStatement,
): boolean {
  return (
    first.end <= second.start && maskSource(source).slice(first.end, second.start).trim() === ''
  );
}

function readStatement(
  source: string,
  masked: string,
  match: RegExpExecArray,
): AwaitStatement | undefined {
  const expressionStart = match.index + match[0].length;
  const expressionEnd = endOfExpression(masked, expressionStart);
  if (expressionEnd === undefined) return undefined;
  const { target } = match.groups!;
  return {
    start: match.index + (match[0].length - match[0].trimStart().length),
    end: masked[expressionEnd] === ';' ? expressionEnd + 1 : expressionEnd,
    target: target!,
    names: target!.match(/[A-Za-z_$][\w$]*/g) ?? [],
    expression: source.slice(expressionStart, expressionEnd).trimEnd(),
  };
}

/** The semicolon, or the end of the line where the next one does not go on with it. */
function endOfExpression(masked: string, from: number): number | undefined {
  let depth = 0;
  for (let position = from; position < masked.length; position++) {
    const character = masked[position]!;
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth < 0) return position;
    else if (depth === 0 && character === ';') return position;
    else if (depth === 0 && character === '\n' && !goesOn(masked, position)) return position;
  }
  return undefined;
}

function goesOn(masked: string, lineBreak: number): boolean {
  return /^\s*(?:[.?:+*/%&|<>=,-]|as\b|instanceof\b|in\b)/.test(masked.slice(lineBreak));
}

function offsetOf(text: string, line: number, column: number): number | undefined {
  let offset = 0;
  for (let current = 1; current < line; current++) {
    const found = text.indexOf('\n', offset);
    if (found === -1) return undefined;
    offset = found + 1;
  }
  return offset + column - 1;
}
