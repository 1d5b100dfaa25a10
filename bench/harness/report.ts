import type { Row, WorkloadResult } from './bench.ts';

/** The document of `--json`. */
export interface JsonReport {
  readonly name: string;
  readonly node: string;
  readonly rows: readonly Row[];
}

/** A table of one workload: time and rate of each subject, ratio to the limit and its spread. */
export function renderTable(result: WorkloadResult): string {
  const { workload, limit, medianMs, rows } = result;
  const lines = Object.entries(medianMs).map(([subject, timeMs]) => {
    const row = rows.find((candidate) => candidate.subject === subject);
    return [subject, formatTime(timeMs), formatRate(timeMs), ...formatRatio(row)];
  });
  const head = [`${workload}, against ${limit}`, 'time', 'per second', 'ratio', 'p10 – p90'];
  return `${alignColumns([head, ...lines])}\n`;
}

function formatRatio(row: Row | undefined): [string, string] {
  if (row === undefined) return ['1', ''];
  const [low, high] = row.spread;
  return [row.ratio.toFixed(2), `${low.toFixed(2)} – ${high.toFixed(2)}`];
}

/** Three digits in the unit that suits: `1.23 µs`. */
export function formatTime(timeMs: number): string {
  if (timeMs >= 1000) return `${(timeMs / 1000).toPrecision(3)} s`;
  if (timeMs >= 1) return `${timeMs.toPrecision(3)} ms`;
  if (timeMs >= 0.001) return `${(timeMs * 1000).toPrecision(3)} µs`;
  return `${(timeMs * 1_000_000).toPrecision(3)} ns`;
}

function formatRate(timeMs: number): string {
  return Math.round(1000 / timeMs).toLocaleString('en');
}

/** First column to the left, the others to the right. */
function alignColumns(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) =>
    Math.max(...lines.map((line) => line[column]!.length)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
