import type { Row, WorkloadResult } from './bench.ts';

/** The document of `--json`. */
export interface JsonReport {
  readonly name: string;
  readonly node: string;
  readonly versions?: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
}

/** A table of one workload: what each subject took, its ratio to the limit and its spread. */
export function renderTable(result: WorkloadResult): string {
  const { workload, limit, median, rows } = result;
  const isTime = result.measure !== 'memory';
  const lines = Object.entries(median).map(([subject, value]) => {
    const row = rows.find((candidate) => candidate.subject === subject);
    const absolute = isTime ? [formatTime(value), formatRate(value)] : [formatBytes(value)];
    return [subject, ...absolute, ...formatRatio(row)];
  });
  const units = {
    time: ['time', 'per second'],
    cpu: ['CPU time', 'per second'],
    memory: ['memory'],
  }[result.measure];
  const head = [`${workload}, against ${limit}`, ...units, 'ratio', 'p10 – p90'];
  return `${[alignColumns([head, ...lines]), ...notesOf(result)].join('\n')}\n`;
}

/** What was compared before, and who is missing. */
function notesOf({ checked, without }: WorkloadResult): string[] {
  const missing = Object.entries(without).map(([name, reason]) => `without ${name}: ${reason}`);
  if (checked === undefined) return missing;
  const { subjects, items, length, digest } = checked;
  const content = items === undefined ? 'one result' : `${items.toLocaleString('en')} items`;
  const size = `${length.toLocaleString('en')} characters of JSON`;
  return [
    `checked equal before: ${subjects} subjects, ${content}, ${size}, SHA-256 ${digest}…`,
    ...missing,
  ];
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

/** Three digits in the unit that suits: `1.23 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e6) return `${(bytes / 1e6).toPrecision(3)} MB`;
  if (bytes >= 1e3) return `${(bytes / 1e3).toPrecision(3)} kB`;
  return `${bytes.toPrecision(3)} B`;
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
