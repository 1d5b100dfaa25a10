import { ExpressionCompiler } from './expression-compiler.ts';
import { footprintOf } from './footprint.ts';
import { aliased, quoteName } from './names.ts';
import type {
  ColumnNode,
  CompoundNode,
  DeleteNode,
  ExpressionNode,
  InsertNode,
  JoinNode,
  OrderNode,
  ParameterNode,
  QueryNode,
  RowLock,
  SelectColumn,
  SelectNode,
  StatementNode,
  UpdateNode,
} from './nodes.ts';
import type { CompiledStatement } from './statement.ts';

/**
 * Turns one statement into SQL text: the part all dialects share. A dialect extends it with its
 * placeholders, its text matches, its list membership and its functions. An instance serves one
 * statement.
 */
export abstract class SqlCompiler extends ExpressionCompiler {
  /** How often a table was written into the text, subqueries included. */
  readonly #tables = new Map<string, number>();

  compile(statement: StatementNode): CompiledStatement {
    const sql = this.#statement(statement);
    const isQuery = statement.kind === 'select' || statement.kind === 'compound';
    return Object.freeze({
      sql,
      bindings: Object.freeze(this.bindings),
      isWrite: !isQuery,
      returnsRows: isQuery || returned(statement).length > 0,
      footprint: footprintOf(statement, this.#tables),
    });
  }

  /** A column in the list of a top-level SELECT, where a driver may need it cast to be read whole. */
  protected abstract resultColumn(expression: ExpressionNode): string;
  /** A source of one list per column, as a SELECT or as a table of a FROM. */
  protected abstract columnLists(lists: readonly ParameterNode[]): string;
  /** LIMIT and OFFSET with a leading space, or nothing. */
  protected abstract limit(limit: number | undefined, offset: number): string;
  /** FOR UPDATE with a leading space, or nothing where the database locks otherwise. */
  protected abstract lock(lock: RowLock): string;

  protected override query(node: QueryNode, isTop = false): string {
    return node.kind === 'select' ? this.#select(node, isTop) : this.#compound(node, isTop);
  }

  #statement(statement: StatementNode): string {
    switch (statement.kind) {
      case 'select':
      case 'compound':
        return this.query(statement, true);
      case 'insert':
        return this.#insert(statement);
      case 'update':
        return this.#update(statement);
      case 'delete':
        return this.#delete(statement);
    }
  }

  #select(node: SelectNode, isTop: boolean): string {
    const columns = node.columns.map((column) => this.#selected(column, isTop)).join(', ');
    const from =
      typeof node.from === 'string'
        ? this.#table(node.from, node.alias)
        : `(${this.query(node.from)}) AS ${quoteName(node.alias)}`;
    const joins = node.joins.map((join) => this.#join(join)).join('');
    return (
      `SELECT ${this.#distinct(node.distinct)}${columns} FROM ${from}` +
      `${joins}${this.#where(node.where)}${this.#groupBy(node)}${this.#orderBy(node.orderBy)}` +
      `${this.limit(node.limit, node.offset)}${node.lock === undefined ? '' : this.lock(node.lock)}`
    );
  }

  #table(name: string, alias: string): string {
    this.#tables.set(name, (this.#tables.get(name) ?? 0) + 1);
    return aliased(name, alias);
  }

