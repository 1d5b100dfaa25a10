import { findAwaitStatement } from './await-statement.ts';
import type { CallChain } from './call-chain.ts';
import { maskSource } from './code-mask.ts';

/** A count of which only is asked whether it is zero; numbers are offsets. */
export interface ZeroComparison {
  /** The line, or lines, as they would be written. */
  readonly code: string;
}

/** Behind a number: a comparison that holds for none, or that holds for any. */
const ANY_BEHIND = /^(?<close>\s*\)*)\s*(?:>\s*0|>=\s*1|!==?\s*0)(?![\w.])/;
const NONE_BEHIND = /^(?<close>\s*\)*)\s*(?:===?\s*0|<\s*1|<=\s*0)(?![\w.])/;

/** Before it, and before the parentheses around it: what makes true or false of a number. */
const TRUTH_BEFORE = /(?<truth>\b(?:if|while|Boolean)|!)\s*(?<opened>(?:\(\s*)*)$/;

/** With `!` and no parentheses: what would belong to the number. */
const GOES_ON = /^\s*[.[(]/;

/**
 * How a line reads with `exists()` in place of `count()`, or undefined when the number may be needed.
 *
 * @param chain - its last call is `count()`.
 */
export function withExists(source: string, chain: CallChain): ZeroComparison | undefined {
  const masked = maskSource(source);
  const count = chain.calls.at(-1)!;
  const awaited = /\bawait\s+$/.exec(masked.slice(0, chain.start));
  if (awaited === null) return undefined;
  const before = masked.slice(0, awaited.index);
  const after = masked.slice(chain.end);
  const exists = `${source.slice(chain.start, count.start)}.exists()`;
  const any = ANY_BEHIND.exec(after);
  const none = NONE_BEHIND.exec(after);
  if (any !== null || none !== null) {
    const { 0: comparison, groups } = (any ?? none)!;
    const closed = groups!.close!.trim().length;
    const start = openedBefore(before, closed);
    if (start === undefined) return undefined;
    const text = any === null ? `!(await ${exists})` : `await ${exists}`;
    return excerpt(source, start, chain.end + comparison.length, text);
  }
  if (!isTruth(before, after)) return undefined;
  return excerpt(source, awaited.index, chain.end, `await ${exists}`);
}

/**
 * Whether a number that is declared is only compared with zero: `const votes = await ….count();` and
 * then `votes > 0` alone, wherever it is mentioned.
 */
export function isOnlyCompared(source: string, line: number, column: number): boolean {
  const statement = findAwaitStatement(source, line, column);
  if (statement === undefined || !/^[A-Za-z_$][\w$]*$/.test(statement.target)) return false;
  if (!/\.count\(\s*\)$/.test(statement.expression)) return false;
  const name = statement.target.replaceAll('$', String.raw`\$`);
  const mention = new RegExp(String.raw`(?<![\w$.])${name}(?![\w$])`, 'g');
  const rest = source.slice(0, statement.start) + source.slice(statement.end);
  const mentions = [...rest.matchAll(mention)];
  return mentions.length > 0 && mentions.every((match) => isComparison(rest, match));
}

function isComparison(
  text: string,
  { 0: name, index }: RegExpExecArray | RegExpMatchArray,
): boolean {
  const after = text.slice(index! + name.length);
  const before = text.slice(Math.max(0, index! - 40), index);
  if (ANY_BEHIND.test(after) || NONE_BEHIND.test(after)) return true;
  return isTruth(before, after);
}

/** `if (…)`, `!(…)` and the like around it, and nothing beside it. */
function isTruth(before: string, after: string): boolean {
  const groups = TRUTH_BEFORE.exec(before)?.groups;
  if (groups === undefined) return false;
  const opened = groups.opened!.replaceAll(/\s/g, '').length;
  const isCalled = groups.truth === '!' || opened > 0;
  return (
    isCalled && new RegExp(String.raw`^(?:\s*\)){${opened}}`).test(after) && !GOES_ON.test(after)
  );
}

/** Where the parentheses that are closed behind the chain were opened, right before it. */
function openedBefore(before: string, closed: number): number | undefined {
  let start = before.length;
  for (let count = 0; count < closed; count++) {
    start = before.slice(0, start).trimEnd().length - 1;
    if (before[start] !== '(') return undefined;
  }
  return start;
}

function excerpt(source: string, start: number, end: number, text: string): ZeroComparison {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const found = source.indexOf('\n', end);
  const lineEnd = found === -1 ? source.length : found;
  const code = source.slice(lineStart, start) + text + source.slice(end, lineEnd);
  const margin = code.length - code.trimStart().length;
  return { code: code.replaceAll(new RegExp(`^ {0,${margin}}`, 'gm'), '') };
}
