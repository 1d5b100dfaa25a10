import type { JsonForm } from '../../../sql/json-plan.ts';
import { jsonText } from '../../../sql/json-text.ts';
import { readText, valueReader, type WireResult } from './column-values.ts';
import { parseInstant, readInstant } from './instant.ts';
import { FORMAT, OID } from './protocol.ts';
import type { FormattedColumn } from './row-reader.ts';
import type { TextBytes } from './text-bytes.ts';

/**
 * Writes a value that is not NULL, from `size` bytes at `offset`, as JSON into `out` at `at`; returns
 * where it ends. There is room for six bytes for each of its bytes and of the four of its length,
 * which is enough for every form here: a control character takes six (`\u0001`), a number in an
 * exponent's place as many digits as `MAX_JSON_BYTES`.
 */
export type JsonWriter = (
  out: TextBytes,
  at: number,
  bytes: TextBytes,
  offset: number,
  size: number,
) => number;

/** Room for each byte of a row as it came. */
export const MAX_JSON_BYTES = 6;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_T = 0x74;

/** Escapes as JSON.stringify writes them: by the letter behind the backslash. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = {
  8: 0x62,
  9: 0x74,
  10: 0x6e,
  12: 0x66,
  13: 0x72,
  [QUOTE]: QUOTE,
  [BACKSLASH]: BACKSLASH,
};

/** Types whose text has no more digits than JSON.stringify writes; a numeric may be `2.500`. */
const SHORTEST_DIGITS: ReadonlySet<number> = new Set([
  OID.int2,
  OID.int4,
  OID.int8,
  OID.oid,
  OID.float4,
  OID.float8,
]);

const HEX = '0123456789abcdef';

/** From this length on a copy by Node is faster than a loop (bench: `wire`). */
const LONG_TEXT = 64;

/** The writer of a form that needs no JSON.stringify. */
export function jsonWriter(form: JsonForm, { format, type }: FormattedColumn): JsonWriter {
  switch (form) {
    case 'number':
      return SHORTEST_DIGITS.has(type) ? writeNumber : writeOddNumber;
    case 'boolean':
      return writeBoolean;
    case 'json':
      return copyBytes;
    case 'instant':
      return format === FORMAT.binary ? writeInstant : writeInstantText;
    default:
      return writeString;
  }
}

/** Makes the JSON of a value for forms that are functions. */
export function textWriter(
  convert: Extract<JsonForm, (...values: never[]) => unknown>,
  column: FormattedColumn,
): (bytes: TextBytes, offset: number, size: number) => string {
  const read = valueReader(column) ?? readText;
  return (bytes, offset, size) => {
    const value = read(bytes, offset, size) as Exclude<WireResult, null>;
    return jsonText(convert(value));
  };
}

export function writeNull(out: Buffer, at: number): number {
  out[at] = 0x6e;
  out[at + 1] = 0x75;
  out[at + 2] = 0x6c;
  out[at + 3] = 0x6c;
  return at + 4;
}

export function writeAscii(out: TextBytes, at: number, text: string): number {
  for (let index = 0; index < text.length; index++) out[at + index] = text.charCodeAt(index);
  return at + text.length;
}

const writeString: JsonWriter = (out, at, bytes, offset, size) => {
  out[at] = QUOTE;
  const end =
    size < LONG_TEXT
      ? escapeShort(out, at + 1, bytes, offset, offset + size)
      : escapeLong(out, at + 1, bytes, offset, offset + size);
  out[end] = QUOTE;
  return end + 1;
};

function escapeShort(
  out: TextBytes,
  start: number,
  bytes: TextBytes,
  offset: number,
  stop: number,
): number {
  let at = start;
  for (let index = offset; index < stop; index++) {
    const byte = bytes[index]!;
    if (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) out[at++] = byte;
    else at = writeEscape(out, at, byte);
  }
  return at;
}

/** Copies what lies between the characters to be escaped. */
function escapeLong(
  out: TextBytes,
  start: number,
  bytes: TextBytes,
  offset: number,
  stop: number,
): number {
  let at = start;
  let from = offset;
  for (let index = offset; index < stop; index++) {
    const byte = bytes[index]!;
    if (byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH) continue;
    bytes.copy(out, at, from, index);
    at = writeEscape(out, at + index - from, byte);
    from = index + 1;
  }
  bytes.copy(out, at, from, stop);
  return at + stop - from;
}

function writeEscape(out: TextBytes, at: number, byte: number): number {
  out[at] = BACKSLASH;
  const letter = SHORT_ESCAPES[byte];
  if (letter === undefined) {
    return writeAscii(out, at + 1, `u00${HEX[byte >> 4]}${HEX[byte & 15]}`);
  }
  out[at + 1] = letter;
  return at + 2;
}

