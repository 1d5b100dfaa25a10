import type { ColumnType } from './column-type.ts';
import { columnName } from './names.ts';
import type {
  AggregateNode,
  CaseNode,
  CastNode,
  DatePartNode,
  ExpressionNode,
  FrameBound,
  FrameNode,
  FunctionNode,
  JsonPathNode,
  OrderNode,
  ParameterNode,
  QueryNode,
  TextMatch,
  WindowNode,
} from './nodes.ts';
import type { DatabaseValue, ParameterBinding } from './statement.ts';

/**
 * How a dialect writes a function that is not simply `NAME(a, b)`: from the texts of its arguments,
 * and the node, which knows their types.
 */
export type FunctionWriter = (args: readonly string[], node: FunctionNode) => string;

/** Turns the expressions of one statement into SQL text, and keeps its parameters. */
export abstract class ExpressionCompiler {
  readonly #bindings: ParameterBinding[] = [];
  readonly #positions = new Map<number, Map<ColumnType | string, number>>();

  /** The functions that this dialect writes in a way of its own, by our name. */
  protected abstract readonly functions: ReadonlyMap<string, FunctionWriter>;
  protected abstract encoder(type: ColumnType): (value: unknown) => DatabaseValue;
  /** The text of the `position`-th parameter, counted from 1, which is of this type. */
  protected abstract placeholder(position: number, type: ColumnType | undefined): string;
  protected abstract inList(operand: string, list: ParameterNode): string;
  protected abstract match(
    match: TextMatch,
    operand: ExpressionNode,
    pattern: ExpressionNode,
  ): string;
  protected abstract cast(operand: string, node: CastNode): string;
  protected abstract datePart(node: DatePartNode): string;
  protected abstract jsonPath(node: JsonPathNode): string;
  /** Adds a parameter with an encoding of its own and returns its placeholder. */
  protected bind(
    slot: number,
    encode: (value: unknown) => DatabaseValue,
    type?: ColumnType,
  ): string {
    this.#bindings.push({ slot, encode });
    return this.placeholder(this.#bindings.length, type);
  }

  /** Whether placeholders are numbered, so that one may stand in several places. */
  protected abstract readonly reusesPlaceholders: boolean;

  /** The placeholder of a value. */
  protected parameter(node: ParameterNode): string {
    return this.bindOnce(node.slot, node.type, this.encoder(node.type), node.type);
  }

  /**
   * The placeholder of a value that is written in some way. Where placeholders are numbered, the
   * same value written the same way has one: PostgreSQL takes two placeholders for two values, and
   * an expression it groups by would not be the one it selects.
   */
  protected bindOnce(
    slot: number,
    way: ColumnType | string,
    encode: (value: unknown) => DatabaseValue,
    type?: ColumnType,
  ): string {
    if (!this.reusesPlaceholders) return this.bind(slot, encode, type);
    let ofSlot = this.#positions.get(slot);
    if (ofSlot === undefined) {
      ofSlot = new Map();
      this.#positions.set(slot, ofSlot);
    }
    const known = ofSlot.get(way);
    if (known !== undefined) return this.placeholder(known, type);
    const placeholder = this.bind(slot, encode, type);
    ofSlot.set(way, this.#bindings.length);
    return placeholder;
  }

  protected abstract query(node: QueryNode): string;

  protected get bindings(): readonly ParameterBinding[] {
    return this.#bindings;
  }

  protected expression(node: ExpressionNode): string {
    switch (node.kind) {
      case 'column':
        return columnName(node);
      case 'parameter':
        return this.parameter(node);
      case 'literal':
        return node.value === null ? 'NULL' : String(node.value).toUpperCase();
      case 'arithmetic':
        return this.function({
          kind: 'function',
          name: node.operator,
          args: [node.left, node.right],
          type: node.type,
        });
      case 'function':
        return this.function(node);
      case 'template':
        return node.parts
          .map(
            (part, index) =>
              part + (index < node.args.length ? this.expression(node.args[index]!) : ''),
          )
          .join('');
      case 'cast':
        return this.cast(this.argument(node.operand), node);
      case 'case':
        return this.#case(node);
      case 'aggregate':
        return this.aggregateResult(this.aggregate(node), node);
      case 'window':
        return this.#window(node);
      case 'subquery':
        return `(${this.query(node.query)})`;
      case 'extract':
      case 'truncate':
        return this.datePart(node);
      case 'jsonPath':
        return this.jsonPath(node);
      case 'comparison':
        return `${this.operand(node.left)} ${node.operator} ${this.operand(node.right)}`;
      case 'and':
      case 'or':
        return this.#junction(node.kind, node.operands);
      case 'xor':
        return this.#xor(node.operands);
      case 'not':
        return `NOT (${this.expression(node.operand)})`;
      case 'isNull':
        return `${this.operand(node.operand)} IS ${node.isNegated ? 'NOT ' : ''}NULL`;
      case 'between':
        return `${this.operand(node.operand)} BETWEEN ${this.operand(node.low)} AND ${this.operand(node.high)}`;
      case 'inList':
        return this.inList(this.operand(node.operand), node.list);
      case 'inItems':
        return `${this.operand(node.operand)} IN (${node.items.map((item) => this.expression(item)).join(', ')})`;
      case 'match':
        return this.match(node.match, node.operand, node.pattern);
      case 'exists':
        return `EXISTS (${this.query(node.query)})`;
      case 'inQuery':
        return `${this.operand(node.operand)} IN (${this.query(node.query)})`;
    }
  }

  /** An expression beside an operator: a condition as a value stands in parentheses. */
  protected operand(node: ExpressionNode): string {
    const text = this.expression(node);
    return CONDITION_KINDS.has(node.kind) ? `(${text})` : text;
  }

  /** An expression that something is reckoned from, where its type in the database matters. */
  protected argument(node: ExpressionNode): string {
    return this.operand(node);
  }

  protected function(node: FunctionNode): string {
    const args = node.args.map((arg) => this.argument(arg));
    const write = this.functions.get(node.name);
    if (write !== undefined) return write(args, node);
    if (OPERATORS.has(node.name)) return `(${args.join(` ${node.name} `)})`;
    return `${node.name.toUpperCase()}(${args.join(', ')})`;
  }

  protected aggregate(node: AggregateNode): string {
    const args = node.args.map((arg) => this.expression(arg));
    const distinct = node.isDistinct ? 'DISTINCT ' : '';
    const order = node.orderBy.length === 0 ? '' : ` ORDER BY ${this.orderTerms(node.orderBy)}`;
    const filter =
      node.filter === undefined ? '' : ` FILTER (WHERE ${this.expression(node.filter)})`;
    const name = this.aggregateName(node);
    return `${name}(${distinct}${args.length === 0 ? '*' : args.join(', ')}${order})${filter}`;
  }

  protected aggregateName(node: AggregateNode): string {
    return node.name.toUpperCase();
  }

  protected orderTerms(terms: readonly OrderNode[]): string {
    return terms
      .map(({ expression, isDescending, nulls }) => {
        const order = isDescending ? ' DESC' : '';
        const place = nulls === undefined ? '' : ` NULLS ${nulls.toUpperCase()}`;
        return `${this.expression(expression)}${order}${place}`;
      })
      .join(', ');
  }

  #case(node: CaseNode): string {
    const branches = node.branches
      .map(({ when, then }) => ` WHEN ${this.expression(when)} THEN ${this.argument(then)}`)
      .join('');
    return `CASE${branches} ELSE ${this.argument(node.otherwise)} END`;
  }

  #window(node: WindowNode): string {
    const parts: string[] = [];
    if (node.partitionBy.length > 0) {
      parts.push(
        `PARTITION BY ${node.partitionBy.map((each) => this.expression(each)).join(', ')}`,
      );
    }
    if (node.orderBy.length > 0) parts.push(`ORDER BY ${this.orderTerms(node.orderBy)}`);
    if (node.frame !== undefined) parts.push(frameText(node.frame));
    const { operand } = node;
    const text = operand.kind === 'aggregate' ? this.aggregate(operand) : this.expression(operand);
    const over = `${text} OVER (${parts.join(' ')})`;
    return operand.kind === 'aggregate' ? this.aggregateResult(over, operand) : over;
  }

