import type { ColumnUse, RelationUse, RowsUse } from '../../events/index.ts';
import type { ColumnMeta } from '../schema/meta.ts';
import type { HydrationNode } from './hydrator.ts';

/** Which columns are watched: those of wide values, or all that are no keys. */
export type WatchLevel = 'wide' | 'all';

/** Characters up to which a text is as narrow as a date. */
const NARROW_TEXT = 64;

/** Bytes that a value of fixed size counts as. */
const FIXED_BYTES = 8;

/**
 * The columns of a node that are watched. Keys are not: they are small, and relations need them.
 * To watch one costs 0.2 µs a row, so where rows are few only those are that could be wide
 * (bench: `orm-watching`).
 */
export function watchedColumns({ columns }: HydrationNode, level: WatchLevel): readonly number[] {
  return [...columns.keys()].filter((index) => {
    const column = columns[index]!;
    if (column.isPrimaryKey || column.relation !== undefined) return false;
    return level === 'all' || isWide(column);
  });
}

/** What is the same of all results of a node. */
export interface WatchPlan {
  readonly node: HydrationNode;
  readonly columns: readonly Pick<ColumnUse, 'name' | 'isWide'>[];
}

/** Made once for each reader: a loop over rows loads one result for each of them. */
export function watchPlan(node: HydrationNode, level: WatchLevel): WatchPlan {
  const columns = watchedColumns(node, level).map((index) => {
    const column = node.columns[index]!;
    return { name: column.attribute, isWide: isWide(column) };
  });
  return { node, columns };
}

/** What becomes of the rows of one model in a result, by who reads them. */
export class WatchedRows implements RowsUse {
  readonly path: string;
  readonly model: string;
  rowCount = 0;
  readonly columnCount: number;
  readonly columns: readonly WatchedColumn[];
  readonly relations: Writable<RelationUse>[];

  constructor({ node, columns }: WatchPlan) {
    this.path = node.path;
    this.model = node.model.name;
    this.columnCount = node.columns.length;
    this.columns = columns.map(({ name, isWide }) => new WatchedColumn(name, isWide));
    this.relations = node.children.map(({ relation: { name } }) => ({
      name,
      relation: name,
      loadedBy: 'selectRelated',
      isUsed: false,
    }));
  }

  /** Begins to watch a relation, or a property with related rows; it is returned. */
  addPrefetched(relation: string, name = relation): { isUsed: boolean } {
    const known = this.relations.find((each) => each.name === name);
    if (known !== undefined) return known;
    const use = { name, relation, loadedBy: 'prefetchRelated', isUsed: false } as const;
    return this.relations[this.relations.push({ ...use }) - 1]!;
  }

  noteRelation(name: string): void {
    for (const relation of this.relations) if (relation.name === name) relation.isUsed = true;
  }

  noteAllRelations(): void {
    for (const relation of this.relations) relation.isUsed = true;
  }
}

export class WatchedColumn implements ColumnUse {
  readonly name: string;
  readonly isWide: boolean;
  bytes = 0;
  isRead = false;

  constructor(name: string, isWide: boolean) {
    this.name = name;
    this.isWide = isWide;
  }

  /** Counts a value as the driver gave it; texts by their UTF-16 code units. */
  add(raw: unknown): void {
    if (typeof raw === 'string') this.bytes += raw.length;
    else if (ArrayBuffer.isView(raw)) this.bytes += raw.byteLength;
    else if (raw !== null) this.bytes += FIXED_BYTES;
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

function isWide({ type }: ColumnMeta): boolean {
  switch (type.kind) {
    case 'text':
      return type.maxLength === undefined || type.maxLength > NARROW_TEXT;
    case 'json':
    case 'binary':
    case 'array':
      return true;
    default:
      return false;
  }
}
