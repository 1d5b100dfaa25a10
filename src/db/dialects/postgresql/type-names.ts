import type { ColumnType } from '../../sql/column-type.ts';

/** How a column of the type is declared. */
export function columnTypeName(type: ColumnType): string {
  switch (type.kind) {
    case 'integer':
      return INTEGER_TYPES[type.bits];
    case 'decimal':
      return `numeric(${type.digits}, ${type.places})`;
    case 'text':
      return type.maxLength === undefined ? 'text' : `varchar(${type.maxLength})`;
    case 'array':
      return `${columnTypeName(type.item)}[]`;
    default:
      return TYPE_NAMES[type.kind];
  }
}

/**
 * The type that a parameter is given. Whole numbers are always `bigint`: a value too large for its
 * column is then compared, and is not equal, where `integer` would fail.
 */
export function parameterType(type: ColumnType): string {
  switch (type.kind) {
    case 'integer':
      return 'bigint';
    case 'decimal':
      return 'numeric';
    case 'text':
      return 'text';
    case 'array':
      return `${parameterType(type.item)}[]`;
    default:
      return TYPE_NAMES[type.kind];
  }
}

/** The type of a list by its items, which no length cuts. */
export function listTypeName(type: ColumnType): string {
  if (type.kind === 'array') return `${listTypeName(type.item)}[]`;
  if (type.kind === 'text') return type.maxLength === undefined ? 'text' : 'varchar';
  return type.kind === 'decimal' ? 'numeric' : columnTypeName(type);
}

const INTEGER_TYPES = { 16: 'smallint', 32: 'integer', 64: 'bigint' } as const;

const TYPE_NAMES = {
  bigint: 'bigint',
  float: 'double precision',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  datetime: 'timestamptz',
  duration: 'interval',
  uuid: 'uuid',
  ip: 'inet',
  json: 'jsonb',
  binary: 'bytea',
} as const;
