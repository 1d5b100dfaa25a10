import type { ColumnType } from './column-type.ts';

export type * from './definitions.ts';

/**
 * SQL as immutable values. The ORM makes them, a dialect's compiler turns them into text; nothing
 * here knows a database or a model. Identifiers are quoted and values become parameters in the
 * compiler, so no node can carry SQL text from outside, except `raw`, which says so.
 */

export interface ColumnNode {
  readonly kind: 'column';
  /** Alias of the table, or undefined where the statement has only one. */
  readonly table: string | undefined;
  readonly name: string;
  readonly type: ColumnType;
}

/** The value at `slot` of the statement's values, written as `type`. */
export interface ParameterNode {
  readonly kind: 'parameter';
  readonly slot: number;
  readonly type: ColumnType;
}

export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** The text matches of Django's lookups; `i` means regardless of case. */
export type TextMatch =
  | 'iexact'
  | 'contains'
  | 'icontains'
  | 'startswith'
  | 'istartswith'
  | 'endswith'
  | 'iendswith'
  | 'regex'
  | 'iregex';

/** `^` is power, `#` bitwise exclusive or. */
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^' | '&' | '|' | '#' | '<<' | '>>';

/** Something with a value, and the type that the value is read as. */
export type ValueNode =
  | ColumnNode
  | ParameterNode
  | LiteralNode
  | ArithmeticNode
  | FunctionNode
  | TemplateNode
  | CastNode
  | CaseNode
  | AggregateNode
  | WindowNode
  | SubqueryNode
  | DatePartNode
  | JsonPathNode;

/** Something that is true, false or unknown. */
export type ConditionNode =
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: ExpressionNode;
      readonly right: ExpressionNode;
    }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly ExpressionNode[] }
  /** True when an odd number of operands is true. */
  | { readonly kind: 'xor'; readonly operands: readonly ExpressionNode[] }
  | { readonly kind: 'not'; readonly operand: ExpressionNode }
  | { readonly kind: 'isNull'; readonly operand: ExpressionNode; readonly isNegated: boolean }
  | {
      readonly kind: 'between';
      readonly operand: ExpressionNode;
      readonly low: ExpressionNode;
      readonly high: ExpressionNode;
    }
  /** Membership in a list that is one parameter, so that its length is no part of the text. */
  | { readonly kind: 'inList'; readonly operand: ExpressionNode; readonly list: ParameterNode }
  /** Membership in a list of expressions. */
  | {
      readonly kind: 'inItems';
      readonly operand: ExpressionNode;
      readonly items: readonly ExpressionNode[];
    }
  | {
      readonly kind: 'match';
      readonly match: TextMatch;
      readonly operand: ExpressionNode;
      /** A parameter is escaped before it is bound, another expression in SQL. */
      readonly pattern: ExpressionNode;
    }
  | { readonly kind: 'exists'; readonly query: QueryNode }
  | { readonly kind: 'inQuery'; readonly operand: ExpressionNode; readonly query: QueryNode };

export type ExpressionNode = ValueNode | ConditionNode;

/** A constant that the framework itself puts into the text; never a value from outside. */
export interface LiteralNode {
  readonly kind: 'literal';
  readonly value: number | boolean | null;
  readonly type: ColumnType;
}

export interface ArithmeticNode {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: ExpressionNode;
  readonly right: ExpressionNode;
  readonly type: ColumnType;
}

/**
 * A function by the name this project gives it; each dialect's `functions.ts` says how those are
 * written that are not simply `NAME(a, b)`.
 */
export interface FunctionNode {
  readonly kind: 'function';
  readonly name: string;
  readonly args: readonly ExpressionNode[];
  readonly type: ColumnType;
}

/** SQL text of the application's own code around expressions: `parts[0] args[0] parts[1] …`. */
export interface TemplateNode {
  readonly kind: 'template';
  readonly parts: readonly string[];
  readonly args: readonly ExpressionNode[];
  readonly type: ColumnType;
  readonly isAggregate: boolean;
}

