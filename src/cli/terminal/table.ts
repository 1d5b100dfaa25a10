import { plainLine } from '../../core/index.ts';

export type TableRow = Readonly<Record<string, unknown>>;

/**
 * Rows as aligned lines under a heading: the keys of the first row are the columns, numbers stand
 * to the right. Empty for no rows.
 */
export function formatTable(rows: readonly TableRow[]): readonly string[] {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return [];
  const cells = rows.map((row) => columns.map((column) => cellText(row[column])));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...cells.map((row) => row[index]!.length)),
  );
  const isNumeric = columns.map((column) => rows.every((row) => isNumber(row[column])));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) =>
        isNumeric[index] ? text.padStart(widths[index]!) : text.padEnd(widths[index]!),
      )
      .join('  ')
      .trimEnd();
  return [line(columns), line(widths.map((width) => '─'.repeat(width))), ...cells.map(line)];
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return plainLine(String(value).replace(/\s*\n\s*/g, ' '));
}
