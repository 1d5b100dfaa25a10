import type { ColumnType } from '../../sql/column-type.ts';
import type { JsonForm } from '../../sql/json-plan.ts';
import { postgresqlDecoder } from './values.ts';

/**
 * How a value of the type becomes JSON, so that it is what `jsonText()` makes of the value that a
 * row would have. Where the server's own text will do, no value is made at all.
 */
export function postgresqlJsonForm(type: ColumnType): JsonForm {
  if (type.conversion !== undefined) return viaValue(type);
  switch (type.kind) {
    case 'integer':
    case 'float':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'datetime':
      return 'instant';
    case 'json':
      return 'json';
    case 'bigint':
    case 'decimal':
    case 'text':
    case 'date':
    case 'time':
    case 'uuid':
    case 'ip':
      return 'string';
    default:
      return viaValue(type);
  }
}

function viaValue(type: ColumnType): JsonForm {
  return postgresqlDecoder(type) ?? ((raw) => raw);
}
