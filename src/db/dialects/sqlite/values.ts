import { Decimal, Duration } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';
import type { ColumnType } from '../../sql/column-type.ts';
import type { ColumnDecoder, DatabaseValue } from '../../sql/statement.ts';
import { instantMs } from '../instant-text.ts';

type Encoder = (value: unknown) => DatabaseValue;

/** How a value of the type is written to SQLite. */
export function sqliteEncoder(type: ColumnType): Encoder {
  const encode = storedEncoder(type);
  const { conversion } = type;
  if (conversion === undefined) return encode;
  return nullable((value) => encode(conversion.toDatabase(value)));
}

/** How a value of the type is read from SQLite; undefined when the raw value is the value. */
export function sqliteDecoder(type: ColumnType): ColumnDecoder {
  const decode = storedDecoder(type);
  const { conversion } = type;
  if (conversion === undefined) return decode;
  return (raw) =>
    raw === null ? null : conversion.fromDatabase(decode === undefined ? raw : decode(raw));
}

function storedEncoder(type: ColumnType): Encoder {
  switch (type.kind) {
    case 'boolean':
      return nullable((value) => (value ? 1 : 0));
    case 'decimal':
      return nullable((value) => Number(value));
    case 'bigint':
      return nullable((value) => BigInt(value as bigint | number | string));
    case 'datetime':
      return nullable((value) => encodeInstant(value as Date));
    case 'duration':
      return nullable((value) => (value as Duration).microseconds);
    case 'json':
    // Lists are no type of column here, only of parameters.
    case 'array':
      return nullable((value) => JSON.stringify(value));
    default:
      return nullable((value) => value as DatabaseValue);
  }
}

function storedDecoder(type: ColumnType): ColumnDecoder {
  switch (type.kind) {
    case 'boolean':
      return (raw) => (raw === null ? null : raw !== 0);
    case 'decimal':
      return decimalDecoder(type.places);
    case 'bigint':
      return (raw) => (raw === null ? null : BigInt(raw as string));
    case 'datetime':
      return (raw) => (raw === null ? null : decodeInstant(raw as string));
    case 'duration':
      return (raw) => (raw === null ? null : new Duration({ microseconds: raw as number }));
    case 'json':
      return (raw) => (raw === null ? null : JSON.parse(raw as string));
    default:
      return undefined;
  }
}

/** `1998-06-12 20:15:00.123`, UTC without a suffix: SQLite's own date functions read it. */
function encodeInstant(value: Date): string {
  return value.toISOString().replace('T', ' ').slice(0, -1);
}

function decodeInstant(raw: string): Date {
  const ms = instantMs(raw, raw.length);
  return new Date(Number.isNaN(ms) ? `${raw.replace(' ', 'T')}Z` : ms);
}

/** REAL keeps 15 digits, so fixing the places gives back exactly what was stored. */
function decimalDecoder(places: number | undefined): ColumnDecoder {
  return (raw) => {
    if (raw === null) return null;
    if (typeof raw === 'number') {
      // What was computed has no places of its own: the 15 digits that a REAL is good for.
      return new Decimal(places === undefined ? Number(raw.toPrecision(15)) : raw.toFixed(places));
    }
    throw dbError('db.value.out_of_range', 'A decimal column holds a value that is no number.', {
      hint: 'It was written past the framework; correct the row with SQL.',
    });
  };
}

function nullable(encode: Encoder): Encoder {
  return (value) => (value === null || value === undefined ? null : encode(value));
}
