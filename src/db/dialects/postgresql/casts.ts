import type { ColumnType } from '../../sql/column-type.ts';
import { typeOf } from '../../sql/node-tree.ts';
import type { ExpressionNode } from '../../sql/nodes.ts';
import { columnTypeName, parameterType } from './type-names.ts';

/** An expression's text as the type that it is read as. */
export function typed(text: string, type: ColumnType): string {
  return `(${text})::${parameterType(type)}`;
}

/** Text functions are for text; anything else is taken by how it is written. */
export function asText(operand: ExpressionNode, text: string): string {
  switch (typeOf(operand).kind) {
    case 'text':
      return text;
    case 'ip':
      return `HOST(${text})`;
    default:
      return `(${text})::text`;
  }
}

/** A conversion; PostgreSQL has none between truth values and 64-bit numbers. */
export function castTo(text: string, from: ColumnType, to: ColumnType): string {
  if (to.kind === 'boolean' && isWhole(from)) return `(${text} <> 0)`;
  if (from.kind === 'boolean' && isWhole(to)) return `CAST((${text})::integer AS ${nameOf(to)})`;
  if (from.kind === 'ip' && to.kind === 'text') return `CAST(HOST(${text}) AS ${nameOf(to)})`;
  return `CAST(${text} AS ${nameOf(to)})`;
}

/** A decimal that was computed has no places of its own. */
function nameOf(type: ColumnType): string {
  if (type.kind === 'decimal' && type.digits === undefined) return 'numeric';
  return columnTypeName(type);
}

function isWhole({ kind }: ColumnType): boolean {
  return kind === 'integer' || kind === 'bigint';
}
