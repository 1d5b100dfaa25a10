import type { ColumnType } from '../../sql/column-type.ts';
import type { JsonForm } from '../../sql/json-plan.ts';
import { sqliteDecoder } from './values.ts';

/** How a column looks in JSON. */
export function sqliteJsonForm(type: ColumnType): JsonForm {
  if (type.conversion !== undefined) return decoded(type);
  switch (type.kind) {
    case 'integer':
    case 'float':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'json':
      return 'json';
    case 'text':
    case 'uuid':
    case 'date':
    case 'time':
    case 'ip':
    // JSON has numbers of any length, those who read it do not.
    case 'bigint':
      return 'string';
    case 'datetime':
      return instant;
    default:
      return decoded(type);
  }
}

function decoded(type: ColumnType): JsonForm {
  const decode = sqliteDecoder(type);
  return decode ?? ((raw) => raw);
}

/** `1998-06-12 20:15:00.123` as a Date writes itself, without making one. */
const instant: JsonForm = (raw) => `${String(raw).replace(' ', 'T')}Z`;
