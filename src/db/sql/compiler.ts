import type { ColumnType } from './column-type.ts';
import type {
  ColumnNode,
  DeleteNode,
  ExpressionNode,
  InsertNode,
  JoinNode,
  ParameterNode,
  SelectNode,
  StatementNode,
  TextMatch,
  UpdateNode,
} from './nodes.ts';
import type { CompiledStatement, DatabaseValue, ParameterBinding } from './statement.ts';

/**
 * Turns one statement into SQL text: the part all dialects share. A dialect extends it with its
 * placeholders, its text matches and its list membership. An instance serves one statement.
 */
export abstract class SqlCompiler {
  readonly #bindings: ParameterBinding[] = [];

  compile(statement: StatementNode): CompiledStatement {
    const sql = this.#statement(statement);
    return Object.freeze({
      sql,
      bindings: Object.freeze(this.#bindings),
      isWrite: statement.kind !== 'select',
      returnsRows:
        statement.kind === 'select' ||
        (statement.kind === 'insert' && statement.returning.length > 0),
    });
  }

  protected abstract encoder(type: ColumnType): (value: unknown) => DatabaseValue;
  /** The text of the `position`-th parameter, counted from 1. */
  protected abstract placeholder(position: number): string;
  protected abstract inList(operand: string, list: ParameterNode): string;
  protected abstract match(
    match: TextMatch,
    operand: ExpressionNode,
    pattern: ParameterNode,
  ): string;
  /** A column in the list of a top-level SELECT, where a driver may need it cast to be read whole. */
  protected abstract resultColumn(expression: ExpressionNode): string;
  /** LIMIT and OFFSET with a leading space, or nothing. */
  protected abstract limit(limit: number | undefined, offset: number): string;

  /** Adds a parameter with an encoding of its own and returns its placeholder. */
  protected bind(slot: number, encode: (value: unknown) => DatabaseValue): string {
    this.#bindings.push({ slot, encode });
    return this.placeholder(this.#bindings.length);
  }

  protected expression(node: ExpressionNode): string {
    switch (node.kind) {
      case 'column':
        return columnName(node);
      case 'parameter':
        return this.bind(node.slot, this.encoder(node.type));
      case 'number':
        return String(node.value);
      case 'null':
        return 'NULL';
      case 'comparison':
        return `${this.expression(node.left)} ${node.operator} ${this.expression(node.right)}`;
      case 'arithmetic':
        return `(${this.expression(node.left)} ${node.operator} ${this.expression(node.right)})`;
      case 'and':
      case 'or':
        return this.#junction(node.kind, node.operands);
      case 'not':
        return `NOT (${this.expression(node.operand)})`;
      case 'isNull':
        return `${this.expression(node.operand)} IS ${node.isNegated ? 'NOT ' : ''}NULL`;
      case 'between':
        return `${this.expression(node.operand)} BETWEEN ${this.expression(node.low)} AND ${this.expression(node.high)}`;
      case 'inList':
        return this.inList(this.expression(node.operand), node.list);
      case 'match':
        return this.match(node.match, node.operand, node.pattern);
      case 'exists':
        return `EXISTS (${this.#select(node.query, false)})`;
      case 'inQuery':
        return `${this.expression(node.operand)} IN (${this.#select(node.query, false)})`;
      case 'countAll':
        return 'COUNT(*)';
    }
  }

  #statement(statement: StatementNode): string {
    switch (statement.kind) {
      case 'select':
        return this.#select(statement, true);
      case 'insert':
        return this.#insert(statement);
      case 'update':
        return this.#update(statement);
      case 'delete':
        return this.#delete(statement);
    }
  }

  #select(node: SelectNode, isTop: boolean): string {
    const columns = node.columns
      .map((column) => (isTop ? this.resultColumn(column) : this.expression(column)))
      .join(', ');
    const from =
      typeof node.from === 'string'
        ? aliased(node.from, node.alias)
        : `(${this.#select(node.from, false)}) AS ${quoteName(node.alias)}`;
    const joins = node.joins.map((join) => this.#join(join)).join('');
    return (
      `SELECT ${node.isDistinct ? 'DISTINCT ' : ''}${columns} FROM ${from}` +
      `${joins}${this.#where(node.where)}${this.#orderBy(node)}${this.limit(node.limit, node.offset)}`
    );
  }

  #join(join: JoinNode): string {
    const words = join.kind === 'inner' ? 'INNER JOIN' : 'LEFT JOIN';
    return ` ${words} ${aliased(join.table, join.alias)} ON ${this.expression(join.on)}`;
  }

  #where(where: ExpressionNode | undefined): string {
    return where === undefined ? '' : ` WHERE ${this.expression(where)}`;
  }

  #orderBy(node: SelectNode): string {
    if (node.orderBy.length === 0) return '';
    const terms = node.orderBy.map(
      ({ expression, isDescending }) =>
        `${this.expression(expression)}${isDescending ? ' DESC' : ''}`,
    );
    return ` ORDER BY ${terms.join(', ')}`;
  }

  #junction(kind: 'and' | 'or', operands: readonly ExpressionNode[]): string {
    const parts = operands.map((operand) => {
      const text = this.expression(operand);
      return operand.kind === 'and' || operand.kind === 'or' ? `(${text})` : text;
    });
    return parts.join(kind === 'and' ? ' AND ' : ' OR ');
  }

  #insert(node: InsertNode): string {
    const target = `INSERT INTO ${quoteName(node.table)}`;
    const returning =
      node.returning.length === 0
        ? ''
        : ` RETURNING ${node.returning.map((column) => this.resultColumn(column)).join(', ')}`;
    if (node.columns.length === 0) return `${target} DEFAULT VALUES${returning}`;
    const columns = node.columns.map(quoteName).join(', ');
    const rows = node.rows
      .map((row) => `(${row.map((value) => this.expression(value)).join(', ')})`)
      .join(', ');
    const conflict = node.onConflict === 'ignore' ? ' ON CONFLICT DO NOTHING' : '';
    return `${target} (${columns}) VALUES ${rows}${conflict}${returning}`;
  }

  #update(node: UpdateNode): string {
    const assignments = node.assignments
      .map(({ column, value }) => `${quoteName(column)} = ${this.expression(value)}`)
      .join(', ');
    return `UPDATE ${aliased(node.table, node.alias)} SET ${assignments}${this.#where(node.where)}`;
  }

  #delete(node: DeleteNode): string {
    return `DELETE FROM ${aliased(node.table, node.alias)}${this.#where(node.where)}`;
  }
}

/** An identifier in double quotes, quotes inside doubled; both dialects read it so. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function aliased(table: string, alias: string): string {
  return table === alias ? quoteName(table) : `${quoteName(table)} AS ${quoteName(alias)}`;
}

function columnName(node: ColumnNode): string {
  return node.table === undefined
    ? quoteName(node.name)
    : `${quoteName(node.table)}.${quoteName(node.name)}`;
}