export interface CastNode {
  readonly kind: 'cast';
  readonly operand: ExpressionNode;
  readonly type: ColumnType;
}

export interface CaseNode {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: ExpressionNode; readonly then: ExpressionNode }[];
  readonly otherwise: ExpressionNode;
  readonly type: ColumnType;
}

export interface AggregateNode {
  readonly kind: 'aggregate';
  /** Ours, as of `FunctionNode`: `count`, `sum`, `stddevPop`, … */
  readonly name: string;
  /** Empty: `COUNT(*)`. */
  readonly args: readonly ExpressionNode[];
  readonly isDistinct: boolean;
  readonly filter: ExpressionNode | undefined;
  readonly orderBy: readonly OrderNode[];
  readonly type: ColumnType;
}

/** One end of a window's frame: an offset in rows or values, negative for preceding. */
export type FrameBound = number | 'unbounded';

export interface FrameNode {
  readonly unit: 'rows' | 'range' | 'groups';
  readonly start: FrameBound;
  readonly end: FrameBound;
  readonly exclusion: 'current row' | 'group' | 'ties' | undefined;
}

export interface WindowNode {
  readonly kind: 'window';
  readonly operand: ExpressionNode;
  readonly partitionBy: readonly ExpressionNode[];
  readonly orderBy: readonly OrderNode[];
  readonly frame: FrameNode | undefined;
  readonly type: ColumnType;
}

/** A query of one column and at most one row, as a value. */
export interface SubqueryNode {
  readonly kind: 'subquery';
  readonly query: QueryNode;
  readonly type: ColumnType;
}

/** Parts of dates and times as Django numbers them: Sunday is `week_day` 1 and `iso_week_day` 7. */
export type DatePart =
  | 'year'
  | 'iso_year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'week_day'
  | 'iso_week_day'
  | 'hour'
  | 'minute'
  | 'second';

export type DateUnit =
  | 'year'
  | 'quarter'
  | 'month'
  | 'week'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'date'
  | 'time';

/** A part of a date or time (`extract`), or the date or time cut off below a unit (`truncate`). */
export type DatePartNode =
  | {
      readonly kind: 'extract';
      readonly part: DatePart;
      readonly operand: ExpressionNode;
      /** IANA name of the zone an instant is looked at in. */
      readonly zone: string;
      readonly type: ColumnType;
    }
  | {
      readonly kind: 'truncate';
      readonly unit: DateUnit;
      readonly operand: ExpressionNode;
      readonly zone: string;
      readonly type: ColumnType;
    };

/** What stands at a path in a JSON document, as JSON or, where `type` is a text, as bare text. */
export interface JsonPathNode {
  readonly kind: 'jsonPath';
  readonly operand: ExpressionNode;
  /** Names of members and positions in lists; they are written into the text as literals. */
  readonly path: readonly (string | number)[];
  readonly type: ColumnType;
}

export interface JoinNode {
  readonly kind: 'inner' | 'left';
  readonly table: string;
  readonly alias: string;
  readonly on: ExpressionNode;
}

export interface OrderNode {
  readonly expression: ExpressionNode;
  readonly isDescending: boolean;
  /** undefined: where the database puts them by itself. */
  readonly nulls?: 'first' | 'last' | undefined;
}

/** A column of a SELECT's list; the name is needed where a query around it refers to it. */
export interface AliasedNode {
  readonly kind: 'aliased';
  readonly expression: ExpressionNode;
  readonly name: string;
}

export type SelectColumn = ExpressionNode | AliasedNode;

export interface RowLock {
  /** Aliases of the tables whose rows are locked; empty: of all. */
  readonly of: readonly string[];
  readonly wait: 'wait' | 'nowait' | 'skipLocked';
  /** `FOR NO KEY UPDATE`: foreign keys to the rows may still be checked. */
  readonly isNoKey: boolean;
}

