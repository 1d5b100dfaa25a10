import { parseInstant, readInstant } from './instant.ts';
import { readInt4 } from './integers.ts';
import { FORMAT, type Format, OID } from './protocol.ts';
import type { FormattedColumn } from './row-reader.ts';
import type { ResultColumn } from './server-message.ts';
import type { TextBytes } from './text-bytes.ts';

/** A value of a column as an array row has it. */
export type WireResult = null | boolean | number | bigint | string | Uint8Array;

/** Reads a value that is not NULL from `size` bytes at `offset`. */
export type ValueReader = (bytes: TextBytes, offset: number, size: number) => WireResult;

/** Digits that a whole number can have and still be exact as a JavaScript number. */
const MAX_EXACT_DIGITS = 15;

const MINUS = 45;
const ZERO = 48;
const LETTER_T = 116;

/** 2^32, by which the upper half of a 64-bit number counts. */
const UPPER_HALF = 4_294_967_296;

/**
 * Binary where it is shorter to read; everything else as text, which is also what depends on no
 * layout of ours. float4 is text, because 0.1 in 32 bits is not 0.1 in 64.
 */
export function preferredFormat({ type }: ResultColumn): Format {
  switch (type) {
    case OID.int2:
    case OID.int4:
    case OID.int8:
    case OID.oid:
    case OID.float8:
    case OID.bytea:
      return FORMAT.binary;
    default:
      return FORMAT.text;
  }
}

/** Reads a timestamp with time zone as milliseconds since 1970; NaN for the infinities. */
export function instantReader({ format }: FormattedColumn): ValueReader {
  return format === FORMAT.binary ? readInstant : readInstantText;
}

const readInstantText: ValueReader = (bytes, offset, size) =>
  parseInstant(bytes.latin1Slice(offset, offset + size));

/** How values of the column are read; undefined means as text. */
export function valueReader({ type, format }: FormattedColumn): ValueReader | undefined {
  const readers = format === FORMAT.binary ? BINARY_READERS : TEXT_READERS;
  return readers[type];
}

export const readText: ValueReader = (bytes, offset, size) =>
  bytes.utf8Slice(offset, offset + size);

export function readInt2(bytes: Buffer, offset: number): number {
  return ((bytes[offset]! << 24) >> 16) | bytes[offset + 1]!;
}

/** A number where it is exact, else a bigint: no digit is ever lost. */
export function readInt8(bytes: Buffer, offset: number): number | bigint {
  const value = readInt4(bytes, offset) * UPPER_HALF + (readInt4(bytes, offset + 4) >>> 0);
  return Number.isSafeInteger(value) ? value : bytes.readBigInt64BE(offset);
}

function readWholeText(bytes: TextBytes, offset: number, size: number): number | bigint {
  if (size > MAX_EXACT_DIGITS) return readLongWholeText(bytes, offset, size);
  const isNegative = bytes[offset] === MINUS;
  let value = 0;
  for (let index = isNegative ? offset + 1 : offset; index < offset + size; index++) {
    value = value * 10 + (bytes[index]! - ZERO);
  }
  return isNegative ? -value : value;
}

function readLongWholeText(bytes: TextBytes, offset: number, size: number): number | bigint {
  const text = bytes.latin1Slice(offset, offset + size);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

/** `Number` also knows the server's NaN, Infinity and -Infinity. */
function readFloatText(bytes: TextBytes, offset: number, size: number): number {
  return Number(bytes.latin1Slice(offset, offset + size));
}

/** Of the two forms of bytes in text only `hex` is read, which is the server's default. */
function readBytesText(bytes: TextBytes, offset: number, size: number): Uint8Array {
  return new Uint8Array(Buffer.from(bytes.latin1Slice(offset + 2, offset + size), 'hex'));
}

const TEXT_READERS: Readonly<Record<number, ValueReader>> = {
  [OID.bool]: (bytes, offset) => bytes[offset] === LETTER_T,
  [OID.int2]: readWholeText,
  [OID.int4]: readWholeText,
  [OID.int8]: readWholeText,
  [OID.oid]: readWholeText,
  [OID.float4]: readFloatText,
  [OID.float8]: readFloatText,
  [OID.bytea]: readBytesText,
};

const BINARY_READERS: Readonly<Record<number, ValueReader>> = {
  [OID.int2]: readInt2,
  [OID.int4]: readInt4,
  [OID.int8]: readInt8,
  [OID.oid]: (bytes, offset) => readInt4(bytes, offset) >>> 0,
  [OID.float8]: (bytes, offset) => bytes.readDoubleBE(offset),
  // A copy: the chunk it lies in belongs to the socket, and would be kept alive by one small value.
  [OID.bytea]: (bytes, offset, size) => new Uint8Array(bytes.subarray(offset, offset + size)),
};
