import type { ColumnNode } from './nodes.ts';

/** An identifier in double quotes, quotes inside doubled; both dialects read it so. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function aliased(table: string, alias: string): string {
  return table === alias ? quoteName(table) : `${quoteName(table)} AS ${quoteName(alias)}`;
}

export function columnName(node: ColumnNode): string {
  return node.table === undefined
    ? quoteName(node.name)
    : `${quoteName(node.table)}.${quoteName(node.name)}`;
}
