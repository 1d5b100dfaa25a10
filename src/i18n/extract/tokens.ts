/** A piece of TypeScript or JavaScript that can matter to somebody who looks for calls. */
export interface CodeToken {
  readonly kind: 'name' | 'text' | 'mark' | 'comment';
  /** A name, the value of a text, one character, or a comment without its marks. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

const PIECES = [
  String.raw`(?<space>\s+)`,
  String.raw`(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))`,
  String.raw`(?<text>"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*')`,
  '(?<template>`(?:[^`\\\\$]|\\\\[^]|\\$(?!\\{))*`)',
  String.raw`(?<name>[\p{L}_$][\p{L}\p{N}_$]*)`,
  String.raw`(?<value>\d[\w.]*)`,
  '(?<mark>[^])',
];
const PIECE = new RegExp(PIECES.join('|'), 'uy');

/** A template up to its first, or next, `${`, or to its end. */
const TEMPLATE_PART = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{|$)/y;

/** A regular expression on one line, with its flags. */
const PATTERN = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;

/** Words behind which a slash begins a regular expression. */
const BEFORE_PATTERN = new Set(
  'return typeof case in of delete void throw new else do yield await'.split(' '),
);

/**
 * Cuts code into tokens. Good enough to find calls with texts in them, in linear time; it knows no
 * grammar, so types and whatever comes after are no trouble. JSX is: its texts look like code.
 */
export function* codeTokens(code: string): Generator<CodeToken> {
  const substitutions = new Substitutions(code);
  let line = 1;
  let before: CodeToken | undefined;
  for (let at = 0; at < code.length; ) {
    const [kind, text] = nextPiece(code, at, before, substitutions);
    const token = tokenOf(kind, text, line);
    if (token !== undefined) yield token;
    if (token !== undefined && token.kind !== 'comment') before = token;
    if (kind === 'value') before = { kind: 'text', text: '', line };
    line += lineEnds(text);
    at += text.length;
  }
}

/** What stands at a place, as its kind and its characters. A `value` tells nobody anything. */
function nextPiece(
  code: string,
  at: number,
  before: CodeToken | undefined,
  substitutions: Substitutions,
): readonly [kind: string, text: string] {
  const part = substitutions.partAt(at);
  if (part !== undefined) return ['value', part];
  const pattern = code[at] === '/' && mayBePattern(before) ? patternAt(code, at) : undefined;
  if (pattern !== undefined) return ['value', pattern];
  const groups = Object.entries(pieceAt(code, at));
  return groups.find(([, text]) => text !== undefined) as [string, string];
}

/** Where in a template with `${…}` one is: its texts are no code, what it puts in is. */
class Substitutions {
  readonly #code: string;
  /** How many braces were open when each substitution began. */
  readonly #open: number[] = [];
  #braces = 0;

  constructor(code: string) {
    this.#code = code;
  }

  /** The text of a template that begins or goes on at a place; counts the braces of the rest. */
  partAt(at: number): string | undefined {
    const mark = this.#code[at];
    if (mark === '{') this.#braces++;
    if (mark === '}' && this.#braces === this.#open.at(-1)) return this.#textFrom(at, true);
    if (mark === '}') this.#braces--;
    return mark === '`' ? this.#textFrom(at, false) : undefined;
  }

  /** Undefined for a whole template without substitutions, which is a text like others. */
  #textFrom(at: number, isGoingOn: boolean): string | undefined {
    TEMPLATE_PART.lastIndex = at + 1;
    const text = this.#code[at] + TEMPLATE_PART.exec(this.#code)![0];
    const isOpen = text.endsWith('${');
    if (isGoingOn && !isOpen) this.#open.pop();
    if (!isGoingOn && isOpen) this.#open.push(this.#braces);
    return isGoingOn || isOpen || !text.endsWith('`') ? text : undefined;
  }
}

function pieceAt(code: string, at: number): Readonly<Record<string, string | undefined>> {
  PIECE.lastIndex = at;
  return PIECE.exec(code)!.groups!;
}

function patternAt(code: string, at: number): string | undefined {
  const next = code[at + 1];
  if (next === '/' || next === '*') return undefined;
  PATTERN.lastIndex = at;
  return PATTERN.exec(code)?.[0];
}

/** Behind a value a slash divides; behind everything else it begins a regular expression. */
function mayBePattern(before: CodeToken | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'text') return false;
  if (before.kind === 'name') return BEFORE_PATTERN.has(before.text);
  return before.text !== ')' && before.text !== ']' && before.text !== '}';
}

function tokenOf(kind: string, piece: string, line: number): CodeToken | undefined {
  switch (kind) {
    case 'name':
      return { kind: 'name', text: piece, line };
    case 'text':
    case 'template':
      return { kind: 'text', text: unescaped(piece.slice(1, -1)), line };
    case 'comment':
      return { kind: 'comment', text: commentText(piece), line: line + lineEnds(piece) };
    case 'mark':
      return { kind: 'mark', text: piece, line };
    default:
      return undefined;
  }
}

function commentText(comment: string): string {
  if (comment.startsWith('//')) return comment.slice(2).trim();
  const inner = comment.slice(2).replace(/\*\/$/, '');
  return inner.replace(/\n[ \t]*\*?[ \t]*/g, ' ').trim();
}

const ESCAPE = /\\(?:u\{([\da-f]{1,6})\}|u([\da-f]{4})|x([\da-f]{2})|(\r\n|[\s\S]))/gi;
const LETTERS: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
  '\r\n': '',
};

function unescaped(text: string): string {
  return text.replace(ESCAPE, (whole, long, short, byte, letter: string | undefined) => {
    if (letter !== undefined) return LETTERS[letter] ?? letter;
    const code = Number.parseInt(long ?? short ?? byte, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
