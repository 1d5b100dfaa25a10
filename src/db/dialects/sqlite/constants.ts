import type { ConstantExpression } from '../../sql/definitions.ts';
import { quoteName } from '../../sql/names.ts';
import type { ExpressionNode, ParameterNode } from '../../sql/nodes.ts';
import type { DatabaseValue } from '../../sql/statement.ts';
import { SqliteCompiler } from './compiler.ts';
import { sqliteEncoder } from './values.ts';

/** An expression of a CREATE statement: values as literals, columns without their table. */
export function sqliteConstant({ expression, values }: ConstantExpression): string {
  return new ConstantCompiler(values).text(expression);
}

/**
 * CREATE statements take no parameters. What stands in these expressions was written by whoever
 * declared the model, never by a user of the application.
 */
class ConstantCompiler extends SqliteCompiler {
  readonly #values: readonly unknown[];

  constructor(values: readonly unknown[]) {
    super();
    this.#values = values;
  }

  text(expression: ExpressionNode): string {
    return this.expression(expression);
  }

  protected override bind(slot: number, encode: (value: unknown) => DatabaseValue): string {
    return literal(encode(this.#values[slot]));
  }

  protected override expression(node: ExpressionNode): string {
    return node.kind === 'column' ? quoteName(node.name) : super.expression(node);
  }

  /** Checks and partial indexes must not hold a subquery, and their lists stay as they are. */
  protected override inList(operand: string, { slot, type }: ParameterNode): string {
    const items = (this.#values[slot] as readonly unknown[]).map(sqliteEncoder(type));
    return `${operand} IN (${items.map(literal).join(', ')})`;
  }
}

function literal(value: DatabaseValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex')}'`;
  return String(value);
}
