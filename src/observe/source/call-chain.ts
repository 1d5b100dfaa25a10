import { maskSource } from './code-mask.ts';

/** `Movie.objects.filter(…).slice(0, 25)` found in a source text; all numbers are offsets. */
export interface CallChain {
  /** Where `Movie` begins. */
  readonly start: number;
  /** Where `Movie.objects` ends and the calls begin. */
  readonly rootEnd: number;
  readonly end: number;
  /** `Movie.objects`, white space removed. */
  readonly root: string;
  readonly calls: readonly ChainCall[];
}

/** One `.name(…)` of a chain. */
export interface ChainCall {
  readonly name: string;
  /** Where its dot stands. */
  readonly start: number;
  readonly nameStart: number;
  /** The text between the parentheses. */
  readonly argumentsStart: number;
  readonly argumentsEnd: number;
  readonly end: number;
}

/** Lines above the given one on which a chain may begin. */
const MAX_LINES_ABOVE = 60;

/** A name, its properties, and the first call: `Movie.objects.filter(`, `director.movies.all(`. */
const ROOT = /(?<![\w$.])[A-Za-z_$][\w$]*(?:\s*\??\.\s*[A-Za-z_$][\w$]*)*/g;

/**
 * The chain of calls that a stack frame points into, or undefined when the source has changed or
 * is not understood. Among several on the line, a chain from `….objects` that the column lies in
 * is preferred, then the innermost.
 *
 * @param line - counted from 1, as `column` is.
 */
export function findCallChain(source: string, line: number, column: number): CallChain | undefined {
  const lineStart = offsetOfLine(source, line);
  if (lineStart === undefined) return undefined;
  const lineEnd = endOfLine(source, lineStart);
  const site = Math.min(lineStart + column - 1, lineEnd);
  const masked = maskSource(source);
  const from = offsetOfLine(source, Math.max(1, line - MAX_LINES_ABOVE)) ?? 0;
  const candidates: CallChain[] = [];
  ROOT.lastIndex = from;
  for (let match = ROOT.exec(masked); match !== null; match = ROOT.exec(masked)) {
    if (match.index > lineEnd) break;
    const chain = readChain(masked, match.index, match[0]);
    if (chain !== undefined && chain.end >= lineStart) candidates.push(chain);
  }
  return best(candidates, site);
}

function best(candidates: readonly CallChain[], site: number): CallChain | undefined {
  const pointedAt = candidates.filter((chain) =>
    chain.calls.some((call) => call.nameStart === site),
  );
  const managed = candidates.filter(isManaged);
  const around = managed.filter((chain) => chain.start <= site && site <= chain.end);
  return innermost(pointedAt) ?? innermost(around) ?? managed[0];
}

function isManaged(chain: CallChain): boolean {
  return chain.root.endsWith('.objects');
}

function innermost(chains: readonly CallChain[]): CallChain | undefined {
  return chains.toSorted((a, b) => a.end - a.start - (b.end - b.start))[0];
}

function readChain(masked: string, start: number, path: string): CallChain | undefined {
  const pathEnd = start + path.length;
  const nextCode = skipSpace(masked, pathEnd);
  const rootEnd = masked[nextCode] === '(' ? beforeLastName(path, start) : pathEnd;
  if (rootEnd === undefined) return undefined;
  const calls = readCalls(masked, rootEnd);
  const root = masked.slice(start, rootEnd).replace(/\s+/g, '');
  if (calls.length === 0 && !root.endsWith('.objects')) return undefined;
  return { start, rootEnd, end: calls.at(-1)?.end ?? rootEnd, root, calls };
}

/** In `Movie.objects.filter(` the root ends before `.filter`; a bare `list(` has no root. */
function beforeLastName(path: string, start: number): number | undefined {
  const dot = path.lastIndexOf('.');
  if (dot === -1) return undefined;
  return start + path.slice(0, dot).replace(/\s*\??$/, '').length;
}

function readCalls(masked: string, from: number): ChainCall[] {
  const calls: ChainCall[] = [];
  let call = readCall(masked, from);
  while (call !== undefined) {
    calls.push(call);
    call = readCall(masked, call.end);
  }
  return calls;
}

const CALL = /\s*\??\.\s*(?<name>[A-Za-z_$][\w$]*)\s*\(/y;

function readCall(masked: string, from: number): ChainCall | undefined {
  CALL.lastIndex = from;
  const match = CALL.exec(masked);
  if (match === null) return undefined;
  const name = match.groups!.name!;
  const argumentsStart = from + match[0].length;
  const argumentsEnd = closingParenthesis(masked, argumentsStart);
  if (argumentsEnd === undefined) return undefined;
  return {
    name,
    start: from + match[0].search(/\??\./),
    nameStart: from + match[0].lastIndexOf(name),
    argumentsStart,
    argumentsEnd,
    end: argumentsEnd + 1,
  };
}

function closingParenthesis(masked: string, from: number): number | undefined {
  let depth = 1;
  for (let position = from; position < masked.length; position++) {
    if (masked[position] === '(') depth++;
    else if (masked[position] === ')' && --depth === 0) return position;
  }
  return undefined;
}

function skipSpace(text: string, from: number): number {
  let position = from;
  while (/\s/.test(text[position] ?? '')) position++;
  return position;
}

function offsetOfLine(source: string, line: number): number | undefined {
  let offset = 0;
  for (let current = 1; current < line; current++) {
    const found = source.indexOf('\n', offset);
    if (found === -1) return undefined;
    offset = found + 1;
  }
  return offset;
}

function endOfLine(source: string, offset: number): number {
  const found = source.indexOf('\n', offset);
  return found === -1 ? source.length : found;
}
