import type { DatabaseValue } from '../../sql/statement.ts';

/** Reads the text form of a value, which is never NULL. */
export type RawParser = (text: string) => DatabaseValue;

/** Object identifiers of built-in types, which never change (pg_type.dat). */
const OID = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  integer: 23,
  oid: 26,
  real: 700,
  double: 701,
} as const;

/**
 * How values of a type arrive as raw values: whole numbers as numbers, as a bigint where a number
 * would round them; floats as numbers; truth values; bytes. Everything else stays text (numerics,
 * dates, JSON, arrays, types of extensions): a column's decoder knows what it means.
 */
export function rawParser(oid: number): RawParser {
  switch (oid) {
    case OID.smallint:
    case OID.integer:
    case OID.oid:
    case OID.real:
    case OID.double:
      return Number;
    case OID.bigint:
      return parseBigint;
    case OID.boolean:
      return parseBoolean;
    case OID.bytea:
      return parseBytes;
    default:
      return asIs;
  }
}

/** Whole numbers of so many digits are all below 2^53. */
const SAFE_DIGITS = 15;

function parseBigint(text: string): number | bigint {
  if (text.length <= SAFE_DIGITS) return Number(text);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function parseBoolean(text: string): boolean {
  return text === 't';
}

/** `\x0aff`: the form of `bytea_output = hex`, which sessions are set to. */
function parseBytes(text: string): Uint8Array {
  const { buffer, byteOffset, byteLength } = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function asIs(text: string): string {
  return text;
}
