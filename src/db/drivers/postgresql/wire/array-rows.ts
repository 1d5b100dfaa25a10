import { canGenerateCode } from '../../../../core/index.ts';
import {
  instantReader,
  preferredFormat,
  readText,
  type ValueReader,
  valueReader,
  type WireResult,
} from './column-values.ts';
import { malformedMessage } from './failures.ts';
import { FORMAT, type Format, OID } from './protocol.ts';
import type { FormattedColumn, RowReader, RowSink } from './row-reader.ts';
import type { ResultColumn } from './server-message.ts';
import { SharedTexts } from './shared-texts.ts';
import type { TextBytes } from './text-bytes.ts';
import { readWindowText, WINDOW_BYTES, WINDOW_MAX_ROW, WINDOW_MAX_ROWS } from './text-window.ts';

/** A row: values in the order of the columns. */
export type ArrayRow = readonly WireResult[];

/** Reads the rows at `offset` into `rows`; returns where it stopped. */
type ReadRows = (
  bytes: TextBytes,
  offset: number,
  end: number,
  rows: ArrayRow[],
  texts: SharedTexts,
) => number;

/**
 * Rows as arrays: whole numbers, floats, booleans and bytes as JavaScript's, whole numbers beyond
 * 2^53 as bigints, every other type as the text the server has for it.
 */
export const arrayRows: RowReader<ArrayRow[]> = reader(preferredFormat, valueReader);

/**
 * The same with timestamps with time zone as milliseconds since 1970, NaN for the infinities: what
 * makes a Date without a text in between, in a fifth of the time (bench: `wire`).
 */
export const instantRows: RowReader<ArrayRow[]> = reader(
  (column) => (isInstant(column) ? FORMAT.binary : preferredFormat(column)),
  (column) => (isInstant(column) ? instantReader(column) : valueReader(column)),
);

function reader(
  format: (column: ResultColumn) => Format,
  readerOf: (column: FormattedColumn) => ValueReader | undefined,
): RowReader<ArrayRow[]> {
  return {
    format,
    prepare(columns, isRepeated) {
      const isGenerated = isRepeated && canGenerateCode && columns.length > 0;
      const readers = columns.map(readerOf);
      const readRows = isGenerated ? generateReadRows(columns, readers) : interpretRows(readers);
      return { open: () => new ArrayRowSink(readRows) };
    },
  };
}

function isInstant({ type }: ResultColumn): boolean {
  return type === OID.timestamptz;
}

class ArrayRowSink implements RowSink<ArrayRow[]> {
  readonly #rows: ArrayRow[] = [];
  readonly #texts = new SharedTexts();
  readonly #readRows: ReadRows;

  constructor(readRows: ReadRows) {
    this.#readRows = readRows;
  }

  readRows(bytes: TextBytes, offset: number, end: number): number {
    return this.#readRows(bytes, offset, end, this.#rows, this.#texts);
  }

  finish(): ArrayRow[] {
    return this.#rows;
  }
}

/** For a statement's first run, and where code must not be generated. */
function interpretRows(given: readonly (ValueReader | undefined)[]): ReadRows {
  const readers = given.map((read) => read ?? readText);
  return (bytes, from, end, rows) => {
    let offset = from;
    while (offset + 7 <= end && bytes[offset] === 68) {
      const next = offset + 1 + bytes.readInt32BE(offset + 1);
      if (next > end) break;
      rows.push(interpretRow(readers, bytes, offset + 7, next));
      offset = next;
    }
    return offset;
  };
}

function interpretRow(
  readers: readonly ValueReader[],
  bytes: TextBytes,
  start: number,
  next: number,
): ArrayRow {
  let offset = start;
  const row = readers.map((read) => {
    const size = bytes.readInt32BE(offset);
    offset += 4;
    if (size < 0) return null;
    offset += size;
    return read(bytes, offset - size, size);
  });
  if (offset !== next) throw malformedMessage();
  return row;
}

/**
 * One loop with all columns written into it. Only positions of columns get into the source, and for
 * the commonest types the way to read them; for others that comes in as a function.
 */
function generateReadRows(
  columns: readonly FormattedColumn[],
  readers: readonly (ValueReader | undefined)[],
): ReadRows {
  const hasText = readers.includes(undefined);
  const source = `'use strict';
return function readRows(bytes, offset, end, rows, texts) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = '', from = 0, to = 0;
  while (offset + 7 <= end && bytes[offset] === 68) {
    const next = offset + 1 + view.getInt32(offset + 1);
    if (next > end) break;
    ${hasText ? WINDOW_SOURCE : ''}
    let p = offset + 7, n = 0;
    ${readers.map((read, index) => columnSource(columns[index]!, read, index)).join('\n    ')}
    if (p !== next) throw malformedMessage();
    rows.push([${readers.map((_, index) => `c${index}`).join(', ')}]);
    offset = next;
  }
  return offset;
}`;
  const names = readers.map((_, index) => `read${index}`);
  const make = new Function('malformedMessage', 'readWindowText', ...names, source);
  return make(malformedMessage, readWindowText, ...readers) as ReadRows;
}

/** Moves the window of decoded text when the row reaches beyond it; a large row or result has none. */
const WINDOW_SOURCE = `if (next > to) {
      from = offset;
      to = next - offset > ${WINDOW_MAX_ROW} || rows.length >= ${WINDOW_MAX_ROWS} ? offset : Math.min(end, Math.max(next, offset + ${WINDOW_BYTES}));
      text = to === offset ? '' : bytes.latin1Slice(from, to);
    }`;

function columnSource(
  column: FormattedColumn,
  read: ValueReader | undefined,
  index: number,
): string {
  return `let c${index} = null; n = view.getInt32(p); p += 4; if (n >= 0) { c${index} = ${valueSource(column, read, index)}; p += n; }`;
}

function valueSource(
  { type, format }: FormattedColumn,
  read: ValueReader | undefined,
  index: number,
): string {
  if (read === undefined) {
    const alone = `rows.length < ${WINDOW_MAX_ROWS} ? bytes.utf8Slice(p, p + n) : texts.read(${index}, bytes, p, n)`;
    return `text === '' ? ${alone} : readWindowText(bytes, p, n, text, p - from)`;
  }
  const inPlace = format === FORMAT.binary ? IN_PLACE[type] : undefined;
  return inPlace ?? `read${index}(bytes, p, n)`;
}

/** Binary values that are read by one instruction. */
const IN_PLACE: Readonly<Record<number, string>> = {
  [OID.int2]: 'view.getInt16(p)',
  [OID.int4]: 'view.getInt32(p)',
  [OID.float8]: 'view.getFloat64(p)',
};
