import { describeCounts, type FinishedStep, sum } from './step.ts';

/**
 * What ran, how it went and how long it took, with the notes; the last line is the sum alone, in
 * the form `N passed, N failed` or `N passed, N failed, N skipped`.
 */
export function summarize(steps: readonly FinishedStep[]): string {
  const width = Math.max(...steps.map(({ title }) => title.length));
  const lines = steps.flatMap((step) => [
    `${mark(step)} ${step.title.padEnd(width)}  ${seconds(step)}  ${describeCounts(step)}`,
    ...(step.notes ?? []).map((note) => `    ${note}`),
  ]);
  return `\n== Summary\n${lines.join('\n')}\n\n${describeCounts(sum(steps))}\n`;
}

function mark({ failed, skipped }: FinishedStep): string {
  if (failed > 0) return 'FAIL';
  return skipped > 0 ? 'skip' : 'ok  ';
}

function seconds({ durationMs }: FinishedStep): string {
  return `${(durationMs / 1000).toFixed(1)} s`.padStart(8);
}
