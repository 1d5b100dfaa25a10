import { malformedMessage } from './failures.ts';
import { BACKEND, FORMAT, type Format } from './protocol.ts';
import type { ResultColumn } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** A column whose format has been settled. */
export interface FormattedColumn extends ResultColumn {
  readonly format: Format;
}

/** How a statement's rows become a result. One reader serves many statements and connections. */
export interface RowReader<Result> {
  /** The format it likes to have values of a type in. */
  format(column: ResultColumn, index: number): Format;
  /**
   * Works out how rows of these columns are read. Code is only generated for statements that are
   * `repeated`: compiling takes longer than reading a few rows.
   */
  prepare(columns: readonly FormattedColumn[], isRepeated: boolean): RowDecoder<Result>;
}

/** A reader made for certain columns. */
export interface RowDecoder<Result> {
  /** For one run. */
  open(): RowSink<Result>;
}

/** Takes the rows of one run. */
export interface RowSink<Result> {
  /**
   * Reads the whole DataRow messages that follow each other at `offset`; returns where it stopped,
   * which is before a message of another kind or one that is not whole.
   */
  readRows(bytes: TextBytes, offset: number, end: number): number;
  finish(): Result;
}

/** Steps over rows that nobody wants. */
export function skipRows(bytes: Buffer, from: number, end: number): number {
  let offset = from;
  while (offset + 5 <= end && bytes[offset] === BACKEND.dataRow) {
    const next = offset + 1 + bytes.readInt32BE(offset + 1);
    if (next <= offset) throw malformedMessage();
    if (next > end) break;
    offset = next;
  }
  return offset;
}

/** The columns in the formats a reader likes, or all as text. */
export function formatColumns(
  columns: readonly ResultColumn[],
  reader: RowReader<unknown> | undefined,
): readonly FormattedColumn[] {
  return columns.map((column, index) => ({
    ...column,
    format: reader === undefined ? FORMAT.text : reader.format(column, index),
  }));
}

/** Columns' formats as Bind has them; no format at all means that all are text. */
export function encodeFormats(columns: readonly FormattedColumn[]): Uint8Array {
  if (columns.every(({ format }) => format === FORMAT.text)) return ALL_TEXT;
  const bytes = Buffer.alloc(2 + 2 * columns.length);
  bytes.writeInt16BE(columns.length);
  columns.forEach(({ format }, index) => {
    bytes.writeInt16BE(format, 2 + 2 * index);
  });
  return bytes;
}

export const ALL_TEXT: Uint8Array = new Uint8Array(2);
