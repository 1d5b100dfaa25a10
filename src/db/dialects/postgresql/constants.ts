import type { ColumnType } from '../../sql/column-type.ts';
import type { ConstantExpression } from '../../sql/definitions.ts';
import { quoteName } from '../../sql/names.ts';
import type { ExpressionNode, ParameterNode } from '../../sql/nodes.ts';
import type { DatabaseValue } from '../../sql/statement.ts';
import { PostgresqlCompiler } from './compiler.ts';
import { quoteText } from './quote-text.ts';
import { parameterType } from './type-names.ts';
import { postgresqlEncoder } from './values.ts';

/** An expression of a CREATE statement: values as literals, columns without their table. */
export function postgresqlConstant({ expression, values }: ConstantExpression): string {
  return new ConstantCompiler(values).text(expression);
}

/**
 * CREATE statements take no parameters. What stands in these expressions was written by whoever
 * declared the model, never by a user of the application.
 */
class ConstantCompiler extends PostgresqlCompiler {
  protected override readonly reusesPlaceholders = false;
  readonly #values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    super();
    this.#values = values;
  }

  text(expression: ExpressionNode): string {
    return this.expression(expression);
  }

  protected override bind(
    slot: number,
    encode: (value: unknown) => DatabaseValue,
    type?: ColumnType,
  ): string {
    const text = literal(encode(this.#values[slot]));
    return type === undefined ? text : `${text}::${parameterType(type)}`;
  }

  protected override expression(node: ExpressionNode): string {
    return node.kind === 'column' ? quoteName(node.name) : super.expression(node);
  }

  protected override inList(operand: string, { slot, type }: ParameterNode): string {
    const items = (this.#values[slot] as readonly unknown[]).map(postgresqlEncoder(type));
    return `${operand} IN (${items.map(literal).join(', ')})`;
  }
}

function literal(value: DatabaseValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return quoteText(value);
  if (value instanceof Uint8Array) return `'\\x${Buffer.from(value).toString('hex')}'`;
  return String(value).toUpperCase();
}
