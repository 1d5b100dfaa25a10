import type { CommittedWrites, ReadScope } from '../../db/index.ts';

/**
 * A mark is a tag of the cache's own that stands for something in a database. Its version is the
 * epoch of the last change; an entry carries the epoch that its reads began at.
 *
 * | mark | raised by |
 * |---|---|
 * | `~db:default` | a write that may have changed anything |
 * | `~table:default:movie` | every write of the table |
 * | `~rows:default:movie` | a write that may have changed any row there was |
 * | `~row:default:movie:7` | a write of this row |
 */
export function isMark(tag: string): boolean {
  return tag.startsWith('~');
}

/** Of rows there may be any number, so that their marks are not kept for as long as the others. */
export function isRowMark(mark: string): boolean {
  return mark.startsWith('~row:');
}

/** More marks than these make a hit slow: then rows count as their tables. */
const MAX_ROW_MARKS = 100;

/** The marks of all that was read. */
export function marksOfReads({ tables: databases }: ReadScope): readonly string[] {
  const marks: string[] = [];
  let rowCount = 0;
  for (const [database, tables] of databases) {
    marks.push(mark('db', database));
    for (const [table, rows] of tables) {
      rowCount += rows?.size ?? 0;
      if (rows === undefined || rowCount > MAX_ROW_MARKS) {
        marks.push(mark('table', database, table));
      } else marks.push(mark('rows', database, table), ...rowMarks(database, table, rows));
    }
  }
  return marks;
}

/** The mark of all that is in a mark's database. */
export function databaseMark(mark: string): string {
  return `~db:${mark.split(':')[1]}`;
}

/** The marks to raise after a commit. */
export function marksOfWrites({ database, tables }: CommittedWrites): readonly string[] {
  if (tables === undefined) return [mark('db', database)];
  const marks: string[] = [];
  for (const [table, { rows }] of tables) {
    marks.push(mark('table', database, table));
    if (rows === undefined) marks.push(mark('rows', database, table));
    else marks.push(...rowMarks(database, table, rows));
  }
  return marks;
}

/** Adds what the marks of an entry stand for to what a scope has read. */
export function addMarks(scope: ReadScope, tags: Iterable<string>): void {
  for (const tag of tags) {
    if (!isMark(tag)) continue;
    const [kind, database, table, row] = tag.split(':').map(decodeURIComponent);
    if (kind === '~table') scope.add(database!, table!, undefined);
    if (kind === '~row') scope.add(database!, table!, [row!]);
  }
}

function rowMarks(database: string, table: string, rows: ReadonlySet<string>): readonly string[] {
  return [...rows].map((row) => mark('row', database, table, row));
}

/** Names are escaped: they may hold colons, and keys of a cache neither spaces nor half characters. */
function mark(kind: string, ...names: readonly string[]): string {
  return `~${[kind, ...names.map((name) => encodeURIComponent(name.toWellFormed()))].join(':')}`;
}
