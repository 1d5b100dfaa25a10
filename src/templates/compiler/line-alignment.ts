/** The statement by which generated code notes its place in the template. */
const MARK = /^\$p = (\d+);$/;

/**
 * Joins lines of code so that each stands on the line of the template that it stems from, by the
 * marks between them. Code of an earlier line stays on the line of what came before it.
 */
export function alignLines(lines: readonly string[], text: string): string {
  const starts = lineStarts(text);
  let code = '';
  let current = 1;
  for (const line of lines) {
    const mark = MARK.exec(line);
    const wanted = mark === null ? current : lineAt(starts, Number(mark[1]));
    if (wanted > current) {
      code += '\n'.repeat(wanted - current);
      current = wanted;
    }
    code += `${line} `;
  }
  return code;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** By binary search; the first line is 1. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
