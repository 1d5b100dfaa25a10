import type { ColumnDecoder, RawRow } from '../../db/index.ts';
import type { HydrationNode, Hydrator, HydratorOptions } from './hydrator.ts';
import { lookupColumns } from './lookup-columns.ts';
import { nodeClass } from './node-class.ts';
import { type Evaluation, ResultSet } from './result-set.ts';
import type { Row } from './row.ts';
import type { RowConstructor } from './row-class.ts';
import { WatchedRows, type WatchPlan, watchedColumns, watchPlan } from './watched-rows.ts';

/** A node with all that its rows need worked out. */
interface Reader {
  readonly node: HydrationNode;
  readonly made: RowConstructor;
  readonly positions: readonly number[];
  readonly decoders: readonly ColumnDecoder[];
  /** Positions of the columns that peers look related rows up by, among the node's columns. */
  readonly lookups: readonly number[];
  readonly keyPosition: number;
  readonly children: readonly Reader[];
  readonly watch: WatchPlan | undefined;
  /** Positions of the watched columns, among the node's columns. */
  readonly watched: readonly number[];
}

/** The hydrator where no code can be generated: the same rows, by loops over columns. */
export function interpretHydrator(root: HydrationNode, options: HydratorOptions): Hydrator {
  const reader = readerOf(root, options);
  return (rows, evaluation) => {
    const sets = new Map<Reader, Peers>();
    openSets(reader, rows.length, evaluation, sets);
    const made = rows.map((raw) => readRow(reader, raw, sets));
    for (const { set } of sets.values()) {
      if (set.watched !== undefined) set.watched.rowCount = set.rowCount;
    }
    return made;
  };
}

/** The result set of a node's rows, and the lists that their keys are noted in. */
interface Peers {
  readonly set: ResultSet;
  readonly keys: readonly unknown[][];
}

function readerOf(node: HydrationNode, options: HydratorOptions): Reader {
  const { dialect, extras, extrasOffset, watch } = options;
  const types = [...node.columns, ...extras].map(({ type }) => type);
  const lookups = lookupColumns(node);
  return {
    node,
    made: nodeClass(node, extras, watch),
    positions: [
      ...node.columns.map((_, index) => node.offset + index),
      ...extras.map((_, index) => extrasOffset + index),
    ],
    decoders: types.map((type) => dialect.decoder(type)),
    lookups: lookups.map((column) => node.columns.indexOf(column)),
    keyPosition: node.offset + node.columns.findIndex((column) => column.isPrimaryKey),
    children: node.children.map((child) => readerOf(child.node, { ...options, extras: [] })),
    watch: watch && watchPlan(node, watch),
    watched: watch === undefined ? [] : watchedColumns(node, watch),
  };
}

function openSets(
  reader: Reader,
  rowCount: number,
  evaluation: Evaluation,
  sets: Map<Reader, Peers>,
): void {
  const columns = reader.lookups.map((index) => reader.node.columns[index]!);
  const keys = columns.map((): unknown[] => []);
  const set = new ResultSet(evaluation, reader.node.model, rowCount, columns, keys);
  if (reader.watch !== undefined) {
    set.watched = new WatchedRows(reader.watch);
    evaluation.watched?.push(set.watched);
  }
  sets.set(reader, { set, keys });
  for (const child of reader.children) openSets(child, 0, evaluation, sets);
}

function readRow(reader: Reader, raw: RawRow, sets: ReadonlyMap<Reader, Peers>): Row {
  const { set, keys } = sets.get(reader)!;
  const values = reader.positions.map((position, index) => {
    const decode = reader.decoders[index];
    return decode === undefined ? raw[position] : decode(raw[position]!);
  });
  for (const [index, column] of reader.watched.entries()) {
    set.watched!.columns[index]!.add(raw[reader.positions[column]!]);
  }
  for (const [index, lookup] of reader.lookups.entries()) keys[index]!.push(values[lookup]);
  return new reader.made(set, ...joinedRows(reader, raw, sets), ...values);
}

function joinedRows(
  { children }: Reader,
  raw: RawRow,
  sets: ReadonlyMap<Reader, Peers>,
): (Row | null)[] {
  return children.map((child) => {
    if (raw[child.keyPosition] === null) return null;
    sets.get(child)!.set.rowCount++;
    return readRow(child, raw, sets);
  });
}