export interface SelectNode {
  readonly kind: 'select';
  readonly columns: readonly SelectColumn[];
  /** A list: one row for each combination of these (`DISTINCT ON`). */
  readonly distinct: boolean | readonly ExpressionNode[];
  readonly from: string | QueryNode;
  readonly alias: string;
  /** The primary key's column, where `from` is a table of which a condition may name rows. */
  readonly key?: string;
  readonly joins: readonly JoinNode[];
  readonly where: ExpressionNode | undefined;
  readonly groupBy: readonly ExpressionNode[];
  readonly having: ExpressionNode | undefined;
  readonly orderBy: readonly OrderNode[];
  /** Literals: PostgreSQL plans a prepared statement anew for each run when they are parameters. */
  readonly limit: number | undefined;
  readonly offset: number;
  readonly lock: RowLock | undefined;
}

/** Several queries of the same columns as one. */
export interface CompoundNode {
  readonly kind: 'compound';
  readonly operator: 'union' | 'unionAll' | 'intersect' | 'except';
  readonly queries: readonly QueryNode[];
  readonly orderBy: readonly OrderNode[];
  readonly limit: number | undefined;
  readonly offset: number;
}

export type QueryNode = SelectNode | CompoundNode;

/** Rows that a statement brings with it. */
export type RowSource =
  | {
      readonly kind: 'rows';
      /** One list of values per row. */
      readonly rows: readonly (readonly ExpressionNode[])[];
    }
  /**
   * One list per column, each a parameter, so that the number of rows is no part of the text; for
   * dialects with the feature `takesColumnLists`.
   */
  | { readonly kind: 'lists'; readonly lists: readonly ParameterNode[] };

export interface InsertNode {
  readonly kind: 'insert';
  readonly table: string;
  readonly columns: readonly string[];
  /** With empty `columns` one row of defaults is inserted. */
  readonly source: RowSource;
  readonly onConflict:
    | 'fail'
    | 'ignore'
    /** The row that is there already takes the new values of `update`. */
    | { readonly columns: readonly string[]; readonly update: readonly string[] };
  readonly returning: readonly ColumnNode[];
}

export interface UpdateNode {
  readonly kind: 'update';
  readonly table: string;
  readonly alias: string;
  /** The primary key's column, by which the condition may name rows. */
  readonly key?: string;
  readonly assignments: readonly { readonly column: string; readonly value: ExpressionNode }[];
  /** Rows to take values from; `givenColumn()` is a column of them. */
  readonly from?: { readonly alias: string; readonly source: RowSource };
  readonly where: ExpressionNode | undefined;
  readonly returning?: readonly ColumnNode[];
}

/** The column at an index (from 0) of the rows that an update brings with it. */
export function givenColumn(alias: string, index: number, type: ColumnType): ColumnNode {
  return { kind: 'column', table: alias, name: `column${index + 1}`, type };
}

/** The index that `givenColumn()` made a column of. */
export function givenIndex({ name }: ColumnNode): number {
  return Number(name.slice('column'.length)) - 1;
}

export interface DeleteNode {
  readonly kind: 'delete';
  readonly table: string;
  readonly alias: string;
  /** The primary key's column, by which the condition may name rows. */
  readonly key?: string;
  readonly where: ExpressionNode | undefined;
}

export type StatementNode = QueryNode | InsertNode | UpdateNode | DeleteNode;

/** Joins conditions with AND; undefined when there are none, the one itself when it is alone. */
export function allOf(operands: readonly ExpressionNode[]): ExpressionNode | undefined {
  return operands.length > 1 ? { kind: 'and', operands } : operands[0];
}

/** What a SELECT is when nothing is asked of it but its table. */
export function selectFrom(from: SelectNode['from'], alias: string): Omit<SelectNode, 'columns'> {
  return {
    kind: 'select',
    distinct: false,
    from,
    alias,
    joins: [],
    where: undefined,
    groupBy: [],
    having: undefined,
    orderBy: [],
    limit: undefined,
    offset: 0,
    lock: undefined,
  };
}