/**
 * Digits as the server wrote them. Both write the shortest digits that read back as the same float;
 * they differ in when they turn to an exponent, in `-0` and in what JSON has no number for.
 */
const writeNumber: JsonWriter = (out, at, bytes, offset, size) => {
  for (let index = 0; index < size; index++) {
    const byte = bytes[offset + index]!;
    const isPlain = (byte >= ZERO && byte <= NINE) || byte === POINT || byte === MINUS;
    if (!isPlain) return writeOddNumber(out, at, bytes, offset, size);
    out[at + index] = byte;
  }
  const isMinusZero = size === 2 && bytes[offset] === MINUS && bytes[offset + 1] === ZERO;
  return isMinusZero ? writeOddNumber(out, at, bytes, offset, size) : at + size;
};

const writeOddNumber: JsonWriter = (out, at, bytes, offset, size) =>
  writeAscii(out, at, JSON.stringify(Number(bytes.latin1Slice(offset, offset + size))));

const writeBoolean: JsonWriter = (out, at, bytes, offset) =>
  writeAscii(out, at, bytes[offset] === LETTER_T ? 'true' : 'false');

const copyBytes: JsonWriter = (out, at, bytes, offset, size) => {
  if (size < LONG_TEXT) {
    for (let index = 0; index < size; index++) out[at + index] = bytes[offset + index]!;
  } else {
    bytes.copy(out, at, offset, offset + size);
  }
  return at + size;
};

const DAY_MS = 86_400_000;

/** The years 0 to 9999, which have four digits in JSON, in milliseconds since 1970. */
const FIRST_MS = -62_167_219_200_000;
const LAST_MS = 253_402_300_799_999;

const writeInstant: JsonWriter = (out, at, bytes, offset) =>
  writeMilliseconds(out, at, readInstant(bytes, offset));

const writeInstantText: JsonWriter = (out, at, bytes, offset, size) =>
  writeMilliseconds(out, at, parseInstant(bytes.latin1Slice(offset, offset + size)));

/** `"1998-06-12T20:15:00.123Z"`, without a Date, which takes five times as long (bench: `wire`). */
function writeMilliseconds(out: TextBytes, at: number, instant: number): number {
  if (!(instant >= FIRST_MS && instant <= LAST_MS)) return writeOddInstant(out, at, instant);
  const day = Math.floor(instant / DAY_MS);
  const time = instant - day * DAY_MS;
  out[at] = QUOTE;
  writeDay(out, at + 1, day);
  out[at + 11] = 0x54;
  writeTime(out, at + 12, time);
  out[at + 24] = 0x5a;
  out[at + 25] = QUOTE;
  return at + 26;
}

/** `null` where there is no such Date, and years of six digits. */
function writeOddInstant(out: TextBytes, at: number, instant: number): number {
  return writeAscii(out, at, JSON.stringify(new Date(instant)));
}

/**
 * `YYYY-MM-DD` of a day since 1970, by counting in years that begin in March, so that the leap day
 * is the last (https://howardhinnant.github.io/date_algorithms.html#civil_from_days).
 */
function writeDay(out: TextBytes, at: number, day: number): void {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.trunc(
    (dayOfEra -
      Math.trunc(dayOfEra / 1_460) +
      Math.trunc(dayOfEra / 36_524) -
      Math.trunc(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.trunc(yearOfEra / 4) - Math.trunc(yearOfEra / 100));
  const marchMonth = Math.trunc((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  writeTwoDigits(out, at, Math.trunc(year / 100));
  writeTwoDigits(out, at + 2, year % 100);
  out[at + 4] = MINUS;
  writeTwoDigits(out, at + 5, month);
  out[at + 7] = MINUS;
  writeTwoDigits(out, at + 8, dayOfYear - Math.trunc((153 * marchMonth + 2) / 5) + 1);
}

/** `HH:MM:SS.mmm` */
function writeTime(out: TextBytes, at: number, time: number): void {
  const seconds = Math.trunc(time / 1_000);
  const milliseconds = time - seconds * 1_000;
  writeTwoDigits(out, at, Math.trunc(seconds / 3_600));
  out[at + 2] = 0x3a;
  writeTwoDigits(out, at + 3, Math.trunc(seconds / 60) % 60);
  out[at + 5] = 0x3a;
  writeTwoDigits(out, at + 6, seconds % 60);
  out[at + 8] = POINT;
  out[at + 9] = ZERO + Math.trunc(milliseconds / 100);
  writeTwoDigits(out, at + 10, milliseconds % 100);
}

function writeTwoDigits(out: TextBytes, at: number, number: number): void {
  out[at] = ZERO + Math.trunc(number / 10);
  out[at + 1] = ZERO + (number % 10);
}
