import { isDate } from './suppression.ts';

/** What `// uptempo-ignore n-plus-one: two rows at most (until 2027-01-31)` says. */
export interface IgnoreComment {
  readonly rules: readonly string[];
  readonly reason: string;
  readonly until: string | undefined;
  /** What it lacks; it ignores nothing then. */
  readonly problem: string | undefined;
}

/** Behind the beginning of a comment: of TypeScript, of a template or of SQL. */
const COMMENT =
  /(?:\/\/|\/\*|\{#|<!--|--|^\s*\*)\s*uptempo-ignore\s+(?<rules>[\w-]+(?:\s*,\s*[\w-]+)*)(?<rest>.*)$/;

const END = /\s*(?:\*\/|#\}|-->).*$/;

const UNTIL = /\(until (?<date>[^)]*)\)\s*$/;

/** The comment of a line of source, or undefined when it has none. */
export function readIgnoreComment(line: string): IgnoreComment | undefined {
  const groups = COMMENT.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const rest = groups.rest!.replace(END, '');
  const until = UNTIL.exec(rest)?.groups?.date;
  const reason = rest.replace(UNTIL, '').replace(/^\s*:/, '').trim();
  const rules = groups.rules!.split(',').map((rule) => rule.trim());
  return { rules, reason, until, problem: problemOf(reason, until) };
}

function problemOf(reason: string, until: string | undefined): string | undefined {
  if (reason === '') return 'gives no reason: write it behind a colon';
  if (until !== undefined && !isDate(until)) return `says (until ${until}), which is no date`;
  return undefined;
}
