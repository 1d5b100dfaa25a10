import type { CallChain } from './call-chain.ts';

/** A piece of source that shows what to write. */
export interface CodeExcerpt {
  readonly code: string;
  /** The part of `code` that is new, as offsets; undefined when something is only taken away. */
  readonly inserted: { readonly start: number; readonly end: number } | undefined;
}

/** Lines shown of a long chain. */
const MAX_LINES = 16;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The chain's lines with `.method('argument')` added right behind its root, or the arguments
 * added to a call of that method which is there already.
 */
export function withCall(
  source: string,
  chain: CallChain,
  method: string,
  ...names: readonly string[]
): CodeExcerpt {
  const literal = names.map((name) => `'${name}'`).join(', ');
  const present = chain.calls.find((call) => call.name === method);
  if (present !== undefined) {
    const last = source.slice(present.argumentsStart, present.argumentsEnd).trimEnd();
    const separator = last === '' ? '' : last.endsWith(',') ? ' ' : ', ';
    const at = present.argumentsStart + last.length;
    return excerpt(source, chain, { start: at, end: at, text: `${separator}${literal}` });
  }
  const text = `${lineBreakOf(source, chain)}.${method}(${literal})`;
  return excerpt(source, chain, { start: chain.rootEnd, end: chain.rootEnd, text });
}

/** The chain's lines without its call of `method`; undefined when it has none. */
export function withoutCall(
  source: string,
  chain: CallChain,
  method: string,
): CodeExcerpt | undefined {
  const index = chain.calls.findIndex((call) => call.name === method);
  const call = chain.calls[index];
  if (call === undefined) return undefined;
  const start = chain.calls[index - 1]?.end ?? chain.rootEnd;
  return excerpt(source, chain, { start, end: call.end, text: '' });
}

/** A quoted name, as eager loading, `only()` and `defer()` take them. */
const NAME = /^(?<quote>['"])(?<name>\w+)\k<quote>$/;

/**
 * The chain's lines with other names in its call of `method`, without that call when none is left;
 * undefined when there is no such call or when it takes something else than names.
 */
export function withNames(
  source: string,
  chain: CallChain,
  method: string,
  change: (names: readonly string[]) => readonly string[],
): CodeExcerpt | undefined {
  const call = chain.calls.find(({ name }) => name === method);
  if (call === undefined) return undefined;
  const literals = source.slice(call.argumentsStart, call.argumentsEnd).split(',');
  const names = literals
    .map((literal) => literal.trim())
    .filter((literal, index) => literal !== '' || index < literals.length - 1)
    .map((literal) => NAME.exec(literal)?.groups?.name);
  if (!names.every((name) => name !== undefined)) return undefined;
  const changed = change(names);
  if (changed.length === 0) return withoutCall(source, chain, method);
  const text = changed.map((name) => `'${name}'`).join(', ');
  const edit = { start: call.argumentsStart, end: call.argumentsEnd, text };
  return { ...excerpt(source, chain, edit), inserted: undefined };
}

/** The white space before the first call when it stands on a line of its own. */
function lineBreakOf(source: string, chain: CallChain): string {
  const first = chain.calls[0];
  const gap = first === undefined ? '' : source.slice(chain.rootEnd, first.start);
  return /^\s*\n\s*$/.test(gap) ? gap : '';
}

function excerpt(source: string, chain: CallChain, edit: Edit): CodeExcerpt {
  const start = source.lastIndexOf('\n', chain.start - 1) + 1;
  const lineEnd = source.indexOf('\n', chain.end);
  const end = lineEnd === -1 ? source.length : lineEnd;
  const before = source.slice(start, edit.start);
  const text = before + edit.text + source.slice(edit.end, end);
  return dedent(text, before.length, edit.text);
}

function dedent(text: string, insertedAt: number, inserted: string): CodeExcerpt {
  const lines = text.split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  const shown = lines.slice(0, MAX_LINES).map((line) => line.slice(margin));
  if (lines.length > MAX_LINES) shown.push('…');
  const code = shown.join('\n').trimEnd();
  return { code, inserted: locate(text, margin, insertedAt, inserted) };
}

/** Moves the offsets of the inserted text by the margin that its lines have lost. */
function locate(
  text: string,
  margin: number,
  insertedAt: number,
  inserted: string,
): CodeExcerpt['inserted'] {
  const code = inserted.trimStart();
  if (code === '') return undefined;
  const offset = insertedAt + inserted.length - code.length;
  const start = offset - margin * text.slice(0, offset).split('\n').length;
  return { start, end: start + code.length };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
