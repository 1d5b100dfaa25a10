import type { ColumnType } from '../../sql/column-type.ts';
import { SqlCompiler } from '../../sql/compiler.ts';
import type { ExpressionNode, ParameterNode, TextMatch } from '../../sql/nodes.ts';
import type { DatabaseValue } from '../../sql/statement.ts';
import { sqliteEncoder } from './values.ts';

/** Name of the SQL function that folds case beyond ASCII; the driver registers it. */
export const FOLD_CASE = 'uptempo_fold_case';

/** Name of the SQL function `(text, pattern, flags)` behind the regex lookups; the driver registers it. */
export const REGEXP = 'uptempo_regexp';

/** Statements as SQLite writes them. */
export class SqliteCompiler extends SqlCompiler {
  protected override encoder(type: ColumnType): (value: unknown) => DatabaseValue {
    return sqliteEncoder(type);
  }

  protected override placeholder(): string {
    return '?';
  }

  /** One JSON parameter instead of one per item: the text, and so the prepared statement, stays. */
  protected override inList(operand: string, list: ParameterNode): string {
    const encode = sqliteEncoder(list.type);
    const parameter = this.bind(list.slot, (value) =>
      jsonList((value as readonly unknown[]).map(encode)),
    );
    const item = list.type.kind === 'binary' ? 'UNHEX("value")' : '"value"';
    return `${operand} IN (SELECT ${item} FROM json_each(${parameter}))`;
  }

  protected override match(
    match: TextMatch,
    operand: ExpressionNode,
    pattern: ParameterNode,
  ): string {
    const text = this.expression(operand);
    const bind = (encode: (value: string) => string) =>
      this.bind(pattern.slot, (value) => encode(String(value)));
    switch (match) {
      case 'contains':
        return `INSTR(${text}, ${bind((value) => value)}) > 0`;
      case 'startswith':
        return `${text} GLOB ${bind((value) => `${escapeGlob(value)}*`)}`;
      case 'endswith':
        return `${text} GLOB ${bind((value) => `*${escapeGlob(value)}`)}`;
      case 'iexact':
        return `${FOLD_CASE}(${text}) = ${bind(foldCase)}`;
      case 'icontains':
        return `INSTR(${FOLD_CASE}(${text}), ${bind(foldCase)}) > 0`;
      case 'istartswith':
        return `${FOLD_CASE}(${text}) GLOB ${bind((value) => `${escapeGlob(foldCase(value))}*`)}`;
      case 'iendswith':
        return `${FOLD_CASE}(${text}) GLOB ${bind((value) => `*${escapeGlob(foldCase(value))}`)}`;
      case 'regex':
        return `${REGEXP}(${text}, ${bind((value) => value)}, '') = 1`;
      case 'iregex':
        return `${REGEXP}(${text}, ${bind((value) => value)}, 'i') = 1`;
    }
  }

  /** The driver reads whole numbers above 2^53 only as text without rounding them. */
  protected override resultColumn(expression: ExpressionNode): string {
    const text = this.expression(expression);
    return expression.kind === 'column' && expression.type.kind === 'bigint'
      ? `CAST(${text} AS TEXT)`
      : text;
  }

  protected override limit(limit: number | undefined, offset: number): string {
    if (limit === undefined && offset === 0) return '';
    return ` LIMIT ${limit ?? -1}${offset === 0 ? '' : ` OFFSET ${offset}`}`;
  }
}

/** Lower case of any script, which SQLite's own LIKE and LOWER() know for ASCII only. */
export function foldCase(value: string): string {
  return value.toLowerCase();
}

function escapeGlob(value: string): string {
  return value.replace(/[*?[]/g, '[$&]');
}

/** JSON in which bigints keep all their digits and bytes are hexadecimal digits. */
function jsonList(values: readonly DatabaseValue[]): string {
  return `[${values.map(jsonItem).join(',')}]`;
}

function jsonItem(value: DatabaseValue): string {
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value);
}
