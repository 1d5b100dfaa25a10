import { Decimal, Duration } from '../../../core/index.ts';
import { dbError } from '../../errors.ts';
import type { ColumnType } from '../../sql/column-type.ts';
import type { ColumnDecoder, DatabaseValue } from '../../sql/statement.ts';
import { instantMs } from '../instant-text.ts';
import { type ArrayItems, arrayLiteral, parseArrayLiteral } from './array-literal.ts';
import { binaryList } from './binary-list.ts';
import { parseInterval } from './interval.ts';

type Encoder = (value: unknown) => DatabaseValue;

/** How an instant ends, since all sessions are in this zone. */
const UTC = '+00';

/** How a value of the type is written to PostgreSQL. */
export function postgresqlEncoder(type: ColumnType): Encoder {
  const encode = storedEncoder(type);
  const { conversion } = type;
  if (conversion === undefined) return nullable(encode);
  return nullable((value) => encode(conversion.toDatabase(value)));
}

/** How a list of values of the type is written: as one array literal. */
export function arrayEncoder(item: ColumnType): Encoder {
  const encode = postgresqlEncoder(item);
  const encodeItem = (value: unknown): DatabaseValue | ArrayItems<DatabaseValue> =>
    Array.isArray(value) && item.kind !== 'json' ? value.map(encodeItem) : encode(value);
  return (values) => arrayLiteral((values as readonly unknown[]).map(encodeItem));
}

/** How the values of a column, none of them an array, are written as one array. */
export function listEncoder(type: ColumnType): Encoder {
  const encode = postgresqlEncoder(type);
  const { conversion } = type;
  const stored = nullable((value) => conversion?.toDatabase(value) as DatabaseValue);
  return (given) => {
    const values = given as readonly unknown[];
    const items = conversion === undefined ? values : values.map(stored);
    return binaryList(type, items) ?? arrayLiteral(values.map(encode));
  };
}

/** How a value of the type is read from PostgreSQL; undefined when the raw value is the value. */
export function postgresqlDecoder(type: ColumnType): ColumnDecoder {
  const decode = storedDecoder(type);
  const { conversion } = type;
  if (conversion === undefined) return decode;
  return (raw) =>
    raw === null ? null : conversion.fromDatabase(decode === undefined ? raw : decode(raw));
}

function storedEncoder(type: ColumnType): Encoder {
  switch (type.kind) {
    case 'decimal':
      return (value) => String(value);
    case 'datetime':
      return (value) => encodeInstant(value as Date);
    case 'duration':
      return (value) => `${(value as Duration).microseconds} microseconds`;
    case 'json':
      return (value) => JSON.stringify(value);
    case 'array':
      return arrayEncoder(innermost(type));
    default:
      return (value) => value as DatabaseValue;
  }
}

function storedDecoder(type: ColumnType): ColumnDecoder {
  switch (type.kind) {
    case 'integer':
      return type.bits === 64 ? decodeInteger : undefined;
    case 'bigint':
      return (raw) => (raw === null ? null : BigInt(raw as string | number | bigint));
    case 'float':
      // An average of whole numbers is a numeric, which arrives as text.
      return (raw) => (typeof raw === 'string' ? Number(raw) : raw);
    case 'decimal':
      return (raw) => (raw === null ? null : new Decimal(String(raw)));
    case 'datetime':
      return (raw) => (raw === null ? null : decodeInstant(raw));
    case 'duration':
      return (raw) =>
        raw === null ? null : new Duration({ microseconds: parseInterval(raw as string) });
    case 'json':
      return (raw) => (raw === null ? null : JSON.parse(raw as string));
    case 'array':
      return arrayDecoder(innermost(type));
    default:
      return undefined;
  }
}

/** Arrays of arrays are arrays of several dimensions to PostgreSQL, all of one type. */
function innermost(type: ColumnType): ColumnType {
  return type.kind === 'array' ? innermost(type.item) : type;
}

function arrayDecoder(item: ColumnType): ColumnDecoder {
  const decode = postgresqlDecoder(item) ?? ((raw) => raw);
  const decodeItem = (text: string | null | ArrayItems<string | null>): unknown =>
    typeof text === 'string' || text === null
      ? decode(text === null ? null : rawItem(item, text))
      : text.map(decodeItem);
  return (raw) => (raw === null ? null : parseArrayLiteral(raw as string).map(decodeItem));
}

/** What the driver makes of a value that is no array's item. */
function rawItem({ kind }: ColumnType, text: string): DatabaseValue {
  if (kind === 'boolean') return text === 't';
  return kind === 'binary' ? new Uint8Array(Buffer.from(text.slice(2), 'hex')) : text;
}

/** The driver gives 64-bit numbers as a bigint where a JavaScript number would round them. */
function decodeInteger(raw: DatabaseValue): unknown {
  if (typeof raw === 'number' || raw === null) return raw;
  const value = Number(raw);
  if (Number.isSafeInteger(value)) return value;
  throw dbError('db.value.out_of_range', 'A whole number does not fit a JavaScript number.', {
    hint: 'Declare the field as bigInteger(), which reads it as a bigint.',
  });
}

/** PostgreSQL reads years above 9999, but not the sign that JavaScript writes before them. */
function encodeInstant(value: Date): string {
  const text = value.toISOString();
  return text.startsWith('+') ? text.slice(1) : text;
}

/** Milliseconds since 1970 from our data path, else text; NaN is what has no place in a Date. */
function decodeInstant(raw: DatabaseValue): Date {
  const instant = typeof raw === 'number' ? new Date(raw) : parseInstant(raw as string);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw dbError('db.value.out_of_range', 'A point in time does not fit a JavaScript Date.', {
    hint: 'PostgreSQL also holds "infinity" and years before 0; read them as text with raw().',
  });
}

/** `1998-06-12 20:15:00.123456+00`: sessions are in UTC. A Date keeps the milliseconds of it. */
function parseInstant(raw: string): Date {
  const ms = raw.endsWith(UTC) ? instantMs(raw, raw.length - UTC.length) : Number.NaN;
  if (!Number.isNaN(ms)) return new Date(ms);
  const instant = new Date(`${raw.replace(' ', 'T')}:00`);
  if (!Number.isNaN(instant.getTime())) return instant;
  return new Date(`+${raw.replace(' ', 'T').padStart(raw.length + 1, '0')}:00`);
}

function nullable(encode: Encoder): Encoder {
  return (value) => (value === null || value === undefined ? null : encode(value));
}
