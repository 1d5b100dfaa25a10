import type { ColumnType } from '../../db/index.ts';
import type { Comparable } from './comparable.ts';
import {
  bigInteger,
  binary,
  boolean,
  date,
  datetime,
  decimal,
  duration,
  float,
  ipAddress,
  json,
  text,
  time,
  uuid,
} from './fields.ts';

/** What values of a type are compared with where no field says more. */
export function comparableOfType(type: ColumnType): Comparable {
  const { expected, normalizeCompared } = FIELDS[type.kind];
  return { type, expected, normalizeCompared };
}

const FIELDS: Readonly<Record<ColumnType['kind'], Omit<Comparable, 'type'>>> = {
  integer: {
    expected: 'a number',
    normalizeCompared: (value) => (Number.isSafeInteger(value) ? value : undefined),
  },
  bigint: bigInteger(),
  float: {
    expected: 'a number',
    normalizeCompared: (value) => float().normalizeCompared(Number(value)),
  },
  decimal: decimal({ digits: 1_000, places: 0 }),
  text: text(),
  boolean: boolean(),
  date: date(),
  time: time(),
  datetime: datetime(),
  duration: duration(),
  uuid: uuid(),
  ip: ipAddress(),
  array: {
    expected: 'a list',
    normalizeCompared: (value) => (Array.isArray(value) ? value : undefined),
  },
  json: json(),
  binary: binary(),
};
