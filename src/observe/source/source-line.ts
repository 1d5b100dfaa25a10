/** Lines joined at most, so that a long chain stays readable in one line. */
const MAX_JOINED = 8;

/**
 * One line of a text without its indentation; undefined when there is no such line. A line that
 * goes on with a chain, `.filter(…)`, is joined to the lines it belongs to.
 */
export function sourceLine(source: string | undefined, line: number): string | undefined {
  const lines = source?.split('\n').slice(Math.max(0, line - MAX_JOINED), line) ?? [];
  let text = lines.pop()?.trim() ?? '';
  while (/^\??\./.test(text) && lines.length > 0) text = lines.pop()!.trim() + text;
  return text === '' ? undefined : text;
}