  #selected(column: SelectColumn, isTop: boolean): string {
    if (column.kind !== 'aliased') {
      return isTop ? this.resultColumn(column) : this.expression(column);
    }
    const text = isTop ? this.resultColumn(column.expression) : this.expression(column.expression);
    return `${text} AS ${quoteName(column.name)}`;
  }

  #distinct(distinct: SelectNode['distinct']): string {
    if (typeof distinct === 'boolean') return distinct ? 'DISTINCT ' : '';
    return `DISTINCT ON (${distinct.map((node) => this.expression(node)).join(', ')}) `;
  }

  #groupBy({ groupBy, having }: SelectNode): string {
    const terms = groupBy.map((node) => this.expression(node)).join(', ');
    const condition = having === undefined ? '' : ` HAVING ${this.expression(having)}`;
    return `${terms === '' ? '' : ` GROUP BY ${terms}`}${condition}`;
  }

  /** Each query is a SELECT from its own subquery: SQLite allows no parentheses around operands. */
  #compound(node: CompoundNode, isTop: boolean): string {
    const parts = node.queries.map((query) => {
      const isPlain =
        query.kind === 'select' &&
        query.orderBy.length === 0 &&
        query.limit === undefined &&
        query.offset === 0;
      return isPlain
        ? this.query(query, isTop)
        : `SELECT * FROM (${this.query(query, isTop)}) AS "part"`;
    });
    return (
      parts.join(` ${COMPOUND_WORDS[node.operator]} `) +
      `${this.#orderBy(node.orderBy)}${this.limit(node.limit, node.offset)}`
    );
  }

  #join(join: JoinNode): string {
    const words = join.kind === 'inner' ? 'INNER JOIN' : 'LEFT JOIN';
    return ` ${words} ${this.#table(join.table, join.alias)} ON ${this.expression(join.on)}`;
  }

  #where(where: ExpressionNode | undefined): string {
    return where === undefined ? '' : ` WHERE ${this.expression(where)}`;
  }

  #orderBy(terms: readonly OrderNode[]): string {
    return terms.length === 0 ? '' : ` ORDER BY ${this.orderTerms(terms)}`;
  }

  #insert(node: InsertNode): string {
    const target = `INSERT INTO ${this.#table(node.table, node.table)}`;
    if (node.columns.length === 0) return `${target} DEFAULT VALUES${this.#returning(node)}`;
    const columns = node.columns.map(quoteName).join(', ');
    const { source } = node;
    const values =
      source.kind === 'rows'
        ? this.#values(source.rows)
        : `SELECT * FROM ${this.columnLists(source.lists)}`;
    return `${target} (${columns}) ${values}${onConflict(node.onConflict)}${this.#returning(node)}`;
  }

  #values(rows: readonly (readonly ExpressionNode[])[]): string {
    const texts = rows.map((row) => `(${row.map((value) => this.expression(value)).join(', ')})`);
    return `VALUES ${texts.join(', ')}`;
  }

  #update(node: UpdateNode): string {
    const assignments = node.assignments
      .map(({ column, value }) => `${quoteName(column)} = ${this.expression(value)}`)
      .join(', ');
    const from = node.from === undefined ? '' : ` FROM ${this.#given(node.from)}`;
    return (
      `UPDATE ${this.#table(node.table, node.alias)} SET ${assignments}${from}` +
      `${this.#where(node.where)}${this.#returning(node)}`
    );
  }

  /** Both databases call the columns of VALUES `column1`, `column2` and so on by themselves. */
  #given({ alias, source }: NonNullable<UpdateNode['from']>): string {
    if (source.kind === 'rows') return `(${this.#values(source.rows)}) AS ${quoteName(alias)}`;
    const names = source.lists.map((_, index) => `"column${index + 1}"`);
    return `${this.columnLists(source.lists)} AS ${quoteName(alias)} (${names.join(', ')})`;
  }

  #returning(statement: StatementNode): string {
    const columns = returned(statement).map((column) => this.resultColumn(column));
    return columns.length === 0 ? '' : ` RETURNING ${columns.join(', ')}`;
  }

  #delete(node: DeleteNode): string {
    return `DELETE FROM ${this.#table(node.table, node.alias)}${this.#where(node.where)}`;
  }
}

const COMPOUND_WORDS: Readonly<Record<CompoundNode['operator'], string>> = {
  union: 'UNION',
  unionAll: 'UNION ALL',
  intersect: 'INTERSECT',
  except: 'EXCEPT',
};

function returned(statement: StatementNode): readonly ColumnNode[] {
  switch (statement.kind) {
    case 'insert':
    case 'update':
      return statement.returning ?? [];
    default:
      return [];
  }
}

function onConflict(conflict: InsertNode['onConflict']): string {
  if (conflict === 'fail') return '';
  if (conflict === 'ignore') return ' ON CONFLICT DO NOTHING';
  const updates = conflict.update.map((name) => `${quoteName(name)} = EXCLUDED.${quoteName(name)}`);
  return (
    ` ON CONFLICT (${conflict.columns.map(quoteName).join(', ')}) ` +
    `DO UPDATE SET ${updates.join(', ')}`
  );
}