  /** Where the type of an aggregate in this database is not the one that is read. */
  protected aggregateResult(text: string, _node: AggregateNode): string {
    return text;
  }

  #junction(kind: 'and' | 'or', operands: readonly ExpressionNode[]): string {
    const parts = operands.map((operand) => {
      const text = this.expression(operand);
      return operand.kind === 'and' || operand.kind === 'or' || operand.kind === 'xor'
        ? `(${text})`
        : text;
    });
    return parts.join(kind === 'and' ? ' AND ' : ' OR ');
  }

  /** Unknown counts as false, as Django has it on databases without an XOR of their own. */
  #xor(operands: readonly ExpressionNode[]): string {
    const count = operands
      .map((operand) => `CASE WHEN ${this.expression(operand)} THEN 1 ELSE 0 END`)
      .join(' + ');
    return `(${count}) % 2 = 1`;
  }
}

const CONDITION_KINDS: ReadonlySet<ExpressionNode['kind']> = new Set([
  'comparison',
  'and',
  'or',
  'xor',
  'not',
  'isNull',
  'between',
  'inList',
  'inItems',
  'match',
  'inQuery',
]);

const OPERATORS: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '/',
  '%',
  '&',
  '|',
  '<<',
  '>>',
  '||',
]);

function frameText({ unit, start, end, exclusion }: FrameNode): string {
  const excluded = exclusion === undefined ? '' : ` EXCLUDE ${exclusion.toUpperCase()}`;
  return `${unit.toUpperCase()} BETWEEN ${boundText(start, 'PRECEDING')} AND ${boundText(end, 'FOLLOWING')}${excluded}`;
}

function boundText(bound: FrameBound, unbounded: string): string {
  if (bound === 'unbounded') return `UNBOUNDED ${unbounded}`;
  if (bound === 0) return 'CURRENT ROW';
  return bound < 0 ? `${-bound} PRECEDING` : `${bound} FOLLOWING`;
}
